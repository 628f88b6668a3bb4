/// The exams that were answered more than once, and by how much the last answer came sooner than the first.
struct Rereadings: Sendable {
    /// Milliseconds by place; `unknown` where an answer was taken over from a kept one.
    private var saved: [UInt32: Int32] = [:]
    /// The last row of `analyses` that is in; it only ever grows.
    var sequence: Int64 = 0

    /// - Parameter answers: what the call of each good answer took, the oldest first; `nil` where nobody was asked.
    mutating func put(_ place: Int, _ answers: [Int?]) {
        let place = UInt32(truncatingIfNeeded: place)
        guard answers.count > 1, let first = answers.first, let last = answers.last else {
            saved[place] = nil
            return
        }
        if let first, let last {
            saved[place] = max(Int32(clamping: first - last), Self.unknown + 1)
        } else {
            saved[place] = Self.unknown
        }
    }

    func counts(_ marks: [UInt8]) -> RequeueCounts {
        var (requeued, compared, milliseconds) = (0, 0, 0)
        for (place, saved) in saved where marks[Int(place)] == 1 {
            requeued += 1
            if saved == Self.unknown { continue }
            compared += 1
            milliseconds += Int(saved)
        }
        return RequeueCounts(requeued: requeued, compared: compared, savedMilliseconds: milliseconds)
    }

    private static let unknown = Int32.min
}

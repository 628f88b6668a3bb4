/// Looks for a short text in megabytes of others: for its first three bytes at eight places at a time.
struct ByteSearch: Sendable {
    private let part: [UInt8]
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64

    /// - Parameter part: not empty.
    init(_ part: [UInt8]) {
        self.part = part
        first = UInt64(part[0]) &* Self.ones
        second = UInt64(part[min(1, part.count - 1)]) &* Self.ones
        third = UInt64(part[min(2, part.count - 1)]) &* Self.ones
    }

    /// - Parameter body: gets the place of a match and says from where to go on.
    func eachMatch(in text: [UInt8], _ body: (Int) -> Int) {
        let bytes = text.span.bytes
        let (toSecond, toThird) = (min(1, part.count - 1), min(2, part.count - 1))
        var place = 0
        while place + toThird + 8 <= text.count {
            let differing =
                bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self) ^ first
                | bytes.unsafeLoadUnaligned(fromByteOffset: place + toSecond, as: UInt64.self) ^ second
                | bytes.unsafeLoadUnaligned(fromByteOffset: place + toThird, as: UInt64.self) ^ third
            // Not zero when some byte of `differing` is; R. P. Brent's test as in "Hacker's Delight" §6-1.
            guard (differing &- Self.ones) & ~differing & Self.tops != 0 else {
                place += 8
                continue
            }
            place = look(in: text, place, place + 8, body)
        }
        while place + part.count <= text.count { place = look(in: text, place, place + 1, body) }
    }

    static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        if part.isEmpty { return true }
        var isFound = false
        ByteSearch(part).eachMatch(in: text) { _ in
            isFound = true
            return text.count
        }
        return isFound
    }

    /// Tries the places before `end` one by one, up to the first match.
    private func look(in text: [UInt8], _ start: Int, _ end: Int, _ body: (Int) -> Int) -> Int {
        for place in start..<end where isPart(of: text, at: place) { return max(body(place), place + 1) }
        return end
    }

    private func isPart(of text: [UInt8], at place: Int) -> Bool {
        guard place + part.count <= text.count else { return false }
        for index in part.indices where text[place + index] != part[index] { return false }
        return true
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080
}

/// Pairs of severities of groups that are numbers, counted where they lie: a million exams take an addition each.
struct NumberedPairs: Sendable {
    /// One group that was met.
    struct Met {
        let number: Int
        /// The stretch of exams in which it was met first.
        let stretch: Int
    }

    /// By number; below 0 it was not met.
    private var places: [Int32] = []
    private(set) var met: [Met] = []
    /// `PairCounts.size` for each group that was met, one behind the other.
    private var cells: [UInt32] = []

    /// - Parameters:
    ///   - number: 0 or above; memory grows with the largest.
    ///   - cell: of `PairCounts`.
    /// - Returns: the group's place in `met`.
    @discardableResult
    mutating func add(_ number: Int, _ cell: Int, in stretch: Int) -> Int {
        let place = place(number, stretch)
        let at = place * PairCounts.size + cell
        cells[at] &+= cells[at] == .max ? 0 : 1
        return place
    }

    private mutating func place(_ number: Int, _ stretch: Int) -> Int {
        if number < places.count, places[number] >= 0 { return Int(places[number]) }
        if number >= places.count {
            places.append(contentsOf: repeatElement(-1, count: number + 1 - places.count))
        }
        places[number] = Int32(met.count)
        met.append(Met(number: number, stretch: stretch))
        cells.append(contentsOf: repeatElement(0, count: PairCounts.size))
        return met.count - 1
    }

    func pairs(at place: Int) -> PairCounts {
        PairCounts(cells[place * PairCounts.size..<(place + 1) * PairCounts.size])
    }
}

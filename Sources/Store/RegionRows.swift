/// The rows of a table by region. Exams without one are of the region `unknown`, also when films say that very word.
struct RegionRows: Sendable {
    /// By row.
    let names: [String]
    /// The row of each number in the column.
    let rows: [UInt32]

    init(_ regions: Vocabulary) {
        var names = regions.words
        var rows = names.indices.map { UInt32(truncatingIfNeeded: $0) }
        names[0] = Self.unknown
        if let same = regions.words.firstIndex(of: Self.unknown) { rows[same] = 0 }
        (self.names, self.rows) = (names, rows)
    }

    /// By name.
    func named(_ tallies: [Int: VerdictTally]) -> [GroupTally] {
        tallies.map { GroupTally(name: names[$0.key], tally: $0.value) }.sorted { $0.name < $1.name }
    }

    static let unknown = "unknown"
}

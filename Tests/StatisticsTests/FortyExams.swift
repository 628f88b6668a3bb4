import Statistics

/// Forty exams small enough to count by hand: the reader's severity, then the reference's. `nil` is not assessed.
enum FortyExams {
    typealias Pair = (reader: Int?, reference: Int?)

    /// 12: both say 5 or more, and the same.
    static let truePositives: [Pair] = [9, 9, 8, 8, 8, 7, 7, 7, 6, 6, 5, 5].map { ($0, $0) }
    /// 3: the reader stays below.
    static let falseNegatives: [Pair] = [(4, 6), (3, 5), (2, 8)]
    /// 16: both below 5, and the same.
    static let trueNegatives: [Pair] = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4].map { ($0, $0) }
    /// 4: only the reader says 5 or more.
    static let falsePositives: [Pair] = [(5, 3), (5, 2), (6, 4), (7, 1)]
    /// 5: one side or both say nothing.
    static let unassessed: [Pair] = [(nil, 7), (nil, 2), (3, nil), (8, nil), (nil, nil)]

    static let all = truePositives + falseNegatives + trueNegatives + falsePositives + unassessed

    static var table: SeverityTable {
        var table = SeverityTable()
        for exam in all { table.add(reader: exam.reader, reference: exam.reference) }
        return table
    }

    static var verdicts: VerdictCounts { table.verdicts(threshold: 5) }
}

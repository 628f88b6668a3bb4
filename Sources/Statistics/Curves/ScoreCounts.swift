/// How often each score was given to exams that the reference calls positive and to those it calls negative.
///
/// A score is any integer that grows with suspicion: a severity, or a confidence signed by the verdict.
public struct ScoreCounts: Mergeable {
    /// One distinct score.
    public struct Row: Equatable, Sendable {
        public let score: Int
        public internal(set) var positives: Int
        public internal(set) var negatives: Int
    }

    /// By rising score, without empty rows.
    public private(set) var rows: [Row] = []

    public init() {}

    /// One exam, or `times` alike.
    public mutating func add(_ score: Int, isPositive: Bool, times: Int = 1) {
        guard (1...1 << 40).contains(times) else { return }
        add(Row(score: score, positives: isPositive ? times : 0, negatives: isPositive ? 0 : times))
    }

    private mutating func add(_ row: Row) {
        let at = rows.firstIndex { $0.score >= row.score } ?? rows.endIndex
        if at < rows.endIndex, rows[at].score == row.score {
            rows[at].positives += row.positives
            rows[at].negatives += row.negatives
        } else {
            rows.insert(row, at: at)
        }
    }

    public mutating func merge(_ other: ScoreCounts) {
        for row in other.rows { add(row) }
    }

    @discardableResult
    public mutating func subtract(_ other: ScoreCounts) -> Bool {
        var rest = self
        for row in other.rows { rest.add(Row(score: row.score, positives: -row.positives, negatives: -row.negatives)) }
        guard rest.rows.allSatisfy({ $0.positives >= 0 && $0.negatives >= 0 }) else { return false }
        rest.rows.removeAll { $0.positives == 0 && $0.negatives == 0 }
        self = rest
        return true
    }

    /// Exams that the reference calls positive.
    public var positives: Int { rows.reduce(0) { $0 + $1.positives } }
    /// Exams that the reference calls negative.
    public var negatives: Int { rows.reduce(0) { $0 + $1.negatives } }
}

extension ScoreCounts: Codable {
    private struct Entry: Codable { let score, positives, negatives: Int }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            rows.map { Entry(score: $0.score, positives: $0.positives, negatives: $0.negatives) })
    }

    public init(from decoder: any Decoder) throws {
        for entry in try decoder.singleValueContainer().decode([Entry].self) {
            guard (0...1 << 40).contains(entry.positives), (0...1 << 40).contains(entry.negatives) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "a count is negative or absurd"))
            }
            add(entry.score, isPositive: true, times: entry.positives)
            add(entry.score, isPositive: false, times: entry.negatives)
        }
    }
}

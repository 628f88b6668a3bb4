/// Exams by the reader's and the reference's severity: the 11 × 11 confusion, and beside it those not assessed.
///
/// Verdicts at any threshold, the ROC curve, kappa and the differences all follow from these 144 integers.
public struct SeverityTable: Mergeable {
    private static let side = Severities.count + 1
    /// Row-major, `side × side`: reference down, reader across; the last row and column are "not assessed".
    private var cells = [Int](repeating: 0, count: side * side)

    public init() {}

    private static func index(_ severity: Int?) -> Int { Severities.valid(severity) ?? Severities.count }

    private static func cell(_ reader: Int?, _ reference: Int?) -> Int { index(reference) * side + index(reader) }

    /// Exams with this pair; `nil` is "not assessed".
    public func count(reader: Int?, reference: Int?) -> Int { cells[Self.cell(reader, reference)] }

    /// One exam, or `times` alike; a severity outside of 0…10 is not assessed.
    public mutating func add(reader: Int?, reference: Int?, times: Int = 1) {
        guard (0...1 << 32).contains(times) else { return }
        cells[Self.cell(reader, reference)] += times
    }

    /// Takes back one exam, such as one whose review has changed.
    /// - Returns: false, and nothing is changed, when no such exam is counted.
    @discardableResult
    public mutating func remove(reader: Int?, reference: Int?) -> Bool {
        let cell = Self.cell(reader, reference)
        guard cells[cell] > 0 else { return false }
        cells[cell] -= 1
        return true
    }

    public mutating func merge(_ other: SeverityTable) {
        for cell in cells.indices { cells[cell] += other.cells[cell] }
    }

    @discardableResult
    public mutating func subtract(_ other: SeverityTable) -> Bool {
        let rest = zip(cells, other.cells).map { $0 - $1 }
        guard rest.allSatisfy({ $0 >= 0 }) else { return false }
        cells = rest
        return true
    }
}

/// What can be read from the table.
extension SeverityTable {
    /// All exams.
    public var total: Int { cells.reduce(0, +) }
    /// Exams with a severity on both sides.
    public var compared: Int { confusion.joined().reduce(0, +) }
    /// Exams that the reference has assessed.
    public var reviewed: Int { total - row(of: nil).reduce(0, +) }

    /// Exams that the reader calls positive, compared or not.
    public func readerPositives(threshold: Int) -> Int {
        cells.indices.filter { (threshold..<Severities.count).contains($0 % Self.side) }.reduce(0) { $0 + cells[$1] }
    }

    /// 11 × 11, reference down, reader across, only exams assessed by both.
    public var confusion: [[Int]] {
        Severities.all.map { reference in Severities.all.map { count(reader: $0, reference: reference) } }
    }

    /// How often the reader gave 0…10, whether compared or not.
    public var readerDistribution: [Int] {
        Severities.all.map { reader in (0..<Self.side).reduce(0) { $0 + cells[$1 * Self.side + reader] } }
    }

    /// How often the reference gave 0…10, whether compared or not.
    public var referenceDistribution: [Int] { Severities.all.map { row(of: $0).reduce(0, +) } }

    /// Exams by reader − reference, −10…10 (21 counts), only those assessed by both.
    public var differences: [Int] {
        var counts = [Int](repeating: 0, count: 2 * Severities.count - 1)
        for (reference, row) in confusion.enumerated() {
            for (reader, exams) in row.enumerated() { counts[reader - reference + Severities.count - 1] += exams }
        }
        return counts
    }

    private func row(of reference: Int?) -> ArraySlice<Int> {
        let row = Self.index(reference) * Self.side
        return cells[row..<row + Self.side]
    }

    /// The 2 × 2 table with both sides at one threshold, as the clinic counts.
    public func verdicts(threshold: Int) -> VerdictCounts {
        verdicts(readerThreshold: threshold, referenceThreshold: threshold)
    }

    /// The 2 × 2 table if the reader's threshold were another: what the reference calls positive stays.
    public func verdicts(readerThreshold: Int, referenceThreshold: Int) -> VerdictCounts {
        var counts = VerdictCounts()
        for (reference, row) in confusion.enumerated() {
            for (reader, exams) in row.enumerated() {
                counts.add(
                    reader: reader >= readerThreshold ? 1 : 0, reference: reference >= referenceThreshold ? 1 : 0,
                    threshold: 1, times: exams)
            }
        }
        counts.add(reader: nil, reference: nil, threshold: 1, times: total - counts.compared)
        return counts
    }

    /// Kappa over the eleven severities; weighted, it forgives near misses.
    public func kappa(_ weights: CohenKappa.Weights) -> CohenKappa? { CohenKappa(table: confusion, weights: weights) }

    /// The reader's severities of the exams that the reference calls positive and negative.
    public func scores(referenceThreshold: Int) -> ScoreCounts {
        var scores = ScoreCounts()
        for (reference, row) in confusion.enumerated() {
            for (reader, exams) in row.enumerated() where exams > 0 {
                scores.add(reader, isPositive: reference >= referenceThreshold, times: exams)
            }
        }
        return scores
    }
}

extension SeverityTable: Codable {
    /// 144 integers, row-major.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(cells)
    }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode([Int].self)
        guard stored.count == cells.count, stored.allSatisfy({ (0...1 << 32).contains($0) }) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a severity table: \(stored.count) cells"))
        }
        cells = stored
    }
}

/// Exams by the reader's severity, the severity of the radiologist's report, and the review: from these 432 integers the
/// table of compared severities follows at *any* threshold.
///
/// Why not the compared severities themselves: a review that says "abnormal" has no severity of its own but takes one at
/// or above the threshold, so a table made at one threshold would be wrong at another.
struct PairCounts: Mergeable {
    private static let side = Severities.count + 1
    /// review × reported × reader, the last index fastest; index 11 is "not assessed".
    private var cells = [UInt32](repeating: 0, count: size)
    static let size = CountedExam.Review.allCases.count * side * side

    init() {}

    /// - Parameter counted: `size` of them.
    init(_ counted: ArraySlice<UInt32>) { cells = Array(counted) }

    private static func index(_ severity: Int?) -> Int { Severities.valid(severity) ?? Severities.count }

    mutating func add(_ exam: CountedExam) { add(1, to: Self.cell(exam)) }

    static func cell(_ exam: CountedExam) -> Int {
        (exam.review.rawValue * side + index(exam.reported)) * side + index(exam.reader)
    }

    /// More than 2³² − 1 exams alike are kept as so many.
    private mutating func add(_ times: UInt32, to cell: Int) {
        let (sum, isTooLarge) = cells[cell].addingReportingOverflow(times)
        cells[cell] = isTooLarge ? .max : sum
    }

    mutating func merge(_ other: PairCounts) {
        for cell in cells.indices { add(other.cells[cell], to: cell) }
    }

    @discardableResult
    mutating func subtract(_ other: PairCounts) -> Bool {
        guard zip(cells, other.cells).allSatisfy({ $0 >= $1 }) else { return false }
        for cell in cells.indices { cells[cell] -= other.cells[cell] }
        return true
    }

    var total: Int { cells.reduce(0) { $0 + Int($1) } }

    /// Reader against compared severity, as a review and a report give it at this threshold.
    func table(threshold: Int) -> SeverityTable {
        var table = SeverityTable()
        for (cell, exams) in cells.enumerated() where exams > 0 {
            let (reader, reported) = (Self.severity(cell % Self.side), Self.severity(cell / Self.side % Self.side))
            let review = CountedExam.Review(rawValue: cell / (Self.side * Self.side)) ?? .none
            table.add(
                reader: reader,
                reference: Self.compared(review: review, reported: reported, reader: reader, threshold: threshold),
                times: Int(exams))
        }
        return table
    }

    private static func severity(_ index: Int) -> Int? { index < Severities.count ? index : nil }

    /// Without a review the report's own severity; normal is 0; abnormal is the report's if it reaches the threshold,
    /// else the reader's if that does, else the threshold.
    static func compared(review: CountedExam.Review, reported: Int?, reader: Int?, threshold: Int) -> Int? {
        switch review {
        case .none: return reported
        case .normal: return 0
        case .abnormal:
            let lowest = min(max(threshold, 0), Severities.count - 1)
            return [reported, reader].compactMap(\.self).first { $0 >= threshold } ?? lowest
        }
    }
}

extension PairCounts: Codable {
    /// 432 integers, row-major.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(cells)
    }

    init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode([UInt32].self)
        guard stored.count == cells.count else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not pairs of severities: \(stored.count)"))
        }
        cells = stored
    }
}

/// How many.
struct ExamTally: Mergeable {
    var count = 0

    mutating func merge(_ other: ExamTally) { count += other.count }

    @discardableResult
    mutating func subtract(_ other: ExamTally) -> Bool {
        guard count >= other.count else { return false }
        count -= other.count
        return true
    }
}

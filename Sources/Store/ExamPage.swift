import GRDB
import Radiology

/// An exam with what people said about it: one card of the list.
public struct ExamEntry: Sendable, Equatable {
    public let record: ExamRecord
    /// The latest review that was not withdrawn.
    public let review: Review?
    /// The flag that stands.
    public let flag: Flag?
    /// The AI's severity as it is compared, also when its text is gone.
    public let ai: Severity?
    /// See `ComparedSeverity`; `nil` is "not reviewed".
    public let compared: Severity?
    /// `nil` unless both are assessed.
    public let agreement: Agreement?
    /// The number of the exam's last change: equal numbers, equal entries.
    public let sequence: Int64
}

/// A page of the list.
public struct ExamPage: Sendable, Equatable {
    public let exams: [ExamEntry]
    /// How many exams the filter means.
    public let total: Int
    /// How many pages that makes, at least 1.
    public let pages: Int
    /// Behind the last exam of this page; `nil` when none follows.
    public let next: ExamCursor?
}

/// Where a page begins.
public enum ExamPlace: Sendable, Hashable {
    /// From 1 on; what is below is the first.
    case page(Int)
    case after(ExamCursor)
}

extension ExamIndex {
    /// One page. A cursor brings its own order; what arrives meanwhile shifts no page that is asked for by cursor.
    /// - Parameter size: 1…1000; what is outside becomes the nearest.
    public func page(
        _ filter: ExamFilter, order: ExamOrder = .newest, _ place: ExamPlace = .page(1), size: Int
    ) throws(StoreError) -> ExamPage {
        let size = min(max(size, 1), Self.largestPage)
        let leaf = try current { columns in
            let marks = columns.selection(filter, threshold: threshold)
            switch place {
            case .page(let number):
                let before = max(number, 1).multipliedReportingOverflow(by: size)
                return columns.leaf(
                    marks, order, skipping: before.overflow ? Int.max : before.partialValue - size, size: size)
            case .after(let cursor): return columns.leaf(marks, after: cursor, size: size)
            }
        }
        let exams = try entries(leaf.uids.map(\.uid))
        return ExamPage(exams: exams, total: leaf.total, pages: max(1, (leaf.total + size - 1) / size), next: leaf.next)
    }

    /// The UIDs of all exams that a filter means, newest first: for a bulk requeue, an export.
    public func uids(_ filter: ExamFilter) throws(StoreError) -> [SOPInstanceUID] {
        try current { columns in columns.all(columns.selection(filter, threshold: threshold)) }
    }

    public func count(_ filter: ExamFilter) throws(StoreError) -> Int {
        try current { columns in columns.selection(filter, threshold: threshold).reduce(0) { $0 + Int($1) } }
    }

    public func entry(_ uid: SOPInstanceUID) throws(StoreError) -> ExamEntry? { try entries([uid]).first }

    /// The entries of some exams in the order asked for; those that are gone are left out.
    public func entries(_ uids: [SOPInstanceUID]) throws(StoreError) -> [ExamEntry] {
        if uids.isEmpty { return [] }
        // UIDs are digits and dots: nothing in them needs escaping.
        let list = "[" + uids.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
        let found = try connection.read { db in
            var records: [SOPInstanceUID: ExamRecord] = [:]
            for record in try RecordQuery.all(.list, Self.listed, [list], in: db) { records[record.exam.uid] = record }
            var entries: [SOPInstanceUID: ExamEntry] = [:]
            for row in try db.all(Self.opinions, [list]) {
                let uid = (row[0] as String?).flatMap(SOPInstanceUID.init(rawValue:))
                guard let uid, let record = records[uid] else { continue }
                entries[uid] = entry(record, row)
            }
            return entries
        }
        return uids.compactMap { found[$0] }
    }

    private func entry(_ record: ExamRecord, _ row: Row) -> ExamEntry {
        let review = Review(row: row, from: 4)
        let ai = OldColumn.severity(row[1])
        let compared = ComparedSeverity.of(
            review: review?.isNormal, radiologist: OldColumn.severity(row[2]), ai: ai, threshold: threshold)
        return ExamEntry(
            record: record, review: review, flag: Flag(row: row, from: 11), ai: ai, compared: compared,
            agreement: Agreement(ai: ai, compared: compared, threshold: threshold), sequence: row[3] ?? 0)
    }

    /// Longer pages would hold the reader of one request too long.
    public static let largestPage = 1000

    private static let listed = "WHERE e.uid IN (SELECT value FROM json_each(?1))"
    private static let opinions = """
        SELECT e.uid, a.severity, r.severity, c.seq, v.id, v.uid, v.reviewer, v.normal, v.severity, v.at, 0,
               f.id, f.uid, f.login, f.note, f.at, f.cleared
        FROM exams e LEFT JOIN ai_reports a ON a.uid = e.uid LEFT JOIN rad_reports r ON r.uid = e.uid
        LEFT JOIN exam_changes c ON c.uid = e.uid
        LEFT JOIN reviews v ON v.id = (
            SELECT s.id FROM reviews s WHERE s.uid = e.uid AND s.withdraws IS NULL
            AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = s.id) ORDER BY s.id DESC LIMIT 1)
        LEFT JOIN flags f ON f.uid = e.uid AND f.cleared IS NULL
        WHERE e.uid IN (SELECT value FROM json_each(?1))
        """
    /// What reads a page, for a test of its plan.
    package static let pageStatements = [RecordQuery.select(.list) + listed, opinions]
}

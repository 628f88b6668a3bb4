import Foundation
import GRDB
import Radiology

/// What changed about one exam, last.
public struct Change: Sendable, Equatable {
    /// Grows with every change in the database.
    public let sequence: Int64
    /// The UID as it is stored; a predecessor's UID may break the rules.
    public let uid: String
    /// `nil` when the exam is gone or its UID cannot be a file name.
    public let record: ExamRecord?
}

/// Reading exams.
extension Exams {
    public func record(_ uid: SOPInstanceUID, _ detail: RecordDetail = .full) throws(StoreError) -> ExamRecord? {
        try connection.read { db in try RecordQuery.one(uid, detail, in: db) }
    }

    /// Visits all exams, newest first, one at a time, in one consistent view of the database; nothing is collected.
    /// - Parameter statuses: `nil` for every status.
    public func eachRecord(
        _ detail: RecordDetail = .list, statuses: [ExamStatus]? = nil, _ body: (ExamRecord) throws -> Void
    ) throws {
        let names = statuses.map { $0.map { "'\($0.rawValue)'" }.joined(separator: ", ") }
        let filter = names.map { "WHERE e.status IN (\($0)) " } ?? ""
        do {
            try connection.writer.read { db in
                try db.each(RecordQuery.select(detail) + filter + Self.newestFirst) { row in
                    if let record = RecordQuery.record(row, detail) { try body(record) }
                }
            }
        } catch let answer as DatabaseError {
            // The body's own errors leave as they are.
            throw StoreError(answer)
        }
    }

    /// One page of the list, newest first.
    /// - Parameter after: the last record of the page before; `nil` for the first page.
    public func records(
        after last: ExamRecord? = nil, limit: Int, _ detail: RecordDetail = .list
    ) throws(StoreError) -> [ExamRecord] {
        try connection.read { db in
            guard let last else {
                return try RecordQuery.all(detail, Self.newestFirst + " LIMIT ?", [limit], in: db)
            }
            // Null times are the oldest: they come last and compare as the empty text.
            let clauses = """
                WHERE (coalesce(e.created, '') < ?1 OR (coalesce(e.created, '') = ?1 AND e.uid > ?2))
                  AND (?1 = '' OR e.created <= ?1 OR e.created IS NULL)
                \(Self.newestFirst) LIMIT ?3
                """
            return try RecordQuery.all(detail, clauses, [last.exam.created, last.exam.uid.rawValue, limit], in: db)
        }
    }

    /// The exams that changed after `sequence`, in the order of their last change; as many at a time as `limit`.
    /// Ask again with the last one's sequence until none comes.
    public func records(
        changedSince sequence: Int64, limit: Int = 1000, _ detail: RecordDetail = .full
    ) throws(StoreError) -> [Change] {
        try connection.read { db in
            let changes = try db.all(
                Self.changed, [sequence, limit])
            return try changes.map { row in
                let uid: String = row[1]
                let record = try SOPInstanceUID(rawValue: uid).flatMap { try RecordQuery.one($0, detail, in: db) }
                return Change(sequence: row[0], uid: uid, record: record)
            }
        }
    }

    /// The sequence number of the last change; 0 before the first.
    public func lastChange() throws(StoreError) -> Int64 {
        try connection.read { db in try Int64.fetchOne(db, sql: "SELECT max(seq) FROM exam_changes") ?? 0 }
    }

    /// The exams of one day, newest first. `nil` asks for those whose time is no date.
    public func records(
        onDay day: CalendarDay?, _ detail: RecordDetail = .list
    ) throws(StoreError) -> [ExamRecord] {
        try connection.read { db in
            guard let day else {
                let noDate = "WHERE (\(Self.hasDate)) IS NOT 1 "
                return try RecordQuery.all(detail, noDate + Self.newestFirst, [], in: db)
            }
            // '~' sorts behind every character that can follow a date.
            return try RecordQuery.all(detail, Self.ofDay, [day.description, "\(day)~"], in: db)
        }
    }

    /// Earlier exams of the same patient and region, newest first. None for an exam without a region: "unknown" is no
    /// region to compare within.
    public func previous(
        of uid: SOPInstanceUID, limit: Int = 10, _ detail: RecordDetail = .list
    ) throws(StoreError) -> [ExamRecord] {
        try connection.read { db in
            try RecordQuery.all(
                detail, Self.neighbours("<") + Self.newestFirst + " LIMIT ?2", [uid.rawValue, limit], in: db)
        }
    }

    /// Later exams of the same patient and region, oldest first: their pages show this one.
    public func later(
        than uid: SOPInstanceUID, limit: Int = 10, _ detail: RecordDetail = .list
    ) throws(StoreError) -> [ExamRecord] {
        try connection.read { db in
            let clauses = Self.neighbours(">") + "ORDER BY e.created, e.uid LIMIT ?2"
            return try RecordQuery.all(detail, clauses, [uid.rawValue, limit], in: db)
        }
    }

    /// The exams that stand as `error` or `ignore`, or wait after a failure, with their reasons; newest first.
    public func failures(
        _ status: ExamStatus = .error, limit: Int = 1000
    ) throws(StoreError) -> [ExamRecord] {
        try connection.read { db in
            let clauses = "WHERE e.status = ? " + Self.newestFirst + " LIMIT ?"
            return try RecordQuery.all(.list, clauses, [status.rawValue, limit], in: db)
        }
    }

    static let changed = "SELECT seq, uid FROM exam_changes WHERE seq > ? ORDER BY seq LIMIT ?"
    static let ofDay = "WHERE e.created >= ? AND e.created < ? " + newestFirst
    static let newestFirst = "ORDER BY e.created DESC, e.uid"
    /// True when `e.created` begins with a day of the calendar: adding no days makes SQLite turn
    /// 31 February into March.
    static let hasDate = "date(substr(e.created, 1, 10), '+0 days') = substr(e.created, 1, 10)"

    /// Rows of `e` by the index on `cnp`; `?1` is the exam they are compared with.
    static func neighbours(_ comparison: String) -> String {
        """
        JOIN exams t ON t.uid = ?1
        WHERE e.cnp = t.cnp AND e.region = t.region AND e.uid <> t.uid AND t.cnp <> '' AND t.region <> ''
          AND (e.created \(comparison) t.created OR (e.created = t.created AND e.uid \(comparison) t.uid))

        """
    }
}

/// The statements behind the lists as text, so that a test can ask SQLite for their plans.
package enum RecordSQL {
    package static let page = RecordQuery.select(.list) + Exams.newestFirst + " LIMIT 10"
    package static let day = RecordQuery.select(.list) + Exams.ofDay
    package static let previous = RecordQuery.select(.list) + Exams.neighbours("<") + Exams.newestFirst + " LIMIT ?2"
    package static let changed = Exams.changed
}

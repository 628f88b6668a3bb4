import Foundation
import GRDB
import Radiology

/// What becomes of a verdict that could not be given.
public enum MissingCheck: Sendable, Equatable {
    /// The exam waits for it until that moment.
    case later(at: Date, Reason)
    /// The exam is done without it, and listed among the failures.
    case givenUp(Reason)
}

/// Exams whose texts wait for a verdict, or have none.
extension Exams {
    /// A report came without its verdict: the exam, which is done, waits for that. One that a person wants read again
    /// waits for that already.
    func awaitCheck(
        _ uid: SOPInstanceUID, at moment: Date, _ reason: Reason, now: Date, in db: Database
    ) throws {
        guard try requireStatus(of: uid, in: db) == .done else { return }
        try move(uid, from: .done, to: .check, in: db)
        try enqueue(uid, .check, priority: 0, at: now, in: db)
        try db.run("UPDATE queue SET not_before = ? WHERE uid = ?", [UTC.rfc3339(moment), uid.rawValue])
        try keepReason(reason, of: uid, at: now, attempts: 0, in: db)
    }

    /// Puts off a check that failed; the attempt counts. A second reading that a person wants comes first.
    /// - Parameters:
    ///   - text: the radiologist's, as it was judged. When another one has come meanwhile, that is judged at once.
    ///   - analyses: the calls that failed.
    public func checkLater(
        _ uid: SOPInstanceUID, at moment: Date, reason: Reason, of text: String? = nil, analyses: [Attempt] = [],
        now: Date
    ) throws(StoreError) {
        try connection.write { db in
            for attempt in analyses { try ProvenanceRow.append(attempt, of: uid, in: db) }
            if try db.first("SELECT 1 FROM queue WHERE uid = ? AND again = 1", [uid.rawValue]) != nil {
                try move(uid, from: .processing, to: .done, in: db)
                return try leaveQueue(uid, now: now, in: db)
            }
            if let text, try RadReports.text(of: uid, in: db) ?? "" != text {
                return try release(uid, notBefore: nil, countsAttempt: false, in: db)
            }
            try retryLater(uid, at: moment, reason: reason, now: now, in: db)
        }
    }

    /// Another text has come: its first attempt begins at once, whatever became of the texts before it.
    func checkAnew(_ uid: SOPInstanceUID, in db: Database) throws {
        // An attempt that is under way is about the old text, and is not counted when it ends.
        let sql = """
            UPDATE queue SET not_before = NULL, attempts = CASE WHEN claimed IS NULL THEN 0 ELSE 1 END
            WHERE uid = ? AND intent = 'check'
            """
        try db.run(sql, [uid.rawValue])
    }

    /// Exams with a text whose verdict is missing, and why: it is tried again later, or was given up. Newest first.
    public func unassessed(limit: Int = 1000) throws(StoreError) -> [ExamRecord] {
        try connection.read { db in
            let clauses = """
                WHERE e.uid IN (SELECT uid FROM reasons) AND e.status IN ('check', 'done')
                \(Self.newestFirst) LIMIT ?
                """
            return try RecordQuery.all(.list, clauses, [limit], in: db)
        }
    }

    /// Has the texts of an exam judged again, at once.
    /// - Returns: whether it waits for that now.
    @discardableResult
    public func checkAgain(_ uid: SOPInstanceUID, now: Date) throws(StoreError) -> Bool {
        try connection.write { db in
            switch try requireStatus(of: uid, in: db) {
            case .check:
                let sql = "UPDATE queue SET not_before = NULL, attempts = 0 WHERE uid = ? AND claimed IS NULL"
                return try db.run(sql, [uid.rawValue]) == 1
            case .done:
                try move(uid, from: .done, to: .check, in: db)
                try enqueue(uid, .check, priority: 0, at: now, in: db)
                try forgetReason(of: uid, in: db)
                return true
            default: return false
            }
        }
    }
}

import Foundation
import GRDB
import Radiology

/// The moves of one exam, inside the transaction of whoever moves it.
extension Exams {
    func status(of uid: SOPInstanceUID, in db: Database) throws -> ExamStatus? {
        guard let row = try db.first("SELECT status FROM exams WHERE uid = ?", [uid.rawValue]) else { return nil }
        // A word that is not ours stands for "received, not queued".
        return (row[0] as String?).flatMap(ExamStatus.init(rawValue:)) ?? ExamStatus.none
    }

    func requireStatus(of uid: SOPInstanceUID, in db: Database) throws -> ExamStatus {
        guard let status = try status(of: uid, in: db) else { throw StoreError.unknownExam(uid) }
        return status
    }

    /// The legal move and the check in the statement itself.
    func move(_ uid: SOPInstanceUID, from: ExamStatus, to: ExamStatus, in db: Database) throws {
        let sql = "UPDATE exams SET status = ?1 WHERE uid = ?2 AND (status = ?3 OR (?3 = 'none' AND status IS NULL))"
        guard from.canBecome(to), try db.run(sql, [to.rawValue, uid.rawValue, from.rawValue]) == 1 else {
            throw StoreError.illegalMove(uid, from: from, to: to)
        }
    }

    /// From the runner's hands back into the queue.
    func release(_ uid: SOPInstanceUID, notBefore: String?, countsAttempt: Bool, in db: Database) throws {
        let standing = try requireStatus(of: uid, in: db)
        let row = try db.first(
            """
            UPDATE queue SET claimed = NULL, not_before = ?2, attempts = max(0, attempts - ?3)
            WHERE uid = ?1 AND claimed IS NOT NULL RETURNING intent
            """, [uid.rawValue, notBefore, countsAttempt ? 0 : 1])
        guard let intent = row.flatMap({ Intent(rawValue: $0[0]) }) else {
            throw StoreError.illegalMove(uid, from: standing, to: .queued)
        }
        try move(uid, from: .processing, to: intent.waitingStatus, in: db)
    }

    /// The exam has left `processing`. A requeue that came meanwhile is kept: the exam waits for it at once.
    func leaveQueue(_ uid: SOPInstanceUID, now: Date, in db: Database) throws {
        let again = try db.first(
            """
            UPDATE queue SET claimed = NULL, intent = 'reread', attempts = 0, again = 0, not_before = NULL, queued = ?2
            WHERE uid = ?1 AND again = 1 RETURNING uid
            """, [uid.rawValue, UTC.rfc3339(now)])
        if again == nil {
            try db.run("DELETE FROM queue WHERE uid = ?", [uid.rawValue])
            return
        }
        let standing = try requireStatus(of: uid, in: db)
        try move(uid, from: standing, to: .requeue, in: db)
        try forgetReason(of: uid, in: db)
        try AIReports.markAskedAgain(uid, at: now, in: db)
    }

    func enqueue(
        _ uid: SOPInstanceUID, _ intent: Intent, priority: Int, instruction: String? = nil, at now: Date,
        in db: Database
    ) throws {
        let sql = """
            INSERT INTO queue (uid, intent, priority, created, queued, instruction)
            SELECT uid, ?2, ?3, coalesce(created, ''), ?4, ?5 FROM exams WHERE uid = ?1
            """
        try db.run(sql, [uid.rawValue, intent.rawValue, priority, UTC.rfc3339(now), instruction])
    }

    func attempts(of uid: SOPInstanceUID, in db: Database) throws -> Int {
        try db.count("SELECT attempts FROM queue WHERE uid = ?", [uid.rawValue])
    }

    func keepReason(_ reason: Reason, of uid: SOPInstanceUID, at now: Date, attempts: Int, in db: Database) throws {
        try keepReason(uid.rawValue, reason, at: now, attempts: attempts, in: db)
    }

    func keepReason(_ uid: String, _ reason: Reason, at now: Date, attempts: Int, in db: Database) throws {
        let sql = """
            INSERT INTO reasons (uid, code, sentence, at, attempts) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (uid) DO UPDATE SET
                code = excluded.code, sentence = excluded.sentence, at = excluded.at, attempts = excluded.attempts
            """
        try db.run(sql, [uid, reason.code, reason.sentence, UTC.rfc3339(now), attempts])
    }

    func forgetReason(of uid: SOPInstanceUID, in db: Database) throws {
        try db.run("DELETE FROM reasons WHERE uid = ?", [uid.rawValue])
    }
}

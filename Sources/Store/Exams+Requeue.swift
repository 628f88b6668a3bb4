import Foundation
import GRDB
import Radiology

/// What a wish for a second reading came to.
public enum Requeue: String, Sendable, Equatable {
    /// The exam waits for its second reading.
    case waits
    /// It was waiting already; a higher priority and an instruction are taken over.
    case waitedAlready
    /// It is being read or checked: the second reading follows when that is done.
    case follows
}

/// A person asks for a second reading.
extension Exams {
    /// Text, severity and summary of the present answer stay until the new one is there.
    /// - Parameters:
    ///   - instruction: an extra sentence for this one reading.
    ///   - priority: never lowers that of an exam that waits.
    /// - Throws: `.unknownExam`.
    public func requeue(
        _ uid: SOPInstanceUID, instruction: String? = nil, priority: Int = 0, now: Date
    ) throws(StoreError) -> Requeue {
        try connection.write { db in
            let standing = try requireStatus(of: uid, in: db)
            try Events.append("requeue", uid: uid, at: now, in: db)
            switch standing {
            case .processing, .check:
                try remember(uid, standing, instruction, priority, now: now, in: db)
                return .follows
            case .queued, .requeue:
                try hasten(uid, instruction, priority, in: db)
                return .waitedAlready
            case .none, .done, .error, .ignore:
                let intent: Intent = standing == .none ? .read : .reread
                try move(uid, from: standing, to: intent.waitingStatus, in: db)
                try enqueue(uid, intent, priority: priority, instruction: instruction, at: now, in: db)
                try forgetReason(of: uid, in: db)
                if intent == .reread { try AIReports.markAskedAgain(uid, at: now, in: db) }
                return .waits
            }
        }
    }

    private func remember(
        _ uid: SOPInstanceUID, _ standing: ExamStatus, _ instruction: String?, _ priority: Int, now: Date,
        in db: Database
    ) throws {
        let sql = """
            UPDATE queue SET again = 1, priority = max(priority, ?2), instruction = coalesce(?3, instruction),
                not_before = CASE WHEN claimed IS NULL THEN NULL ELSE not_before END
            WHERE uid = ?1
            """
        guard try db.run(sql, [uid.rawValue, priority, instruction]) == 1 else {
            throw StoreError.illegalMove(uid, from: standing, to: .requeue)
        }
    }

    /// An exam that was put off may be taken at once: a person wants it now.
    private func hasten(_ uid: SOPInstanceUID, _ instruction: String?, _ priority: Int, in db: Database) throws {
        let sql = """
            UPDATE queue SET priority = max(priority, ?2), instruction = coalesce(?3, instruction), not_before = NULL
            WHERE uid = ?1
            """
        try db.run(sql, [uid.rawValue, priority, instruction])
    }
}

import Foundation
import GRDB
import Radiology

/// The queue: who is next, and how an exam leaves the runner's hands without an answer.
extension Exams {
    /// Each n-th claim takes the exam that has waited longest, whatever its priority, so that old exams do not starve
    /// behind a stream of new ones.
    public static let fairTurn = 4

    /// Takes the next exam and marks it `processing`.
    ///
    /// The order is: highest priority, then newest `created`, then UID; but each fourth claim takes the one that has
    /// waited longest (its turn is a counter in the database, so the order can be foretold). Exams put off by
    /// `retryLater` are not seen before their time.
    /// - Parameter region: only exams of this region.
    /// - Returns: `nil` when nothing may be taken now.
    public func claimNext(at now: Date, region: BodyRegion? = nil) throws(StoreError) -> ClaimedExam? {
        // A claim that a power cut undoes is an exam that waits: as it should.
        try connection.write(durable: false) { db in
            let moment = UTC.rfc3339(now)
            try db.run("UPDATE queue SET not_before = NULL WHERE not_before <= ?", [moment])
            let claims = try db.count("SELECT claims FROM queue_turn")
            let isFair = claims % Self.fairTurn == Self.fairTurn - 1
            let sql = Self.claim(inFairTurn: isFair, inRegion: region != nil)
            let arguments: StatementArguments = region.map { [moment, $0.rawValue] } ?? [moment]
            while let row = try db.first(sql, arguments) {
                let uid: String = row[0]
                guard let exam = try hold(row, moment, in: db) else {
                    try dropStale(uid, at: now, in: db)
                    continue
                }
                try db.run("UPDATE queue_turn SET claims = claims + 1")
                try Events.append("processing_start", uid: exam.uid, at: now, in: db)
                return exam
            }
            return nil
        }
    }

    /// The claim as one statement; a partial index holds either order.
    package static func claim(inFairTurn isFair: Bool, inRegion: Bool) -> String {
        let region = inRegion ? "AND EXISTS (SELECT 1 FROM exams e WHERE e.uid = queue.uid AND e.region = ?2)" : ""
        return """
            UPDATE queue SET claimed = ?1, attempts = attempts + 1
            WHERE uid = (SELECT uid FROM queue WHERE claimed IS NULL AND not_before IS NULL \(region)
                         ORDER BY \(isFair ? "queued, created, uid" : "priority DESC, created DESC, uid") LIMIT 1)
            RETURNING uid, intent, attempts, priority, instruction
            """
    }

    /// `nil` when the row is stale: the exam does not stand where its queue row says, or its UID could not be a name.
    private func hold(_ row: Row, _ moment: String, in db: Database) throws -> ClaimedExam? {
        guard let uid = SOPInstanceUID(rawValue: row[0]), let intent = Intent(rawValue: row[1]) else { return nil }
        let sql = """
            UPDATE exams SET status = 'processing' WHERE uid = ? AND status IN ('queued', 'requeue', 'check')
            """
        guard try db.run(sql, [row[0] as String]) == 1,
            let record = try RecordQuery.one(uid, .list, in: db),
            let film = try db.first(
                """
                SELECT f.archive_path, f.quality, f.recipe, f.recipe_hash, f.recipe_frame
                FROM exams e LEFT JOIN films f USING (uid) WHERE e.uid = ?
                """,
                [uid.rawValue])
        else { return nil }
        return ClaimedExam(
            uid: uid, intent: intent, attempts: row[2], priority: row[3], instruction: row[4], claimed: moment,
            record: record, archivePath: film[0], qualityJSON: film[1],
            recipe: PictureRecipe(name: film[2] as String?, hash: film[3] as String?, frame: film[4] as Int?))
    }

    private func dropStale(_ uid: String, at now: Date, in db: Database) throws {
        try db.run("DELETE FROM queue WHERE uid = ?", [uid])
        let sql = """
            UPDATE exams SET status = 'error'
            WHERE uid = ? AND status IN ('queued', 'requeue', 'check', 'processing')
            """
        if try db.run(sql, [uid]) == 1 {
            let reason = Reason(code: "bad-uid", sentence: "The SOP Instance UID breaks the rules of DICOM PS3.5 §9.1.")
            try keepReason(uid, reason, at: now, attempts: 0, in: db)
        }
        try Events.append("queue_repaired", uid: SOPInstanceUID(rawValue: uid), at: now, in: db)
    }

    /// Puts an exam back as it was, as if it had not been taken: the endpoint went away, or the programme stops.
    /// - Parameters:
    ///   - reason: shown on the exam's page while it waits.
    ///   - moment: it goes to the end of the queue and is not taken before.
    public func giveBack(
        _ uid: SOPInstanceUID, at now: Date, because reason: Reason? = nil, behindOthersUntil moment: Date? = nil
    ) throws(StoreError) {
        try connection.write { db in
            if let reason {
                try keepReason(reason, of: uid, at: now, attempts: try attempts(of: uid, in: db) - 1, in: db)
            }
            try release(uid, notBefore: moment.map(UTC.rfc3339), countsAttempt: false, in: db)
            if moment != nil {
                try db.run("UPDATE queue SET queued = ? WHERE uid = ?", [UTC.rfc3339(now), uid.rawValue])
            }
            try Events.append("given_back", uid: uid, at: now, in: db)
        }
    }

    /// Puts an exam off after a failed attempt.
    /// - Parameter moment: it is not taken before.
    public func retryLater(
        _ uid: SOPInstanceUID, at moment: Date, reason: Reason, now: Date
    ) throws(StoreError) {
        try connection.write { db in try retryLater(uid, at: moment, reason: reason, now: now, in: db) }
    }

    func retryLater(
        _ uid: SOPInstanceUID, at moment: Date, reason: Reason, now: Date, in db: Database
    ) throws {
        let attempts = try attempts(of: uid, in: db)
        try release(uid, notBefore: UTC.rfc3339(moment), countsAttempt: true, in: db)
        try keepReason(reason, of: uid, at: now, attempts: attempts, in: db)
        try Events.append("waiting", uid: uid, detail: ["reason": .text(reason.code)], at: now, in: db)
    }

    /// Ends the exam's processing as `error`; it stays in the list of failures until a person asks again.
    public func setAside(_ uid: SOPInstanceUID, reason: Reason, now: Date) throws(StoreError) {
        try connection.write { db in try finish(uid, as: .error, reason: reason, now: now, in: db) }
    }

    /// Ends the exam's processing as `ignore`: kept and shown, not analysed.
    public func ignore(_ uid: SOPInstanceUID, reason: Reason, now: Date) throws(StoreError) {
        try connection.write { db in try finish(uid, as: .ignore, reason: reason, now: now, in: db) }
    }

    /// `error` or `ignore`, unless a person asked again meanwhile: then it waits for that second reading.
    func finish(
        _ uid: SOPInstanceUID, as end: ExamStatus, reason: Reason, now: Date, in db: Database
    ) throws {
        let attempts = try attempts(of: uid, in: db)
        let standing = try requireStatus(of: uid, in: db)
        try move(uid, from: standing, to: end, in: db)
        try keepReason(reason, of: uid, at: now, attempts: attempts, in: db)
        try Events.append(end.rawValue, uid: uid, detail: ["reason": .text(reason.code)], at: now, in: db)
        try leaveQueue(uid, now: now, in: db)
    }

    /// At the start: what a dead process was reading waits again, with its intent and its attempts.
    /// - Returns: how many exams that were.
    @discardableResult
    public func recoverAfterCrash(now: Date) throws(StoreError) -> Int {
        try connection.write { db in
            // An exam without a queue row got its status from another programme on the same file.
            try db.run(
                """
                INSERT INTO queue (uid, intent, created, queued, claimed)
                SELECT uid, CASE status WHEN 'requeue' THEN 'reread' WHEN 'check' THEN 'check' ELSE 'read' END,
                       coalesce(created, ''), ?1, CASE status WHEN 'processing' THEN ?1 END
                FROM exams e WHERE status IN ('queued', 'requeue', 'check', 'processing')
                      AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.uid = e.uid)
                """, [UTC.rfc3339(now)])
            let left = try db.all("SELECT uid, intent FROM queue WHERE claimed IS NOT NULL ORDER BY uid")
            for row in left {
                let intent = Intent(rawValue: row[1]) ?? .read
                try db.run(
                    "UPDATE exams SET status = ? WHERE uid = ? AND status = 'processing'",
                    [intent.waitingStatus.rawValue, row[0] as String])
                try db.run("UPDATE queue SET claimed = NULL WHERE uid = ?", [row[0] as String])
                try Events.append("recovered", uid: SOPInstanceUID(rawValue: row[0]), at: now, in: db)
            }
            return left.count
        }
    }
}

import Foundation
import GRDB
import Radiology

/// What radiologists wrote, as the hospital's system gave it.
public struct RadReports: Sendable {
    let connection: Connection

    /// What the check and the translation made of a radiologist's text; `nil` leaves a column as it is.
    public struct Check: Sendable, Equatable {
        public var severity: Severity?
        public var summary: String?
        public var english: String?
        public var model: String?
        /// Whole seconds of the check call.
        public var latency: Int?

        public init(
            severity: Severity? = nil, summary: String? = nil, english: String? = nil, model: String? = nil,
            latency: Int? = nil
        ) {
            self.severity = severity
            self.summary = summary
            self.english = english
            self.model = model
            self.latency = latency
        }
    }

    public func report(of uid: SOPInstanceUID) throws(StoreError) -> RadiologistReport? {
        try connection.read { db in try RecordQuery.one(uid, .list, in: db)?.radiologistReport }
    }

    /// Ends an exam that was claimed for its check: `processing` becomes `done`. A check that failed (`check` is `nil`)
    /// ends it as well; a translation without a verdict is kept.
    /// - Parameters:
    ///   - unassessed: why a text stays without a verdict; it is listed among the failures.
    ///   - text: what was checked. When another text has come meanwhile, the verdict is not about it: it is left
    ///   out, and the exam waits for its check again.
    public func record(
        _ uid: SOPInstanceUID, check: Check?, of text: String? = nil, analyses: [Attempt] = [],
        unassessed: Reason? = nil, threshold: Int, now: Date
    ) throws(StoreError) {
        let exams = Exams(connection: connection)
        try connection.write { db in
            for attempt in analyses { try ProvenanceRow.append(attempt, of: uid, in: db) }
            if let text, try Self.text(of: uid, in: db) ?? "" != text {
                return try exams.release(uid, notBefore: nil, countsAttempt: false, in: db)
            }
            if let check { try project(check, of: uid, threshold: threshold, now: now, in: db) }
            try exams.move(uid, from: try exams.requireStatus(of: uid, in: db), to: .done, in: db)
            try exams.forgetReason(of: uid, in: db)
            if let unassessed {
                try exams.keepReason(unassessed, of: uid, at: now, attempts: exams.attempts(of: uid, in: db), in: db)
            }
            try exams.leaveQueue(uid, now: now, in: db)
            try Events.append("radcheck", uid: uid, at: now, in: db)
        }
    }

    /// Keeps a verdict while the exam is still in the runner's hands.
    /// - Returns: whether it was kept: another text may have come meanwhile.
    @discardableResult
    public func keep(
        _ check: Check, of text: String, for uid: SOPInstanceUID, analyses: [Attempt] = [], threshold: Int, now: Date
    ) throws(StoreError) -> Bool {
        try connection.write { db in
            for attempt in analyses { try ProvenanceRow.append(attempt, of: uid, in: db) }
            guard try Self.text(of: uid, in: db) == text else { return false }
            try project(check, of: uid, threshold: threshold, now: now, in: db)
            return true
        }
    }

    private func project(
        _ check: Check, of uid: SOPInstanceUID, threshold: Int, now: Date, in db: Database
    ) throws {
        let sql = """
            UPDATE rad_reports SET
                severity = coalesce(?2, severity),
                positive = CASE WHEN ?2 IS NULL THEN positive WHEN ?2 >= ?3 THEN 1 ELSE 0 END,
                summary = coalesce(?4, summary), text_en = coalesce(?5, text_en), model = coalesce(?6, model),
                latency = coalesce(?7, latency), updated = ?8
            WHERE uid = ?1
            """
        try db.run(
            sql,
            [
                uid.rawValue, check.severity?.score, threshold, check.summary, check.english, check.model,
                check.latency, UTC.predecessor(now),
            ])
    }
}

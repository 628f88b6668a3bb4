import Foundation
import GRDB
import Radiology

/// The readers' answers: appended to `analyses`, the present one shown in `ai_reports`.
public struct AIReports: Sendable {
    let connection: Connection

    /// Keeps an answer in one transaction: every attempt is appended, the report projected, the exam moved from
    /// `processing` to `done` (or to `requeue`, when a person asked again meanwhile), its reason cleared.
    ///
    /// - Parameters:
    ///   - threshold: `positive` is 1 from this severity on, 0 below, -1 for an unknown severity.
    ///   - now: becomes `updated`; the first answer's time stays in `created`.
    ///   - alarms: what is odd about the answer.
    ///   - channels: who is told when the severity reaches the threshold and is another than before; the message is
    ///     owed from this transaction on. None for a run over an archive: nobody wants a thousand old findings.
    ///   - missing: the report came without its verdict, and what becomes of that.
    ///   - durable: `false` spares the fsync while many answers come fast: killing the process loses none of them, a
    ///     power cut those since the last durable one, which are then read again.
    /// - Throws: `.illegalMove` when the exam is not being processed; then nothing is kept.
    public func record(
        _ uid: SOPInstanceUID, report: AIReport, analyses: [Attempt], threshold: Int, alarms: [AlarmNote] = [],
        channels: [String] = [], missing: MissingCheck? = nil, now: Date, durable: Bool = true
    ) throws(StoreError) {
        let exams = Exams(connection: connection)
        try connection.write(durable: durable) { db in
            let answer = try Self.append(analyses, of: uid, in: db)
            for alarm in alarms { try Alarms.raise(alarm, uid: uid, analysisID: answer, now: now, in: db) }
            try alert(report, of: uid, threshold: threshold, channels: channels, now: now, in: db)
            try project(report, of: uid, threshold: threshold, now: now, in: db)
            try exams.move(uid, from: try exams.requireStatus(of: uid, in: db), to: .done, in: db)
            try exams.forgetReason(of: uid, in: db)
            if case .givenUp(let reason) = missing {
                try exams.keepReason(reason, of: uid, at: now, attempts: exams.attempts(of: uid, in: db), in: db)
            }
            try exams.leaveQueue(uid, now: now, in: db)
            if case .later(let moment, let reason) = missing {
                try exams.awaitCheck(uid, at: moment, reason, now: now, in: db)
            }
            try RadReports.queueCheckIfDue(of: uid, exams, now: now, in: db)
            let detail = report.severity.map { ["severity": EventValue.number($0.score)] } ?? [:]
            try Events.append("new_exam", uid: uid, detail: detail, at: now, in: db)
        }
    }

    /// What to do with an exam after attempts that failed.
    public enum Decision: Sendable, Equatable {
        case retry(at: Date, Reason)
        case setAside(Reason)
        case ignore(Reason)
        /// The endpoint is away: the exam waits as it did before.
        case giveBack
    }

    /// Keeps failed attempts and decides about the exam, in one transaction.
    public func recordFailure(
        _ uid: SOPInstanceUID, analyses: [Attempt], decision: Decision, now: Date
    ) throws(StoreError) {
        let exams = Exams(connection: connection)
        try connection.write { db in
            for attempt in analyses { try ProvenanceRow.append(attempt, of: uid, in: db) }
            switch decision {
            case .retry(let moment, let reason):
                try exams.retryLater(uid, at: moment, reason: reason, now: now, in: db)
            case .setAside(let reason): try exams.finish(uid, as: .error, reason: reason, now: now, in: db)
            case .ignore(let reason): try exams.finish(uid, as: .ignore, reason: reason, now: now, in: db)
            case .giveBack: try exams.release(uid, notBefore: nil, countsAttempt: false, in: db)
            }
        }
    }

    /// Earlier answers about the same patient and region that a prompt may quote: assessed, updated since `moment`,
    /// newest first. Each with the time of its answer (UTC).
    public func earlier(
        than uid: SOPInstanceUID, since moment: Date, limit: Int = 3
    ) throws(StoreError) -> [AIReport] {
        try connection.read { db in
            let sql = """
                SELECT a.text, a.summary, a.severity, a.confidence, a.model, a.latency, a.created, a.updated
                FROM exams t JOIN exams e ON e.cnp = t.cnp AND e.region = t.region AND e.uid <> t.uid
                JOIN ai_reports a ON a.uid = e.uid
                WHERE t.uid = ?1 AND t.cnp <> '' AND t.region <> '' AND e.created < t.created
                  AND a.severity >= 0 AND a.text <> '' AND a.updated >= ?2
                ORDER BY a.updated DESC, e.created DESC, e.uid LIMIT ?3
                """
            return try db.all(sql, [uid.rawValue, UTC.predecessor(moment), limit]).map { row in
                AIReport(
                    text: row[0], summary: row[1], severity: OldColumn.severity(row[2]),
                    confidence: OldColumn.confidence(row[3]), model: row[4], latency: OldColumn.latency(row[5]),
                    created: row[6], updated: row[7])
            }
        }
    }

    /// Before the new answer is projected: a severity that stood before is no news.
    func alert(
        _ report: AIReport, of uid: SOPInstanceUID, threshold: Int, channels: [String], now: Date, in db: Database
    ) throws {
        guard !channels.isEmpty, let severity = report.severity, severity.score >= threshold else { return }
        let standing = try db.first("SELECT severity FROM ai_reports WHERE uid = ?", [uid.rawValue])
        guard OldColumn.severity(standing?[0]) != severity else { return }
        let entry = Alerts.Entry(uid: uid, severity: severity, summary: report.summary)
        try Alerts.enter(entry, channels: channels, now: now, in: db)
    }

    private func project(
        _ report: AIReport, of uid: SOPInstanceUID, threshold: Int, now: Date, in db: Database
    ) throws {
        let sql = """
            INSERT INTO ai_reports (uid, created, updated, text, positive, confidence, severity, summary, model, latency)
            VALUES (?1, ?2, ?3, ?4, CASE WHEN ?5 IS NULL THEN -1 WHEN ?5 >= ?6 THEN 1 ELSE 0 END,
                    coalesce(?7, -1), coalesce(?5, -1), ?8, ?9, coalesce(?10, -1))
            ON CONFLICT (uid) DO UPDATE SET
                updated = excluded.updated, text = excluded.text, positive = excluded.positive,
                confidence = excluded.confidence, severity = excluded.severity, summary = excluded.summary,
                model = excluded.model, latency = excluded.latency
            """
        let moment = UTC.predecessor(now)
        try db.run(
            sql,
            [
                uid.rawValue, report.created ?? moment, moment, report.text, report.severity?.score, threshold,
                report.confidence?.percent, report.summary, report.model, report.latency,
            ])
    }

    /// A second reading was asked for: text, severity and summary stay for the reader of the page.
    static func markAskedAgain(_ uid: SOPInstanceUID, at now: Date, in db: Database) throws {
        let sql = """
            UPDATE ai_reports SET positive = -1, confidence = -1, model = NULL, latency = -1, updated = ? WHERE uid = ?
            """
        try db.run(sql, [UTC.predecessor(now), uid.rawValue])
    }
}

import Foundation
import GRDB
import Radiology

/// The verdict about a report that came without one.
extension AIReports {
    /// What the check made of a reader's report.
    public struct Verdict: Sendable, Equatable {
        public var severity: Severity
        public var confidence: Confidence?
        public var summary: String

        public init(severity: Severity, confidence: Confidence? = nil, summary: String) {
            (self.severity, self.confidence, self.summary) = (severity, confidence, summary)
        }
    }

    /// Keeps a verdict beside the report that it is about, and owes the messages that the report would have owed. The
    /// exam stays in the runner's hands. A severity that stands is kept: only the summary is filled in, and nobody is told.
    /// - Parameters: as in `record`; `text` is what was checked.
    /// - Returns: whether it was kept: another report may stand by now.
    @discardableResult
    public func keep(
        _ verdict: Verdict, of text: String, for uid: SOPInstanceUID, analyses: [Attempt] = [], threshold: Int,
        channels: [String] = [], now: Date
    ) throws(StoreError) -> Bool {
        let sql = """
            UPDATE ai_reports SET severity = ?2, positive = CASE WHEN ?2 >= ?3 THEN 1 ELSE 0 END,
                confidence = coalesce(?4, -1), summary = ?5, updated = ?6
            WHERE uid = ?1
            """
        let filling = """
            UPDATE ai_reports SET summary = ?2, updated = ?3 WHERE uid = ?1 AND coalesce(summary, '') = ''
            """
        return try connection.write { db in
            for attempt in analyses { try ProvenanceRow.append(attempt, of: uid, in: db) }
            let row = try db.first("SELECT text, model, severity FROM ai_reports WHERE uid = ?", [uid.rawValue])
            guard let row, row[0] as String? == text else { return false }
            if OldColumn.severity(row[2]) != nil {
                return try db.run(filling, [uid.rawValue, verdict.summary, UTC.predecessor(now)]) == 1
            }
            let report = AIReport(
                text: text, summary: verdict.summary, severity: verdict.severity, confidence: verdict.confidence,
                model: row[1])
            try alert(report, of: uid, threshold: threshold, channels: channels, now: now, in: db)
            try db.run(
                sql,
                [
                    uid.rawValue, verdict.severity.score, threshold, verdict.confidence?.percent, verdict.summary,
                    UTC.predecessor(now),
                ])
            let detail = ["severity": EventValue.number(verdict.severity.score)]
            try Events.append("ai_check", uid: uid, detail: detail, at: now, in: db)
            return true
        }
    }

    /// The calls on the way to an answer, and after it the checks that came to nothing, which name it.
    /// - Returns: the answer's id; `nil` when there are no calls.
    static func append(_ analyses: [Attempt], of uid: SOPInstanceUID, in db: Database) throws -> Int64? {
        var answer: Int64?
        for attempt in analyses where attempt.kind != .check {
            answer = try ProvenanceRow.append(attempt, of: uid, in: db)
        }
        for var attempt in analyses where attempt.kind == .check {
            attempt.checkedID = attempt.checkedID ?? answer
            try ProvenanceRow.append(attempt, of: uid, in: db)
        }
        return answer
    }
}

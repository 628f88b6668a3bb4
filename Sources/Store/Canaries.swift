import Foundation
import GRDB
import Radiology

/// How a film with a known answer was read one day.
public struct Canary: Sendable, Equatable {
    public let uid: SOPInstanceUID
    /// `YYYY-MM-DD`, local.
    public let day: String
    public let expected: Severity?
    /// `nil` when there was no verdict.
    public let got: Severity?
    public let changed: Bool
    public let model: String?
    public let problem: String?

    public init(
        uid: SOPInstanceUID, day: String, expected: Severity?, got: Severity?, changed: Bool, model: String? = nil,
        problem: String? = nil
    ) {
        (self.uid, self.day, self.expected, self.got) = (uid, day, expected, got)
        (self.changed, self.model, self.problem) = (changed, model, problem)
    }

    init?(_ row: Row) {
        guard let uid = SOPInstanceUID(rawValue: row[0]) else { return nil }
        self.init(
            uid: uid, day: row[1], expected: OldColumn.severity(row[2]), got: OldColumn.severity(row[3]),
            changed: row[4], model: row[5], problem: row[6])
    }
}

/// Films with known answers, re-read every night: they tell when a model or a server was silently changed.
public struct Canaries: Sendable {
    let connection: Connection

    private static let columns = "uid, day, expected, got, changed, model, problem"

    /// Keeps how a film was read, with the answer itself, an alarm and alerts when the verdict changed, in one
    /// transaction. The exam's own report is not touched. A second reading of a day takes the place of the first.
    /// - Parameter channels: who is told; compare `AIReports.record`.
    public func record(
        _ canary: Canary, analyses: [Attempt] = [], channels: [String] = [], now: Date
    ) throws(StoreError) {
        try connection.write { db in
            for attempt in analyses { try ProvenanceRow.append(attempt, of: canary.uid, in: db) }
            let sql = """
                INSERT OR REPLACE INTO canaries (\(Self.columns), at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
            try db.run(
                sql,
                [
                    canary.uid.rawValue, canary.day, canary.expected?.score, canary.got?.score, canary.changed,
                    canary.model, canary.problem, UTC.rfc3339(now),
                ])
            guard canary.changed else { return }
            func word(_ severity: Severity?) -> String { severity.map { "\($0.score)" } ?? "none" }
            let summary = "expected \(word(canary.expected)), answered \(word(canary.got))"
            let detail = ["canary": EventValue.text(canary.uid.rawValue), "verdict": .text(summary)]
            let note = AlarmNote(kind: "canary", detail: detail)
            try Alarms.raise(note, uid: nil, analysisID: nil, now: now, in: db)
            guard let severity = canary.got ?? canary.expected else { return }
            let alert = Alerts.Entry(
                uid: canary.uid, severity: severity, summary: summary, occasion: "\(Alert.canaryMark)\(canary.day)")
            try Alerts.enter(alert, channels: channels, now: now, in: db)
        }
    }

    /// Whether the film was read that day.
    public func isRead(_ uid: SOPInstanceUID, on day: String) throws(StoreError) -> Bool {
        try connection.read { db in
            try db.first("SELECT 1 FROM canaries WHERE uid = ? AND day = ?", [uid.rawValue, day]) != nil
        }
    }

    /// How a film was read the last days, newest first.
    public func history(of uid: SOPInstanceUID, limit: Int = 30) throws(StoreError) -> [Canary] {
        let sql = "SELECT \(Self.columns) FROM canaries WHERE uid = ? ORDER BY day DESC LIMIT ?"
        return try connection.read { db in try db.all(sql, [uid.rawValue, limit]).compactMap(Canary.init) }
    }

    /// What the first reading without trouble said: the expectation for whoever names none.
    public func firstVerdict(of uid: SOPInstanceUID) throws(StoreError) -> Severity? {
        let sql = "SELECT got FROM canaries WHERE uid = ? AND got IS NOT NULL ORDER BY day LIMIT 1"
        return try connection.read { db in OldColumn.severity(try db.first(sql, [uid.rawValue])?[0]) }
    }

    /// The last day on which canaries were read, and how they were.
    public func lastDay() throws(StoreError) -> [Canary] {
        let sql = "SELECT \(Self.columns) FROM canaries WHERE day = (SELECT max(day) FROM canaries) ORDER BY uid"
        return try connection.read { db in try db.all(sql).compactMap(Canary.init) }
    }
}

import Foundation
import GRDB
import Radiology

/// A message that is owed to somebody.
public struct Alert: Sendable, Equatable {
    public enum Occasion: Sendable, Equatable {
        /// An exam got this severity.
        case finding
        /// A film with a known answer was read otherwise.
        case canary
    }

    public let id: Int64
    public let uid: SOPInstanceUID
    public let severity: Severity
    /// A name from the settings, such as `ntfy`.
    public let channel: String
    public let occasion: Occasion
    /// As answered with this severity.
    public let summary: String?
    /// How often its sending was begun.
    public let attempts: Int
    /// When the answer was kept.
    public let entered: Date
    /// From when its age counts: a person may have asked for it once more.
    public let since: Date
    /// What the other side answered last, an HTTP status or an SMTP reply code; `nil` when it did not.
    public let status: Int?
    /// Why the last attempt failed: a sentence without patient data.
    public let problem: String?
    /// The same for every attempt at this message, and for no other; it tells nothing about the exam.
    public var token: String {
        let occasion = occasion == .finding ? "finding\(change)" : "canary \(UTC.rfc3339(entered))"
        return String(ContentHash(of: "\(uid) \(severity.score) \(channel) \(occasion)").rawValue.prefix(32))
    }

    /// Empty the first time that the exam got this severity, then ` 1`, ` 2`, …
    private let change: String

    static let canaryMark = "canary "

    init?(_ row: Row) {
        guard let uid = SOPInstanceUID(rawValue: row[1]), let severity = Severity(row[2]) else { return nil }
        (id, self.uid, self.severity, channel) = (row[0], uid, severity, row[3])
        occasion = (row[4] as String).hasPrefix(Self.canaryMark) ? .canary : .finding
        change = (row[4] as String).isEmpty ? "" : " \(row[4] as String)"
        (summary, attempts) = (row[5], row[6])
        entered = UTC.moment(row[7]) ?? .distantPast
        since = UTC.moment(row[8]) ?? entered
        (status, problem) = (row[9], row[10])
    }
}

/// What becomes of an alert.
public enum AlertEnd: Sendable, Equatable {
    case sent(status: Int?)
    case later(Date, problem: String, status: Int?)
    case failed(problem: String, status: Int?)
}

/// Messages to people: one for each exam, severity and channel, entered with the answer and kept until it is sent.
///
/// | state | means |
/// |---|---|
/// | `waiting` | owed |
/// | `sending` | its bytes may be on their way; a process that ends here leaves the only doubt there is |
/// | `sent` | the other side said that it has it |
/// | `failed` | set aside; a person decides |
public struct Alerts: Sendable {
    let connection: Connection

    private static let columns = """
        id, uid, severity, channel, occasion, summary, attempts, entered, since, status, problem
        """
    package static let next = """
        SELECT \(columns) FROM alerts
        WHERE state = 'waiting' AND channel = ?1 AND coalesce(not_before, '') <= ?2
        ORDER BY since, id LIMIT ?3
        """
    package static let sent = """
        SELECT changed FROM alerts WHERE state = 'sent' AND channel = ?1 AND changed > ?2 AND changed <= ?3
        ORDER BY changed
        """

    struct Entry {
        let uid: SOPInstanceUID
        let severity: Severity
        let summary: String?
        /// `nil` for a finding: each change of an exam's severity is one, also back to what it was.
        var occasion: String?
    }

    /// Inside the transaction of the answer: an alert is not lost, and not made twice.
    static func enter(_ alert: Entry, channels: [String], now: Date, in db: Database) throws {
        let sql = """
            INSERT INTO alerts (uid, severity, channel, occasion, summary, state, entered, since, changed)
            VALUES (?1, ?2, ?3, coalesce(?4, nullif(
                (SELECT count(*) FROM alerts WHERE uid = ?1 AND channel = ?3 AND severity = ?2), 0), ''),
                ?5, 'waiting', ?6, ?6, ?6) ON CONFLICT DO NOTHING
            """
        for channel in channels {
            try db.run(
                sql,
                [
                    alert.uid.rawValue, alert.severity.score, channel, alert.occasion, alert.summary,
                    UTC.rfc3339(now),
                ])
        }
    }

    /// The alerts of a channel that have been due longest.
    public func next(_ limit: Int = 1, for channel: String, at now: Date) throws(StoreError) -> [Alert] {
        try connection.read { db in
            try db.all(Self.next, [channel, UTC.rfc3339(now), limit]).compactMap(Alert.init)
        }
    }

    /// When messages were sent to a channel since `moment`, oldest first: what a limit of messages a minute counts, also
    /// over a restart.
    public func sent(to channel: String, since moment: Date, now: Date) throws(StoreError) -> [Date] {
        try connection.read { db in
            try db.all(Self.sent, [channel, UTC.rfc3339(moment), UTC.rfc3339(now)]).compactMap { UTC.moment($0[0]) }
        }
    }

    /// Before the first byte leaves, and durable: whatever happens then, it is known that it may have arrived.
    /// - Returns: false when it does not wait any more.
    public func begin(_ id: Int64, now: Date) throws(StoreError) -> Bool {
        let sql = """
            UPDATE alerts SET state = 'sending', attempts = attempts + 1, changed = ?2
            WHERE id = ?1 AND state = 'waiting'
            """
        return try connection.write { db in try db.run(sql, [id, UTC.rfc3339(now)]) == 1 }
    }

    public func end(_ id: Int64, as end: AlertEnd, now: Date) throws(StoreError) {
        let (state, later, status, problem): (String, Date?, Int?, String?) =
            switch end {
            case .sent(let status): ("sent", nil, status, nil)
            case .later(let moment, let problem, let status): ("waiting", moment, status, problem)
            case .failed(let problem, let status): ("failed", nil, status, problem)
            }
        let sql = """
            UPDATE alerts SET state = ?2, not_before = ?3, status = ?4, problem = ?5, changed = ?6 WHERE id = ?1
            """
        let values: StatementArguments = [id, state, later.map(UTC.rfc3339), status, problem, UTC.rfc3339(now)]
        try connection.write { db in _ = try db.run(sql, values) }
    }

    /// Messages that were being sent when a process ended are owed again, under the same token: whether they arrived,
    /// only the other side knows, and a finding that nobody hears of is worse than one heard of twice.
    /// - Returns: how many.
    public func recoverAfterCrash(now: Date) throws(StoreError) -> Int {
        let sql = """
            UPDATE alerts SET state = 'waiting', not_before = NULL, status = NULL, changed = ?1,
                problem = 'The programme ended while this was being sent: it may come twice.'
            WHERE state = 'sending'
            """
        return try connection.write { db in try db.run(sql, [UTC.rfc3339(now)]) }
    }
}

/// What people are told about alerts.
extension Alerts {
    /// How a channel stands.
    public struct Standing: Sendable, Equatable {
        public let channel: String
        /// With those that are being sent.
        public let waiting: Int
        public let failed: Int
        /// Why the oldest that waits was not sent yet; `nil` when it was not tried.
        public let problem: String?
    }

    /// Every channel that owes something or gave something up, by name.
    public func standings() throws(StoreError) -> [Standing] {
        let sql = """
            SELECT channel, sum(state <> 'failed'), sum(state = 'failed'),
                (SELECT w.problem FROM alerts w WHERE w.state = 'waiting' AND w.channel = a.channel
                 AND w.problem IS NOT NULL ORDER BY w.id LIMIT 1)
            FROM alerts a WHERE state IN ('waiting', 'sending', 'failed') GROUP BY channel ORDER BY channel
            """
        return try connection.read { db in
            try db.all(sql).map { Standing(channel: $0[0], waiting: $0[1], failed: $0[2], problem: $0[3]) }
        }
    }

    /// Those that were given up, newest first.
    public func failures(limit: Int = 1000) throws(StoreError) -> [Alert] {
        let sql = "SELECT \(Self.columns) FROM alerts WHERE state = 'failed' ORDER BY id DESC LIMIT ?"
        return try connection.read { db in try db.all(sql, [limit]).compactMap(Alert.init) }
    }

    /// - Returns: how many wait again, as if they were new.
    public func retryFailures(now: Date) throws(StoreError) -> Int {
        let sql = """
            UPDATE alerts SET state = 'waiting', not_before = NULL, since = ?1, changed = ?1 WHERE state = 'failed'
            """
        return try connection.write { db in try db.run(sql, [UTC.rfc3339(now)]) }
    }

    public func counts() throws(StoreError) -> (waiting: Int, failed: Int) {
        try connection.read { db in
            (
                try db.count("SELECT count(*) FROM alerts WHERE state IN ('waiting', 'sending')"),
                try db.count("SELECT count(*) FROM alerts WHERE state = 'failed'")
            )
        }
    }
}

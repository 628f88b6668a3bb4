import Foundation
import GRDB
import Radiology

/// What happened on one day, for the nightly report. Answers, attempts and reviews count on the day on which they were
/// made, whichever day their films are of.
public struct Nights: Sendable {
    let connection: Connection

    /// What was done within a span of time.
    public struct Work: Sendable, Equatable {
        /// Reports of the reader that were kept.
        public var answers = 0
        /// Attempts that failed, by code, and at how many exams.
        public var failures: [(code: String, attempts: Int, exams: Int)] = []
        /// Files that were refused, by reason.
        public var rejections: [(reason: String, files: Int)] = []
        public var reviews = 0
        public var alerts = 0
        /// Odd answers, by kind.
        public var alarms: [(kind: String, answers: Int)] = []

        public static func == (one: Self, other: Self) -> Bool {
            one.answers == other.answers && one.reviews == other.reviews && one.alerts == other.alerts
                && one.failures.elementsEqual(other.failures, by: ==)
                && one.rejections.elementsEqual(other.rejections, by: ==)
                && one.alarms.elementsEqual(other.alarms, by: ==)
        }
    }

    /// What answers within a span of time were made with.
    public struct Sources: Sendable, Equatable {
        /// Each with how many answers carry it, the most frequent first.
        public struct Share: Sendable, Equatable {
            public let text: String
            public let answers: Int
        }

        public var models: [Share] = []
        public var endpoints: [Share] = []
        /// Hashes of the report prompt, and of the check prompt.
        public var reportPrompts: [Share] = []
        public var checkPrompts: [Share] = []
        /// Name and the first digits of the hash.
        public var recipes: [Share] = []
        public var samplings: [Share] = []
        public var programs: [Share] = []

        public init() {}
    }

    /// - Parameter span: the moments at which it begins and, excluded, ends.
    public func work(in span: Range<Date>) throws(StoreError) -> Work {
        let bounds: StatementArguments = [UTC.rfc3339(span.lowerBound), UTC.rfc3339(span.upperBound)]
        return try connection.read { db in
            var work = Work()
            work.answers = try db.count(Self.answers, bounds)
            work.failures = try db.all(Self.failures, bounds).map { ($0[0], $0[1], $0[2]) }
            work.rejections = try db.all(Self.rejections, bounds).map { ($0[0], $0[1]) }
            work.reviews = try db.count(Self.reviews, bounds)
            work.alerts = try db.count(Self.alerts, bounds)
            work.alarms = try db.all(Self.alarms, bounds).map { ($0[0], $0[1]) }
            return work
        }
    }

    public func sources(in span: Range<Date>) throws(StoreError) -> Sources {
        let bounds: StatementArguments = [UTC.rfc3339(span.lowerBound), UTC.rfc3339(span.upperBound)]
        return try connection.read { db in
            func shares(_ expression: String) throws -> [Sources.Share] {
                try db.all(Self.shares(of: expression), bounds).compactMap { row in
                    (row[0] as String?).map { Sources.Share(text: $0, answers: row[1]) }
                }
            }
            var sources = Sources()
            sources.models = try shares("coalesce(model_answered, model_configured)")
            sources.endpoints = try shares("endpoint")
            sources.reportPrompts = try shares("json_extract(prompt_hashes, '$.rep')")
            sources.checkPrompts = try shares("json_extract(prompt_hashes, '$.chk')")
            sources.recipes = try shares("recipe || ' ' || substr(recipe_hash, 1, 8)")
            sources.samplings = try shares("sampling")
            sources.programs = try shares("program_version")
            return sources
        }
    }

    /// When the last answer before a moment was given; `nil` when there is none.
    public func lastAnswer(before moment: Date) throws(StoreError) -> Date? {
        let sql = """
            SELECT answered FROM analyses INDEXED BY analyses_answered
            WHERE answered < ? AND kind = 'report' AND outcome = 'ok' ORDER BY answered DESC LIMIT 1
            """
        let text: String? = try connection.read { db in try db.first(sql, [UTC.rfc3339(moment)])?[0] }
        return text.flatMap(UTC.moment)
    }

    /// The UIDs of a day's exams, whose facts know their hashes only.
    public func uids(on day: CalendarDay) throws(StoreError) -> [SOPInstanceUID] {
        let sql = "SELECT uid FROM exams WHERE created >= ? AND created < ? ORDER BY created, uid"
        return try connection.read { db in
            try db.all(sql, [day.description, "\(day)~"]).compactMap { SOPInstanceUID(rawValue: $0[0] ?? "") }
        }
    }

    /// Exams that somebody reviewed within a span.
    public func reviewed(in span: Range<Date>) throws(StoreError) -> [SOPInstanceUID] {
        let sql = "SELECT DISTINCT uid FROM reviews WHERE at >= ? AND at < ? AND withdraws IS NULL ORDER BY uid"
        return try connection.read { db in
            try db.all(sql, [UTC.rfc3339(span.lowerBound), UTC.rfc3339(span.upperBound)])
                .compactMap { SOPInstanceUID(rawValue: $0[0]) }
        }
    }

    /// How many exams bear a date after a day.
    public func exams(after day: CalendarDay) throws(StoreError) -> Int {
        // Behind every time of the day, and behind texts that are no date at all.
        let sql = "SELECT count(*) FROM exams WHERE created > ? AND created < ':' AND substr(created, 5, 1) = '-'"
        return try connection.read { db in try db.count(sql, ["\(day)~"]) }
    }

    /// The last day with exams before a day.
    public func lastDay(before day: CalendarDay) throws(StoreError) -> CalendarDay? {
        let sql = "SELECT created FROM exams WHERE created < ? AND created >= '0' ORDER BY created DESC LIMIT 20"
        return try connection.read { db in
            try db.all(sql, [day.description]).lazy.compactMap { CalendarDay(String(($0[0] ?? "").prefix(10))) }.first
        }
    }

    /// Exams of all days that wait or stand failed.
    public func standing() throws(StoreError) -> (waiting: Int, checks: Int, failed: Int) {
        let sql = """
            SELECT status, count(*) FROM exams WHERE status IN ('queued', 'requeue', 'processing', 'check', 'error')
            GROUP BY status
            """
        return try connection.read { db in
            var (waiting, checks, failed) = (0, 0, 0)
            for row in try db.all(sql) {
                switch row[0] as String? {
                case "check": checks += row[1] as Int
                case "error": failed += row[1] as Int
                default: waiting += row[1] as Int
                }
            }
            return (waiting, checks, failed)
        }
    }

    public func isEmpty() throws(StoreError) -> Bool {
        try connection.read { db in try db.first("SELECT 1 FROM exams LIMIT 1") == nil }
    }

    /// Films with known answers, as they were read on a day.
    public func canaries(on day: CalendarDay) throws(StoreError) -> [Canary] {
        let sql = """
            SELECT uid, day, expected, got, changed, model, problem FROM canaries WHERE day = ? ORDER BY uid
            """
        return try connection.read { db in try db.all(sql, [day.description]).compactMap { Canary($0) } }
    }

    private static let answered = "analyses INDEXED BY analyses_answered WHERE answered >= ? AND answered < ?"
    private static let answers = "SELECT count(*) FROM \(answered) AND kind = 'report' AND outcome = 'ok'"
    private static let failures = """
        SELECT error_code, count(*), count(DISTINCT uid) FROM \(answered) AND kind = 'report' AND outcome = 'failed'
        GROUP BY error_code ORDER BY 2 DESC, 1
        """
    private static let rejections = """
        SELECT reason, count(*) FROM rejections WHERE received >= ? AND received < ? GROUP BY reason ORDER BY 2 DESC, 1
        """
    private static let reviews = "SELECT count(*) FROM reviews WHERE at >= ? AND at < ? AND withdraws IS NULL"
    private static let alerts = "SELECT count(*) FROM alerts WHERE changed >= ? AND changed < ? AND state = 'sent'"
    private static let alarms = """
        SELECT kind, count(*) FROM alarms WHERE at >= ? AND at < ? AND uid IS NOT NULL GROUP BY kind ORDER BY 2 DESC, 1
        """

    private static func shares(of expression: String) -> String {
        """
        SELECT \(expression) AS source, count(*) FROM \(answered) AND kind = 'report' AND outcome = 'ok'
        GROUP BY source ORDER BY 2 DESC, 1
        """
    }
}

extension Archive {
    public var nights: Nights { Nights(connection: connection) }
}

import Foundation
import GRDB

/// A span that an archive was asked about and did not answer whole: films may be missing.
public struct QueryGap: Sendable, Equatable {
    /// `2026-03-02`; empty when it is said of the archive, not of a day.
    public let day: String
    /// Which part of the day, and of which modality.
    public let span: String
    /// A sentence without patient data.
    public let problem: String
    /// Whether its day is not asked again by itself any more.
    public private(set) var hasEnded = false

    public init(day: String, span: String, problem: String) {
        (self.day, self.span, self.problem) = (day, span, problem)
    }

    init(_ row: Row) {
        self.init(day: row[0], span: row[1], problem: row[2])
        hasEnded = row[3]
    }
}

/// The gaps that people are told of, and whose days are asked again, less and less often, until an archive (AE title)
/// answers them whole.
public struct QueryGaps: Sendable {
    let connection: Connection

    /// After which a gap is a person's matter alone.
    private static let longest: TimeInterval = 60 * 86_400
    /// Until a day is asked again: at first, and at most.
    private static let soonest: TimeInterval = 3600
    private static let latest: TimeInterval = 8 * 86_400

    /// Oldest first.
    public func list(of archive: String) throws(StoreError) -> [QueryGap] {
        try connection.read { db in
            let sql = "SELECT day, span, problem, ended FROM query_gaps WHERE archive = ? ORDER BY day, span"
            return try db.all(sql, [archive]).map(QueryGap.init)
        }
    }

    /// Notes what was not answered whole. Another gap of a day that has one is as old as that, and is asked with it.
    /// - Parameter days: that were asked as whole days now: earlier gaps in them are closed. ISO 8601 texts.
    public func note(
        _ gaps: [QueryGap], of archive: String, closing days: ClosedRange<String>?, now: Date
    ) throws(StoreError) {
        if gaps.isEmpty, days == nil { return }
        try connection.write { db in
            let rows = try gaps.map { gap -> StatementArguments in
                let (found, asked, next, ended) = try Self.standing(of: gap.day, archive, now, in: db)
                return [archive, gap.day, gap.span, gap.problem, found, asked, next, ended]
            }
            if let days {
                let close = "DELETE FROM query_gaps WHERE archive = ? AND day BETWEEN ? AND ?"
                try db.run(close, [archive, days.lowerBound, days.upperBound])
            }
            let insert = """
                INSERT INTO query_gaps (archive, day, span, problem, found, asked, not_before, ended)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (archive, day, span) DO UPDATE SET problem = ?4
                """
            for row in rows { try db.run(insert, row) }
        }
    }

    private static func standing(
        of day: String, _ archive: String, _ now: Date, in db: Database
    ) throws -> (found: String, asked: Int, next: String, ended: Bool) {
        let sql = """
            SELECT found, asked, not_before, ended FROM query_gaps WHERE archive = ? AND day = ? ORDER BY found LIMIT 1
            """
        guard let row = try db.first(sql, [archive, day]) else {
            return (UTC.rfc3339(now), 0, UTC.rfc3339(now + soonest), false)
        }
        return (row[0], row[1], row[2], row[3])
    }

    /// The days that are to be asked again now, those that have waited longest first. Each is due again after twice as long
    /// as before, whatever becomes of it now; one that has a gap for 60 days is due no more.
    /// - Returns: ISO 8601 texts.
    public func take(_ limit: Int, of archive: String, now: Date) throws(StoreError) -> [String] {
        let end = "UPDATE query_gaps SET ended = 1 WHERE archive = ? AND day <> '' AND found <= ? AND ended = 0"
        let find = """
            SELECT day, max(asked) FROM query_gaps
            WHERE archive = ? AND day <> '' AND ended = 0 GROUP BY day HAVING min(not_before) <= ?
            ORDER BY min(not_before), day LIMIT ?
            """
        let move = "UPDATE query_gaps SET asked = ?3, not_before = ?4 WHERE archive = ?1 AND day = ?2"
        return try connection.write { db in
            try db.run(end, [archive, UTC.rfc3339(now - Self.longest)])
            let due = try db.all(find, [archive, UTC.rfc3339(now), limit])
                .map { row -> (day: String, asked: Int) in (row[0], row[1]) }
            for (day, asked) in due {
                let next = now + min(Self.latest, Self.soonest * Double(2 << min(max(asked, 0), 10)))
                try db.run(move, [archive, day, asked + 1, UTC.rfc3339(next)])
            }
            return due.map(\.day)
        }
    }

    /// All days are due at once, also those that were due no more.
    public func retry(of archive: String, now: Date) throws(StoreError) {
        let sql = "UPDATE query_gaps SET found = ?2, asked = 0, not_before = ?2, ended = 0 WHERE archive = ?1"
        try connection.write { db in _ = try db.run(sql, [archive, UTC.rfc3339(now)]) }
    }
}

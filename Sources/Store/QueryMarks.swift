import Foundation
import GRDB

/// How far the scheduled query of one archive has come.
public struct QueryMark: Sendable, Equatable {
    /// Everything that the archive had until then was asked for; `nil` before the first success.
    public let completeUntil: Date?
    /// When the last days were last asked again as whole days.
    public let swept: Date?
    public let lastRun: Date?
    /// When the next query is due; `nil` while none is planned.
    public let nextRun: Date?
    /// Why the last query failed: a sentence without patient data.
    public let problem: String?
}

/// The high-water marks of the scheduled queries, one an archive (AE title).
public struct QueryMarks: Sendable {
    let connection: Connection

    public func mark(of archive: String) throws(StoreError) -> QueryMark? {
        try connection.read { db in
            let sql = "SELECT complete_until, last_run, next_run, problem, swept FROM query_marks WHERE archive = ?"
            guard let row = try db.first(sql, [archive]) else { return nil }
            func moment(_ column: Int) -> Date? { (row[column] as String?).flatMap(UTC.moment) }
            return QueryMark(
                completeUntil: moment(0), swept: moment(4), lastRun: moment(1), nextRun: moment(2), problem: row[3])
        }
    }

    /// A window of a query was answered, as were those before it, and all that they found stands in `retrievals`.
    /// - Parameter until: the end of the window; a mark goes back only when it lies in the future: the clock was wrong
    ///   when it was made, and nobody was asked about what it claims.
    public func succeeded(_ archive: String, until: Date, now: Date) throws(StoreError) {
        try write(
            """
            INSERT INTO query_marks (archive, complete_until, last_run) VALUES (?1, ?2, ?3)
            ON CONFLICT (archive) DO UPDATE SET last_run = ?3, problem = NULL, complete_until =
                CASE WHEN complete_until > ?3 THEN ?2 ELSE max(coalesce(complete_until, ''), ?2) END
            """, [archive, UTC.rfc3339(until), UTC.rfc3339(now)])
    }

    /// The last days were asked as whole days, and all that was found stands in `retrievals`.
    public func swept(_ archive: String, now: Date) throws(StoreError) {
        try write("UPDATE query_marks SET swept = ?2 WHERE archive = ?1", [archive, UTC.rfc3339(now)])
    }

    /// The last days are asked again at the next query.
    public func sweepAgain(_ archive: String) throws(StoreError) {
        try write("UPDATE query_marks SET swept = NULL WHERE archive = ?1", [archive])
    }

    /// A query failed: its windows are asked again.
    public func failed(_ archive: String, problem: String, now: Date) throws(StoreError) {
        try write(
            """
            INSERT INTO query_marks (archive, last_run, problem) VALUES (?1, ?2, ?3)
            ON CONFLICT (archive) DO UPDATE SET last_run = ?2, problem = ?3
            """, [archive, UTC.rfc3339(now), problem])
    }

    /// - Parameter next: `nil` when the schedule ends.
    public func plan(_ archive: String, next: Date?) throws(StoreError) {
        try write(
            """
            INSERT INTO query_marks (archive, next_run) VALUES (?1, ?2)
            ON CONFLICT (archive) DO UPDATE SET next_run = ?2
            """, [archive, next.map(UTC.rfc3339)])
    }

    private func write(_ sql: String, _ arguments: StatementArguments) throws(StoreError) {
        try connection.write { db in _ = try db.run(sql, arguments) }
    }
}

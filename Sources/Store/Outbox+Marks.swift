import Foundation
import GRDB
import Radiology

/// How far each destination's rule was applied, and how each destination stands.
extension Outbox {
    /// Up to which change of the exams a destination's rule has been applied.
    public struct Mark: Sendable, Equatable {
        /// Films received before then are not passed on: a new rule is no order to send a whole archive.
        public let since: String
        /// Compare `Change.sequence`.
        public let sequence: Int64
    }

    /// The mark of a destination. A new name begins here and now. One whose rule asks for other films now is applied anew
    /// to all that came since its name was first seen: what came before the change and was not passed on is not lost.
    /// - Parameter rule: which films it asks for; not where they go.
    public func mark(of destination: String, rule: String, now: Date) throws(StoreError) -> Mark {
        try connection.write { db in
            let find = "SELECT rule, since, sequence FROM relay_marks WHERE destination = ?"
            if let row = try db.first(find, [destination]) {
                if row[0] == rule { return Mark(since: row[1], sequence: row[2]) }
                let anew = "UPDATE relay_marks SET rule = ?2, sequence = 0 WHERE destination = ?1"
                try db.run(anew, [destination, rule])
                return Mark(since: row[1], sequence: 0)
            }
            let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM exam_changes") ?? 0
            let insert = "INSERT INTO relay_marks (destination, rule, since, sequence) VALUES (?, ?, ?, ?)"
            let mark = Mark(since: UTC.rfc3339(now), sequence: last)
            try db.run(insert, [destination, rule, mark.since, mark.sequence])
            return mark
        }
    }

    /// Whether the destination's rule was ever applied.
    public func knows(_ destination: String) throws(StoreError) -> Bool {
        try connection.read { db in
            try db.first("SELECT 1 FROM relay_marks WHERE destination = ?", [destination]) != nil
        }
    }

    /// Says which rules the settings hold now: for any other no original is kept.
    /// - Returns: the films that were kept only until a rule was asked about them which is removed now.
    public func follow(_ destinations: [String]) throws(StoreError) -> [SOPInstanceUID] {
        try connection.write { db in
            let names = try db.all("SELECT destination FROM relay_marks WHERE followed = 1").map { $0[0] as String }
            let unasked = """
                SELECT c.uid FROM exam_changes c JOIN relay_marks m ON c.seq > m.sequence WHERE m.destination = ?
                """
            var freed: Set<SOPInstanceUID> = []
            for name in names where !destinations.contains(name) {
                freed.formUnion(try db.all(unasked, [name]).compactMap { SOPInstanceUID(rawValue: $0[0]) })
                try db.run("UPDATE relay_marks SET followed = 0 WHERE destination = ?", [name])
            }
            for name in destinations {
                try db.run("UPDATE relay_marks SET followed = 1 WHERE destination = ? AND followed = 0", [name])
            }
            return freed.sorted { $0.rawValue < $1.rawValue }
        }
    }

    /// Keeps why a destination takes nothing now; `nil` when it does.
    public func note(_ problem: String?, of destination: String) throws(StoreError) {
        let sql = "UPDATE relay_marks SET problem = ?2 WHERE destination = ?1 AND problem IS NOT ?2"
        try connection.write { db in _ = try db.run(sql, [destination, problem]) }
    }

    /// What a destination has still to get.
    public struct Backlog: Sendable, Equatable {
        public let destination: String
        public let waiting: Int
        public let failed: Int
        /// When the first that waits was entered, RFC 3339 UTC.
        public let oldest: String?
        /// Why it took nothing the last time, or what it answered to a film that waits.
        public let problem: String?
    }

    /// Of each destination that has something to get, or whose last call failed; by name.
    public func backlogs() throws(StoreError) -> [Backlog] {
        let sql = """
            SELECT destination, sum(waiting), sum(failed), min(entered), (
                SELECT problem FROM relay_marks m WHERE m.destination = b.destination), (
                SELECT problem FROM outbox o WHERE o.state = 'waiting' AND o.destination = b.destination
                AND o.problem IS NOT NULL ORDER BY o.changed DESC LIMIT 1)
            FROM (
                SELECT destination, 1 AS waiting, 0 AS failed, entered FROM outbox WHERE state = 'waiting'
                UNION ALL SELECT destination, 0, 1, NULL FROM outbox WHERE state = 'failed'
                UNION ALL SELECT destination, 0, 0, NULL FROM relay_marks WHERE problem IS NOT NULL
            ) b GROUP BY destination ORDER BY destination
            """
        return try connection.read { db in
            try db.all(sql, []).map { row in
                Backlog(
                    destination: row[0], waiting: row[1], failed: row[2], oldest: row[3],
                    problem: (row[4] as String?) ?? row[5])
            }
        }
    }

    public func counts() throws(StoreError) -> (waiting: Int, failed: Int) {
        try connection.read { db in
            (
                try db.count("SELECT count(*) FROM outbox WHERE state = 'waiting'"),
                try db.count("SELECT count(*) FROM outbox WHERE state = 'failed'")
            )
        }
    }
}

import Foundation
import GRDB
import Radiology

/// A film that waits to be passed on.
public struct Forwarding: Sendable, Equatable {
    public let id: Int64
    public let uid: SOPInstanceUID
    /// SHA-256 of the file: a corrected film has the same UID and other bytes.
    public let contentHash: String
    /// The name of the rule in the settings.
    public let destination: String
    public let attempts: Int
    /// RFC 3339 UTC.
    public let entered: String
    /// DIMSE status of the last answer; `nil` when there was none.
    public let status: Int?
    /// Why the last attempt failed: a sentence without patient data.
    public let problem: String?

    init?(_ row: Row) {
        guard let uid = SOPInstanceUID(rawValue: row[1]) else { return nil }
        (id, self.uid, contentHash, destination, attempts) = (row[0], uid, row[2], row[3], row[4])
        (entered, status, problem) = (row[5], row[6], row[7])
    }
}

/// What becomes of a forwarding.
public enum ForwardingEnd: Sendable, Equatable {
    case sent(status: Int)
    /// - counts: whether it was the film's own attempt; a destination that is away is no film's failure.
    case later(Date, problem: String, status: Int?, counts: Bool)
    case failed(problem: String, status: Int?)
}

/// Films to be passed on to other machines; the same bytes go once to each destination, and what came first goes first.
public struct Outbox: Sendable {
    let connection: Connection

    private static let columns = "id, uid, content_hash, destination, attempts, entered, status, problem"
    /// Behind a film that waits nothing else of its UID goes: the destination must end with what came last.
    package static let next = """
        SELECT \(columns) FROM outbox o
        WHERE state = 'waiting' AND destination = ?1 AND coalesce(not_before, '') <= ?2
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.uid = o.uid AND e.destination = o.destination
                          AND e.id < o.id AND e.state = 'waiting')
        ORDER BY coalesce(not_before, ''), id LIMIT ?3
        """

    /// A film, or other bytes that came under its UID.
    public struct Film: Sendable, Equatable {
        public let uid: SOPInstanceUID
        public let contentHash: String

        public init(_ uid: SOPInstanceUID, contentHash: String) { (self.uid, self.contentHash) = (uid, contentHash) }
    }

    /// Puts films into the outbox and moves the mark, in one transaction: no film is forgotten, none is sent twice.
    /// - Returns: how many were not there yet.
    @discardableResult
    public func enter(
        _ films: [Film], for destination: String, upTo sequence: Int64, now: Date
    ) throws(StoreError) -> Int {
        let moment = UTC.rfc3339(now)
        return try connection.write { db in
            let insert = """
                INSERT INTO outbox (uid, content_hash, destination, state, entered, changed)
                VALUES (?1, ?2, ?3, 'waiting', ?4, ?4) ON CONFLICT (uid, destination, content_hash) DO NOTHING
                """
            var entered = 0
            for film in films {
                entered += try db.run(insert, [film.uid.rawValue, film.contentHash, destination, moment])
            }
            try db.run("UPDATE relay_marks SET sequence = ? WHERE destination = ?", [sequence, destination])
            return entered
        }
    }

    /// The films that have been due longest.
    public func next(_ limit: Int = 1, for destination: String, at now: Date) throws(StoreError) -> [Forwarding] {
        try connection.read { db in
            try db.all(Self.next, [destination, UTC.rfc3339(now), limit]).compactMap(Forwarding.init)
        }
    }

    /// Where the film's file is, relative to the workspace; `nil` when it is not kept.
    public func original(of forwarding: Forwarding) throws(StoreError) -> String? {
        let sql = """
            SELECT archive_path FROM films WHERE uid = ?1 AND content_hash = ?2
            UNION ALL SELECT archive_path FROM film_revisions WHERE uid = ?1 AND content_hash = ?2
            """
        return try connection.read { db in
            try db.all(sql, [forwarding.uid.rawValue, forwarding.contentHash]).lazy.compactMap { $0[0] }.first
        }
    }

    public func end(_ id: Int64, as end: ForwardingEnd, now: Date) throws(StoreError) {
        let (state, counts, later, status, problem): (String, Int, Date?, Int?, String?) =
            switch end {
            case .sent(let status): ("sent", 1, nil, status, nil)
            case .later(let moment, let problem, let status, let counts):
                ("waiting", counts ? 1 : 0, moment, status, problem)
            case .failed(let problem, let status): ("failed", 1, nil, status, problem)
            }
        let sql = """
            UPDATE outbox SET state = ?2, attempts = attempts + ?3, not_before = ?4, status = ?5, problem = ?6,
                changed = ?7
            WHERE id = ?1
            """
        let values: StatementArguments = [
            id, state, counts, later.map(UTC.rfc3339), status, problem, UTC.rfc3339(now),
        ]
        try connection.write { db in _ = try db.run(sql, values) }
    }

    public func failures(limit: Int = 1000) throws(StoreError) -> [Forwarding] {
        let sql = "SELECT \(Self.columns) FROM outbox WHERE state = 'failed' ORDER BY id DESC LIMIT ?"
        return try connection.read { db in try db.all(sql, [limit]).compactMap(Forwarding.init) }
    }

    /// One more attempt for what was given up a day ago: people change things at the other end and tell nobody. Not for
    /// what was entered more than thirty days ago, nor before what was passed on since under the same UID.
    /// - Returns: how many wait again; another failure is listed again.
    public func revive(_ destination: String, at now: Date) throws(StoreError) -> Int {
        let arguments: StatementArguments = [
            destination, UTC.rfc3339(now.addingTimeInterval(-86_400)),
            UTC.rfc3339(now.addingTimeInterval(-30 * 86_400)),
        ]
        let chosen = """
            state = 'failed' AND destination = ?1 AND changed <= ?2 AND entered >= ?3
            AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.uid = outbox.uid AND o.destination = outbox.destination
                            AND o.id > outbox.id AND o.state = 'sent')
            """
        let isAny = try connection.read { db in
            try db.first("SELECT 1 FROM outbox WHERE \(chosen) LIMIT 1", arguments) != nil
        }
        guard isAny else { return 0 }
        return try connection.write { db in
            try db.run("UPDATE outbox SET state = 'waiting', not_before = NULL WHERE \(chosen)", arguments)
        }
    }

    /// What came later under the UID of such a film goes again behind it, so that it stays the last word.
    /// - Returns: how many that had failed wait again.
    public func retryFailures(now: Date) throws(StoreError) -> Int {
        let behind = """
            UPDATE outbox SET state = 'waiting', attempts = 0, not_before = NULL, changed = ?1
            WHERE id IN (SELECT o.id FROM outbox e JOIN outbox o ON o.uid = e.uid AND o.destination = e.destination
                         WHERE e.state = 'failed' AND o.state = 'sent' AND o.id > e.id)
            """
        let failed =
            "UPDATE outbox SET state = 'waiting', attempts = 0, not_before = NULL, changed = ?1 WHERE state = 'failed'"
        return try connection.write { db in
            try db.run(behind, [UTC.rfc3339(now)])
            return try db.run(failed, [UTC.rfc3339(now)])
        }
    }
}

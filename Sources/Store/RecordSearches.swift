import Foundation
import GRDB
import Radiology

/// An exam whose radiologist's report is looked for in the hospital's system.
public struct RecordSearch: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        /// Not asked yet, or asked and not there yet.
        case waiting
        case found
        /// Several fit; none is guessed.
        case ambiguous
        /// The hospital has none; it may come late.
        case none
        case failed
    }

    public let uid: SOPInstanceUID
    public let state: State
    /// Times it was asked for.
    public let attempts: Int
    /// When it is asked for again; `nil` for never.
    public let next: Date?
    /// A sentence without patient data.
    public let problem: String?
    /// The order that the hospital's system answered about.
    public let order: RememberedOrder?

    init?(_ row: Row) {
        guard let uid = SOPInstanceUID(rawValue: row[0]), let state = State(rawValue: row[1]) else { return nil }
        (self.uid, self.state, attempts) = (uid, state, row[2])
        next = (row[3] as String?).flatMap(UTC.moment)
        problem = row[4]
        order = (row[5] as String?).flatMap { server in
            (row[6] as String?).map { RememberedOrder(server: server, id: $0, etag: row[7], modified: row[8]) }
        }
    }
}

/// An order of a hospital's system, and what the server gave along with its answer for a conditional request. It means
/// nothing to another server.
public struct RememberedOrder: Sendable, Equatable {
    public var server: String
    public var id: String
    public var etag: String?
    public var modified: String?

    public init(server: String, id: String, etag: String? = nil, modified: String? = nil) {
        (self.server, self.id, self.etag, self.modified) = (server, id, etag, modified)
    }
}

/// The searches for reports: the one that has been due longest comes first, so that each comes in a bounded time.
public struct RecordSearches: Sendable {
    let connection: Connection

    private static let columns = "uid, state, attempts, next, problem, server, request, etag, modified"
    package static let due = """
        SELECT \(columns) FROM record_searches WHERE next IS NOT NULL AND fresh = ?3 AND next <= ?1
        ORDER BY next, uid LIMIT ?2
        """
    package static let listed = "SELECT \(columns) FROM record_searches WHERE state = ? ORDER BY uid LIMIT ?"

    /// Looks through the exams that changed since the last call and enters those that are read and have no radiologist's
    /// text. At the first call that is the whole archive, `limit` exams at a time.
    /// - Parameter first: when an exam is asked for first, and whether it is a young one, by its time as the film told it
    ///   (`YYYY-MM-DD HH:MM:SS`, local, possibly empty). Young and old ones wait apart, so that a new archive does not
    ///   hold up today's reports.
    /// - Returns: whether there may be more.
    public func collect(
        limit: Int = 1000, now: Date, first: (_ created: String) -> (date: Date, isFresh: Bool)
    ) throws(StoreError) -> Bool {
        try connection.write(durable: false) { db in
            let mark = try db.count("SELECT sequence FROM record_mark")
            let changes = try db.all(Exams.changed, [mark, limit])
            guard let last = changes.last else { return false }
            for change in changes { try enter(change[1], now: now, first: first, in: db) }
            try db.run("UPDATE record_mark SET sequence = ?", [last[0] as Int64])
            return changes.count == limit
        }
    }

    private func enter(
        _ uid: String, now: Date, first: (String) -> (date: Date, isFresh: Bool), in db: Database
    ) throws {
        let sql = """
            SELECT coalesce(e.created, '') FROM exams e LEFT JOIN rad_reports r ON r.uid = e.uid
            WHERE e.uid = ? AND e.status = 'done' AND coalesce(r.text, '') = ''
              AND NOT EXISTS (SELECT 1 FROM record_searches s WHERE s.uid = e.uid)
            """
        guard let row = try db.first(sql, [uid]) else { return }
        let insert = """
            INSERT INTO record_searches (uid, state, next, entered, changed, fresh) VALUES (?1, 'waiting', ?2, ?3, ?3, ?4)
            """
        let turn = first(row[0])
        try db.run(insert, [uid, UTC.rfc3339(turn.date), UTC.rfc3339(now), turn.isFresh])
    }

    /// The searches that have been due longest, those of young films or of old ones; empty when none is due.
    public func due(_ limit: Int = 1, fresh: Bool, now: Date) throws(StoreError) -> [RecordSearch] {
        try connection.read { db in
            try db.all(Self.due, [UTC.rfc3339(now), limit, fresh]).compactMap(RecordSearch.init)
        }
    }

    public func search(of uid: SOPInstanceUID) throws(StoreError) -> RecordSearch? {
        let sql = "SELECT \(Self.columns) FROM record_searches WHERE uid = ?"
        return try connection.read { db in try db.first(sql, [uid.rawValue]).flatMap(RecordSearch.init) }
    }

    /// Somebody wants this one now, whether it was looked for before or not.
    /// - Throws: `.unknownExam`.
    public func hasten(_ uid: SOPInstanceUID, now: Date) throws(StoreError) {
        let sql = """
            INSERT INTO record_searches (uid, state, next, entered, changed) VALUES (?1, 'waiting', ?2, ?2, ?2)
            ON CONFLICT (uid) DO UPDATE SET next = ?3, changed = ?2, fresh = 1
            """
        let exams = Exams(connection: connection)
        try connection.write { db in
            _ = try exams.requireStatus(of: uid, in: db)
            // Before those that are merely due.
            try db.run(sql, [uid.rawValue, UTC.rfc3339(now), UTC.rfc3339(.distantPast)])
        }
    }

    /// - Parameters:
    ///   - next: when it is asked for again; `nil` for never. A found report may be asked for again, too: it may have been
    ///     corrected.
    ///   - counts: whether this was an attempt of its own; a hospital's system that is away is no exam's failure.
    ///   - order: `nil` leaves what is known; another one takes its place, with what the server gave along.
    public func end(
        _ uid: SOPInstanceUID, as state: RecordSearch.State, next: Date?, counts: Bool = true, problem: String? = nil,
        order: RememberedOrder? = nil, now: Date
    ) throws(StoreError) {
        let sql = """
            UPDATE record_searches SET state = ?2, attempts = attempts + ?3, next = ?4, problem = ?5,
                server = coalesce(?6, server), request = coalesce(?7, request),
                etag = CASE WHEN ?6 IS NULL THEN etag ELSE ?8 END,
                modified = CASE WHEN ?6 IS NULL THEN modified ELSE ?9 END, changed = ?10
            WHERE uid = ?1
            """
        let values: StatementArguments = [
            uid.rawValue, state.rawValue, counts ? 1 : 0, next.map(UTC.rfc3339), problem, order?.server,
            order?.id, order?.etag, order?.modified, UTC.rfc3339(now),
        ]
        try connection.write { db in _ = try db.run(sql, values) }
    }

    /// Those that stand so: the ambiguous ones are a person's matter.
    public func list(_ state: RecordSearch.State, limit: Int = 1000) throws(StoreError) -> [RecordSearch] {
        try connection.read { db in
            try db.all(Self.listed, [state.rawValue, limit]).compactMap(RecordSearch.init)
        }
    }

    /// Reports that are here and of which something is to be said, such as that the hospital has them no longer.
    public func odd(limit: Int = 1000) throws(StoreError) -> [RecordSearch] {
        try connection.read { db in try db.all(Self.odd, [limit]).compactMap(RecordSearch.init) }
    }

    package static let odd = """
        SELECT \(columns) FROM record_searches WHERE state = 'found' AND problem IS NOT NULL ORDER BY uid LIMIT ?
        """

    public func counts() throws(StoreError) -> [RecordSearch.State: Int] {
        try connection.read { db in
            let rows = try db.all("SELECT state, count(*) FROM record_searches GROUP BY state")
            let pairs = rows.compactMap { row in RecordSearch.State(rawValue: row[0]).map { ($0, row[1] as Int) } }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }
}

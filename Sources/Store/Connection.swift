import GRDB

/// The one way to the database: every error that leaves is a `StoreError`, every write goes through one writer.
struct Connection: Sendable {
    let writer: any DatabaseWriter
    /// Seconds that a change waits for another process, behind other changes and at the lock together.
    var patience = 5.0

    /// One transaction, begun IMMEDIATE: what must be true together is written together.
    /// - Parameter durable: whether a power cut right after the return may undo it. Killing the process never does.
    func write<Value>(durable: Bool = true, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        let asked = ContinuousClock.now
        do {
            return try writer.writeWithoutTransaction { db in
                // SQLite obeys this pragma while it prepares it: a cached statement would do nothing the second time.
                // NORMAL leaves out the fsync of the log; the next durable transaction takes this one along.
                try db.execute(sql: durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
                try db.execute(sql: "PRAGMA busy_timeout = \(milliseconds(since: asked))")
                return try transaction(in: db, body)
            }
        } catch { throw StoreError(error) }
    }

    /// Those who have waited behind others for the same lock wait hardly any more, or the last of thirty would hear of it
    /// after minutes.
    private func milliseconds(since asked: ContinuousClock.Instant) -> Int {
        let waited = (ContinuousClock.now - asked) / .seconds(1)
        return Int((max(min(patience, 0.05), patience - max(waited, 0)) * 1000).rounded(.up))
    }

    private func transaction<Value>(in db: Database, _ body: (Database) throws -> Value) throws -> Value {
        try db.beginTransaction(.immediate)
        do {
            let value = try body(db)
            try db.commit()
            return value
        } catch {
            // A commit that failed may have ended the transaction already; the first error is the one to tell.
            if db.isInsideTransaction { try? db.rollback() }
            throw error
        }
    }

    /// One consistent view; never waits for the writer.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try writer.read(body) } catch { throw StoreError(error) }
    }
}

extension Database {
    /// Executes a statement that is prepared once and kept.
    /// - Returns: the number of rows changed.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int {
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return changesCount
    }

    func first(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    func all(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Visits the rows one at a time; the row must not be kept.
    func each(
        _ sql: String, _ arguments: StatementArguments = StatementArguments(), _ body: (Row) throws -> Void
    ) throws {
        // Not the cached statement: the body may run the same query again.
        let rows = try Row.fetchCursor(makeStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() { try body(row) }
    }

    func count(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int {
        try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments) ?? 0
    }
}

import Foundation
import GRDB

extension Archive {
    /// Begins a transaction that writes, and ends it, on a connection of its own: our own writer may be the one that waits.
    /// - Parameter seconds: how long another process may hold the database before `.busy`.
    public func checkWritable(within seconds: Double) throws(StoreError) {
        guard let paths else { return }
        guard access(paths.database, W_OK) == 0 else {
            throw .cannotWrite(path: "xrayvision.db", reason: "it is not there, or may not be written")
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(seconds)
        do {
            let queue = try DatabaseQueue(path: paths.database, configuration: configuration)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { db in
                try db.beginTransaction(.immediate)
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
                try db.rollback()
            }
        } catch { throw StoreError(error) }
    }
}

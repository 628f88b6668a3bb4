import Foundation
import GRDB
import Glibc

/// Opening a file: our own, a predecessor's, or one that is neither.
enum Adoption {
    static func configuration(patience: Double) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(patience)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA temp_store = MEMORY") }
        return configuration
    }

    static func connect(_ paths: WorkspacePaths, patience: Double) throws(StoreError) -> Connection {
        let shown = paths.shown(paths.database)
        // SQLite would make the file with the umask's permissions; its log files take over those of the file.
        let number = Glibc.open(paths.database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw Posix.writeFailure(shown) }
        Glibc.close(number)
        if let refusal = try refusal(paths.database, patience) { throw refusal }
        do {
            let pool = try DatabasePool(path: paths.database, configuration: configuration(patience: patience))
            // GRDB sets NORMAL with WAL; receipts must survive a power cut.
            try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
            return Connection(writer: pool, patience: patience)
        } catch { throw StoreError(error) }
    }

    /// Looks at the file without changing it, not even its journal mode.
    private static func refusal(_ path: String, _ patience: Double) throws(StoreError) -> StoreError? {
        do {
            var reading = configuration(patience: patience)
            reading.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: reading)
            return try queue.read { db in
                if try Schema.migrator.hasBeenSuperseded(db) { return .newerDatabase }
                return try Schema.refusal(of: db)
            }
        } catch { throw StoreError(error) }
    }

    /// - Returns: the backup, when the file had rows to lose.
    static func migrate(_ connection: Connection, paths: WorkspacePaths, now: Date) throws(StoreError) -> String? {
        let state = try connection.read { db in
            (isCurrent: try Schema.migrator.hasCompletedMigrations(db), isEmpty: try !db.tableExists("exams"))
        }
        if state.isCurrent { return nil }
        if !state.isEmpty { try requireRoom(beside: paths) }
        let backup = state.isEmpty ? nil : try Backup.copy(connection, to: paths, now: now)
        do { try Schema.migrator.migrate(connection.writer) } catch { throw StoreError(error) }
        if let backup {
            try connection.write { db in
                try Events.append("migrated", uid: nil, detail: ["backup": .text(backup)], at: now, in: db)
            }
        }
        return backup
    }

    /// A migration that copies a table leaves the file twice as large, and needs as much again until it is whole; before
    /// it there is the copy.
    private static func requireRoom(beside paths: WorkspacePaths) throws(StoreError) {
        let size = (try? FileManager.default.attributesOfItem(atPath: paths.database)[.size] as? Int) ?? 0
        let needed = 4 * size
        for folder in [(paths.database as NSString).deletingLastPathComponent, paths.backup] {
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            let free = try FreeSpace(at: folder).bytes
            guard free < needed else { continue }
            throw .cannotWrite(
                path: "xrayvision.db",
                reason: """
                    the new version of the database needs \((needed >> 20) + 1) MiB of room; \(free >> 20) MiB are free
                    """)
        }
    }
}

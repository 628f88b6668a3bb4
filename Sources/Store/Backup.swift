import Foundation
import GRDB
import Glibc

/// Copies of the database that deserve the name: a copy is verified before it gets it.
enum Backup {
    /// - Returns: the path of the copy relative to the workspace.
    static func copy(_ connection: Connection, to paths: WorkspacePaths, now: Date) throws(StoreError) -> String {
        let stamp = UTC.fileStamp(now)
        let temporary = "\(paths.backup)/.xrayvision_\(stamp).\(getpid()).tmp"
        let shown = paths.shown(paths.backup)
        try Posix.makeFolders(paths.backup, shownAs: shown)
        let number = Glibc.open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { throw Posix.writeFailure(shown) }
        let file = Descriptor(number)
        do {
            try fill(temporary, from: connection)
        } catch {
            unlink(temporary)
            throw StoreError(error)
        }
        guard fsync(file.number) == 0 else { throw Posix.writeFailure(shown) }
        let name = try place(temporary, in: paths.backup, stamp: stamp, shown: shown)
        try Posix.syncFolder(paths.backup, shownAs: shown)
        return paths.shown("\(paths.backup)/\(name)")
    }

    private static func fill(_ path: String, from connection: Connection) throws {
        let copy = try DatabaseQueue(path: path)
        try connection.writer.backup(to: copy)
        try copy.writeWithoutTransaction { db in
            // The copy took over WAL mode with the pages; a backup is one file.
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
            let answer = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            guard answer == ["ok"] else { throw StoreError.damagedDatabase(reason: answer.first ?? "no answer") }
        }
        try copy.close()
    }

    /// Two backups in one second get two names.
    private static func place(
        _ temporary: String, in folder: String, stamp: String, shown: String
    ) throws(StoreError) -> String {
        for attempt in 1...100 {
            let name = attempt == 1 ? "xrayvision_\(stamp).db" : "xrayvision_\(stamp)_\(attempt).db"
            let code = Posix.renameWithoutReplacing(temporary, "\(folder)/\(name)")
            if code == 0 { return name }
            if code != EEXIST { throw Posix.writeFailure(shown, code) }
        }
        throw Posix.writeFailure(shown, EEXIST)
    }
}

import Foundation
import GRDB
import Glibc
import Radiology
import Synchronization

/// Who did what, a JSON object a line, in `audit/YYYY-MM.jsonl` (UTC). Each line holds the hash of the line before, so
/// that a line that was changed, taken out or moved breaks the chain; the database knows the last line, so that one cut
/// off at the end is missed. Whoever can rewrite all lines and the database can still forge it.
///
/// Several processes may write: each line is written under a lock, behind what is in the file at that moment.
public final class AuditLog: Sendable {
    private let connection: Connection
    private let folder: String
    private let shown: String
    private let turn = Mutex(())
    /// The last line of this process that the database does not know yet.
    private let behind = Mutex<AuditLine?>(nil)

    /// - Throws: `.cannotWrite` for an archive in memory.
    public init(_ archive: Archive) throws(StoreError) {
        guard let paths = archive.paths else { throw .cannotWrite(path: "audit", reason: "the archive is in memory") }
        connection = archive.connection
        (folder, shown) = (paths.audit, paths.shown(paths.audit))
        try Posix.makeFolders(paths.audit, shownAs: shown)
    }

    /// Writes lines; when this returns they are on the disk, and when it throws none of them is. It does not wait for the
    /// database: `keepHead` has to follow.
    public func append(_ entries: [AuditEntry], at now: Date) throws(StoreError) {
        if entries.isEmpty { return }
        try turn.withLock { _ throws(StoreError) in
            let last = try write(entries, UTC.rfc3339(now))
            behind.withLock { $0 = last }
        }
    }

    public func append(_ entry: AuditEntry, at now: Date) throws(StoreError) { try append([entry], at: now) }

    /// Tells the database which line is the last one. Files that are ahead of it are no fault, so whoever cannot write
    /// there now tries it again after the next line.
    public func keepHead() throws(StoreError) {
        guard let head = behind.withLock({ $0 }) else { return }
        // Not durable: a power cut leaves the files ahead, too.
        try connection.write(durable: false) { db in
            let sql = """
                INSERT INTO audit_head (only, number, hash) VALUES (1, ?1, ?2)
                ON CONFLICT (only) DO UPDATE SET number = ?1, hash = ?2 WHERE number < ?1
                """
            try db.run(sql, [head.number, head.hash])
        }
        behind.withLock { if $0?.number == head.number { $0 = nil } }
    }

    /// - Returns: the last line written.
    private func write(_ entries: [AuditEntry], _ moment: String) throws(StoreError) -> AuditLine {
        // The lock is on the folder, since the file is another one each month.
        let folder = try Posix.openFolder(folder, shownAs: shown)
        while flock(folder.number, LOCK_EX) != 0 { if errno != EINTR { throw Posix.writeFailure(shown) } }
        let files = AuditFiles(folder: self.folder, shown: shown)
        let names = try files.names()
        // A clock that was set back does not write into the past.
        let name = max("\(moment.prefix(7)).jsonl", names.last ?? "")
        let last = try files.last(in: names)
        var text: [UInt8] = last.isTorn && names.last == name ? [UInt8(ascii: "\n")] : []
        var line: AuditLine?
        for entry in entries {
            let before = line ?? last.line
            let next = try Self.line(entry, moment, behind: before)
            text += next.bytes + [UInt8(ascii: "\n")]
            line = next
        }
        try files.append(text, to: name)
        if !names.contains(name), fsync(folder.number) != 0 { throw Posix.writeFailure(shown) }
        guard let line else { throw .cannotWrite(path: shown, reason: "nothing to write") }
        return line
    }

    private static func line(
        _ entry: AuditEntry, _ moment: String, behind last: AuditLine?
    ) throws(StoreError) -> AuditLine {
        do {
            return try AuditLine(entry, number: (last?.number ?? 0) + 1, at: moment, previous: last?.hash ?? "")
        } catch { throw StoreError(error) }
    }

    /// What is wrong with the chain, file by file and in order; empty when nothing is.
    public func verify() throws(StoreError) -> [AuditFault] {
        let head = try connection.read { db in
            try db.first("SELECT number, hash FROM audit_head").map { (number: $0[0] as Int64, hash: $0[1] as String) }
        }
        var check = AuditCheck(head: head?.number, headHash: head?.hash)
        let files = AuditFiles(folder: folder, shown: shown)
        for name in try files.names() { try check.take(files.bytes(name), of: name) }
        return check.finished()
    }
}

extension WorkspacePaths {
    /// Who did what.
    public var audit: String { root + "/audit" }
}

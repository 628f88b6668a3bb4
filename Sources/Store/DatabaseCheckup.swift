import Foundation
import GRDB
import Glibc

/// What a look at the database's file tells; the look migrates, makes and changes nothing.
public struct DatabaseCheckup: Sendable, Equatable {
    /// The last numbered sentence of the schema that is true in the file; `nil` for a predecessor's database.
    public let schema: String?
    /// The sentences that the next start will make true.
    public let pending: [String]
    /// What SQLite's quick check found wrong, in its own words; empty when nothing is.
    public let damage: [String]
    /// Bytes of the file.
    public let bytes: Int

    /// - Parameter patience: seconds to wait for a writer.
    /// - Returns: `nil` when there is no such file.
    /// - Throws: `.foreignDatabase`, `.tooOldDatabase`, `.newerDatabase`, `.damagedDatabase`, `.cannotRead`, `.busy`.
    public static func look(at paths: WorkspacePaths, patience: Double = 1) throws(StoreError) -> DatabaseCheckup? {
        var attributes = stat()
        guard stat(paths.database, &attributes) == 0 else {
            if errno == ENOENT { return nil }
            throw .cannotRead(path: paths.shown(paths.database), reason: Posix.reason())
        }
        guard access(paths.database, R_OK) == 0 else {
            throw .cannotRead(path: paths.shown(paths.database), reason: Posix.reason())
        }
        do {
            let queue = try DatabaseQueue(path: address(of: paths.database), configuration: reading(patience))
            defer { try? queue.close() }
            return try queue.read { db in try DatabaseCheckup(db, bytes: attributes.st_size) }
        } catch { throw StoreError(error) }
    }

    private init(_ db: Database, bytes: Int) throws {
        if try Schema.migrator.hasBeenSuperseded(db) { throw StoreError.newerDatabase }
        if let refusal = try Schema.refusal(of: db) { throw refusal }
        // The identifiers are numbered, so their order is that of the numbers.
        let applied = try Schema.migrator.appliedIdentifiers(db)
        schema = applied.max()
        pending = Schema.migrator.migrations.filter { !applied.contains($0) }
        let answer = try String.fetchAll(db, sql: "PRAGMA quick_check(10)")
        damage = answer == ["ok"] ? [] : answer
        self.bytes = bytes
    }

    private static func reading(_ patience: Double) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(patience)
        return configuration
    }

    /// A database that nobody has open is read as an immutable file: SQLite would otherwise put its log files beside a
    /// file in WAL mode, even to read it. Documentation: sqlite.org/uri.html.
    private static func address(of path: String) -> String {
        guard access(path + "-wal", F_OK) != 0 else { return path }
        let escaped = path.utf8.reduce(into: "") { text, byte in
            let isPlain = byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || byte == UInt8(ascii: "/"))
            text += isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "file:\(escaped)?immutable=1"
    }
}

extension DatabaseCheckup {
    /// What is wrong with the chain of the audit log; `nil` when nothing was written down yet. Makes and changes nothing.
    public static func auditFaults(
        at paths: WorkspacePaths, patience: Double = 1
    ) throws(StoreError) -> [AuditFault]? {
        guard access(paths.audit, F_OK) == 0, access(paths.database, R_OK) == 0 else { return nil }
        let head: (number: Int64, hash: String)?
        do {
            let queue = try DatabaseQueue(path: address(of: paths.database), configuration: reading(patience))
            defer { try? queue.close() }
            head = try queue.read { db in
                guard try db.tableExists("audit_head") else { return nil }
                return try db.first("SELECT number, hash FROM audit_head").map { ($0[0] as Int64, $0[1] as String) }
            }
        } catch { throw StoreError(error) }
        var check = AuditCheck(head: head?.number, headHash: head?.hash)
        let files = AuditFiles(folder: paths.audit, shown: paths.shown(paths.audit))
        for name in try files.names() { try check.take(files.bytes(name), of: name) }
        return check.finished()
    }
}

import Foundation
import GRDB

/// The list of refused files.
public struct Rejections: Sendable {
    let connection: Connection

    /// - Returns: the rejection's number. A file at the same kept path is the same rejection: recorded once.
    @discardableResult
    public func add(_ rejection: Rejection, at now: Date) throws(StoreError) -> Int64 {
        try connection.write { db in
            if let path = rejection.keptPath,
                let known = try db.first("SELECT id FROM rejections WHERE kept_path = ?", [path])
            {
                return known[0]
            }
            let sql = """
                INSERT INTO rejections (name, reason, detail, byte_offset, received, source, kept_path, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
            try db.run(
                sql,
                [
                    rejection.name, rejection.reason.rawValue, rejection.detail, rejection.offset, rejection.received,
                    rejection.source, rejection.keptPath, rejection.bytes,
                ])
            let id = db.lastInsertedRowID
            try Events.append(
                "rejected", uid: nil, detail: ["id": .number(Int(id)), "reason": .text(rejection.reason.rawValue)],
                at: now, in: db)
            return id
        }
    }

    /// Newest first.
    /// - Parameter id: only those before this one; `nil` starts with the newest.
    public func list(before id: Int64? = nil, limit: Int = 100) throws(StoreError) -> [Rejection] {
        try connection.read { db in
            let sql = """
                SELECT id, name, reason, detail, byte_offset, received, source, kept_path, bytes
                FROM rejections WHERE id < ? ORDER BY id DESC LIMIT ?
                """
            return try db.all(sql, [id ?? Int64.max, limit]).map { row in
                Rejection(
                    id: row[0], name: row[1], reason: RejectionReason(rawValue: row[2]) ?? .ioError, detail: row[3],
                    offset: row[4], received: row[5], source: row[6], keptPath: row[7], bytes: row[8])
            }
        }
    }

    /// Whether a file of this name and size was refused before.
    public func knows(_ name: String, bytes: Int) throws(StoreError) -> Bool {
        try connection.read { db in
            try db.first("SELECT 1 FROM rejections WHERE name = ? AND bytes = ? LIMIT 1", [name, bytes]) != nil
        }
    }

    public func count() throws(StoreError) -> Int {
        try connection.read { db in try db.count("SELECT count(*) FROM rejections") }
    }
}

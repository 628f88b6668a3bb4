import Foundation
import GRDB
import Radiology

/// "Somebody should look at this one", with a note.
public struct Flag: Sendable, Equatable {
    public let id: Int64
    public let uid: SOPInstanceUID
    /// Who flagged it.
    public let login: String
    /// Free text of a person; it may hold anything, also patient data.
    public let note: String
    /// RFC 3339 UTC.
    public let at: String
    /// RFC 3339 UTC; `nil` while it stands.
    public let cleared: String?
}

/// Marks that people put on exams. One stands at a time; the former ones are kept.
public struct Flags: Sendable {
    let connection: Connection

    /// Longer notes are cut.
    public static let longestNote = 1000

    /// Flags an exam; a flag that stands gives way to the new one.
    /// - Throws: `.unknownExam`.
    public func raise(_ uid: SOPInstanceUID, by login: String, note: String = "", now: Date) throws(StoreError) {
        try connection.write { db in
            guard try db.first("SELECT 1 FROM exams WHERE uid = ?", [uid.rawValue]) != nil else {
                throw StoreError.unknownExam(uid)
            }
            try Self.clear(uid, by: login, now: now, in: db)
            try db.run(
                "INSERT INTO flags (uid, login, note, at) VALUES (?, ?, ?, ?)",
                [uid.rawValue, login, String(note.prefix(Self.longestNote)), UTC.rfc3339(now)])
            try Events.append("flagged", uid: uid, at: now, in: db)
        }
    }

    /// - Returns: whether one stood.
    @discardableResult
    public func clear(_ uid: SOPInstanceUID, by login: String, now: Date) throws(StoreError) -> Bool {
        try connection.write { db in
            guard try Self.clear(uid, by: login, now: now, in: db) else { return false }
            try Events.append("unflagged", uid: uid, at: now, in: db)
            return true
        }
    }

    /// Every flag of an exam, oldest first; the last one stands unless it was cleared.
    public func history(of uid: SOPInstanceUID) throws(StoreError) -> [Flag] {
        try connection.read { db in
            let sql = "SELECT id, uid, login, note, at, cleared FROM flags WHERE uid = ? ORDER BY id"
            return try db.all(sql, [uid.rawValue]).compactMap { Flag(row: $0) }
        }
    }

    @discardableResult
    private static func clear(_ uid: SOPInstanceUID, by login: String, now: Date, in db: Database) throws -> Bool {
        let sql = "UPDATE flags SET cleared = ?, cleared_by = ? WHERE uid = ? AND cleared IS NULL"
        return try db.run(sql, [UTC.rfc3339(now), login, uid.rawValue]) == 1
    }
}

extension Flag {
    /// `id, uid, login, note, at, cleared` from a place on; `nil` where there is none.
    init?(row: Row, from first: Int = 0) {
        guard let id = row[first] as Int64?,
            let uid = (row[first + 1] as String?).flatMap(SOPInstanceUID.init(rawValue:))
        else { return nil }
        self.init(
            id: id, uid: uid, login: row[first + 2], note: row[first + 3], at: row[first + 4], cleared: row[first + 5])
    }
}

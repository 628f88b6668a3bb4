import Foundation
import GRDB
import Radiology

/// A detail of an event. Never patient data: events leave the house as frames and log lines.
public enum EventValue: Sendable, Equatable, Encodable {
    case text(String)
    case number(Int)

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }
}

/// One thing that happened.
public struct Event: Sendable, Equatable {
    /// Grows with every event, never given twice.
    public let id: Int64
    /// RFC 3339 UTC.
    public let at: String
    public let kind: String
    public let uid: SOPInstanceUID?
    /// A JSON object.
    public let detail: String
}

/// What happened, in order, since the last pruning.
public struct Events: Sendable {
    let connection: Connection

    public func append(
        _ kind: String, uid: SOPInstanceUID? = nil, detail: [String: EventValue] = [:], at now: Date
    ) throws(StoreError) {
        try connection.write { db in try Self.append(kind, uid: uid, detail: detail, at: now, in: db) }
    }

    /// The events after `id`, oldest first.
    public func after(_ id: Int64, limit: Int = 1000) throws(StoreError) -> [Event] {
        try connection.read { db in
            let sql = "SELECT id, at, kind, uid, detail FROM events WHERE id > ? ORDER BY id LIMIT ?"
            return try db.all(sql, [id, limit]).map { row in
                Event(
                    id: row[0], at: row[1], kind: row[2],
                    uid: (row[3] as String?).flatMap(SOPInstanceUID.init(rawValue:)),
                    detail: row[4])
            }
        }
    }

    /// The number of the last event; 0 before the first.
    public func last() throws(StoreError) -> Int64 {
        try connection.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM events") ?? 0 }
    }

    /// Removes the events before `id` and says so in an event of its own.
    /// - Returns: how many were removed.
    @discardableResult
    public func prune(before id: Int64, at now: Date) throws(StoreError) -> Int {
        try connection.write { db in
            let range = try db.first("SELECT min(id), max(id), count(*) FROM events WHERE id < ?", [id])
            guard let range, let first = range[0] as Int?, let last = range[1] as Int? else { return 0 }
            try db.run("DELETE FROM events WHERE id < ?", [id])
            let detail: [String: EventValue] = [
                "first": .number(first), "last": .number(last), "count": .number(range[2]),
            ]
            try Self.append("pruned", uid: nil, detail: detail, at: now, in: db)
            return range[2]
        }
    }

    /// Forgets those from before `moment`; ids follow time.
    @discardableResult
    public func prune(madeBefore moment: Date, at now: Date) throws(StoreError) -> Int {
        let first = try connection.read { db in
            try db.first("SELECT id FROM events WHERE at >= ? ORDER BY id LIMIT 1", [UTC.rfc3339(moment)])?[0] as Int64?
        }
        return try first.map { id throws(StoreError) in try prune(before: id, at: now) } ?? 0
    }

    /// Inside the transaction of what happened.
    static func append(
        _ kind: String, uid: SOPInstanceUID?, detail: [String: EventValue] = [:], at now: Date, in db: Database
    ) throws {
        let sql = "INSERT INTO events (at, kind, uid, detail) VALUES (?, ?, ?, ?)"
        try db.run(sql, [UTC.rfc3339(now), kind, uid?.rawValue, text(detail)])
    }

    static func text(_ detail: [String: EventValue]) throws -> String {
        if detail.isEmpty { return "{}" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(detail), as: UTF8.self)
    }
}

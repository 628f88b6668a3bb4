import Foundation
import GRDB

/// How a model server stood when it was last asked.
public struct KeptEndpoint: Sendable, Equatable {
    /// Without user and password.
    public let address: String
    /// A word of whoever asks it, such as `well` or `unreachable`.
    public let state: String
    /// Since when it has been so.
    public let since: Date
    public let checked: Date
    /// The model that answered last.
    public let model: String?
    /// A sentence for a person.
    public let problem: String?

    init(_ row: Row) {
        (address, state, model, problem) = (row[0], row[1], row[4], row[5])
        since = UTC.moment(row[2]) ?? .distantPast
        checked = UTC.moment(row[3]) ?? .distantPast
    }
}

/// The model servers, across restarts: who was last well, and which model answered there.
public struct Endpoints: Sendable {
    let connection: Connection

    private static let columns = "address, state, since, checked, model, problem"

    public func all() throws(StoreError) -> [KeptEndpoint] {
        try connection.read { db in
            try db.all("SELECT \(Self.columns) FROM endpoints ORDER BY address").map(KeptEndpoint.init)
        }
    }

    public func standing(of address: String) throws(StoreError) -> KeptEndpoint? {
        try connection.read { db in try Self.standing(of: address, in: db) }
    }

    private static func standing(of address: String, in db: Database) throws -> KeptEndpoint? {
        try db.first("SELECT \(columns) FROM endpoints WHERE address = ?", [address]).map(KeptEndpoint.init)
    }

    /// Notes what asking a server showed; `since` moves only when the state does, and only then is there an
    /// `endpoint_changed` event.
    /// - Returns: the state before, when it was another.
    @discardableResult
    public func note(
        _ address: String, state: String, problem: String? = nil, now: Date
    ) throws(StoreError) -> String? {
        try connection.write(durable: false) { db in
            let before = try Self.standing(of: address, in: db)?.state
            let sql = """
                INSERT INTO endpoints (address, state, since, checked, problem) VALUES (?1, ?2, ?3, ?3, ?4)
                ON CONFLICT (address) DO UPDATE SET since = CASE WHEN state = ?2 THEN since ELSE ?3 END,
                    state = ?2, checked = ?3, problem = ?4
                """
            try db.run(sql, [address, state, UTC.rfc3339(now), problem])
            guard before != state else { return nil }
            let detail = ["address": EventValue.text(address), "state": .text(state)]
            try Events.append("endpoint_changed", uid: nil, detail: detail, at: now, in: db)
            return before
        }
    }

    /// Notes which model answered; another one than last time leaves a `model_changed` event.
    /// Two servers behind one address take turns: each change is told once a day.
    /// - Returns: the model before, when it was another and nobody was told of it that day.
    @discardableResult
    public func answered(_ address: String, model: String, now: Date) throws(StoreError) -> String? {
        try connection.write(durable: false) { db in
            let before = try Self.standing(of: address, in: db)?.model
            guard before != model else { return nil }
            let sql = """
                INSERT INTO endpoints (address, state, since, checked, model) VALUES (?1, 'well', ?2, ?2, ?3)
                ON CONFLICT (address) DO UPDATE SET model = ?3
                """
            try db.run(sql, [address, UTC.rfc3339(now), model])
            guard let before, try !Self.wasNoted(address, model, since: now.addingTimeInterval(-86400), in: db) else {
                return nil
            }
            let detail = ["address": EventValue.text(address), "before": .text(before), "model": .text(model)]
            try Events.append("model_changed", uid: nil, detail: detail, at: now, in: db)
            return before
        }
    }

    /// Forgets servers that the settings do not name any more.
    public func keepOnly(_ addresses: [String]) throws(StoreError) {
        try connection.write { db in
            for row in try db.all("SELECT address FROM endpoints") where !addresses.contains(row[0]) {
                try db.run("DELETE FROM endpoints WHERE address = ?", [row[0] as String])
            }
        }
    }

    private static func wasNoted(
        _ address: String, _ model: String, since moment: Date, in db: Database
    ) throws -> Bool {
        let sql = """
            SELECT 1 FROM alarms WHERE uid IS NULL AND at > ? AND kind = 'model-changed'
                AND json_extract(detail, '$.address') = ? AND json_extract(detail, '$.model') = ? LIMIT 1
            """
        return try db.first(sql, [UTC.rfc3339(moment), address, model]) != nil
    }
}

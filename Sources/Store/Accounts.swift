import Foundation
import GRDB

/// Who may sign in. Role and hash are texts that mean nothing here.
public struct Account: Sendable, Equatable {
    public let login: String
    public let role: String
    public let hash: String
    /// RFC 3339 UTC.
    public let created: String
    /// RFC 3339 UTC of the last change of role or hash: what was signed before is not valid any more.
    public let changed: String
}

/// The accounts of the workspace.
public struct Accounts: Sendable {
    let connection: Connection

    public func account(_ login: String) throws(StoreError) -> Account? {
        try connection.read { db in try db.first(Self.select + "WHERE login = ?", [login]).map(Self.account) }
    }

    /// By login.
    public func all() throws(StoreError) -> [Account] {
        try connection.read { db in try db.all(Self.select + "ORDER BY login").map(Self.account) }
    }

    /// Makes an account or gives one a new role and hash; `created` stays.
    public func put(_ login: String, role: String, hash: String, now: Date) throws(StoreError) {
        try connection.write { db in
            let sql = """
                INSERT INTO accounts (login, role, hash, created, changed) VALUES (?1, ?2, ?3, ?4, ?4)
                ON CONFLICT (login) DO UPDATE SET role = ?2, hash = ?3, changed = ?4
                """
            try db.run(sql, [login, role, hash, UTC.rfc3339(now)])
        }
    }

    /// - Returns: whether there was such an account.
    @discardableResult
    public func change(hash: String, of login: String, now: Date) throws(StoreError) -> Bool {
        try connection.write { db in
            let sql = "UPDATE accounts SET hash = ?, changed = ? WHERE login = ?"
            return try db.run(sql, [hash, UTC.rfc3339(now), login]) == 1
        }
    }

    /// - Returns: whether there was such an account.
    @discardableResult
    public func remove(_ login: String) throws(StoreError) -> Bool {
        try connection.write { db in try db.run("DELETE FROM accounts WHERE login = ?", [login]) == 1 }
    }

    private static let select = "SELECT login, role, hash, created, changed FROM accounts "

    private static func account(_ row: Row) -> Account {
        Account(login: row[0], role: row[1], hash: row[2], created: row[3], changed: row[4])
    }
}

import Foundation
import GRDB
import Radiology

/// Texts that were translated once need not be translated again.
public struct Translations: Sendable {
    let connection: Connection

    public struct Translation: Sendable, Equatable {
        public let text: String
        /// As answered.
        public let model: String?
        /// RFC 3339 UTC.
        public let created: String
    }

    /// - Parameter asked: by whom and with which prompt it was made; another model or prompt translates anew.
    public func translation(of source: String, asked: String) throws(StoreError) -> Translation? {
        let hash = ContentHash(of: source).rawValue
        let sql = "SELECT text, model, created FROM translations WHERE source_hash = ? AND asked = ?"
        return try connection.read { db in
            try db.first(sql, [hash, asked])
                .map { Translation(text: $0[0], model: $0[1], created: $0[2]) }
        }
    }

    /// A newer translation of the same text takes the place of the older one.
    public func keep(
        _ text: String, of source: String, asked: String, model: String?, now: Date
    ) throws(StoreError) {
        let values: StatementArguments = [ContentHash(of: source).rawValue, asked, text, model, UTC.rfc3339(now)]
        let sql =
            "INSERT OR REPLACE INTO translations (source_hash, asked, text, model, created) VALUES (?, ?, ?, ?, ?)"
        // Losing one to a power cut costs a call.
        try connection.write(durable: false) { db in _ = try db.run(sql, values) }
    }

    /// Forgets those made before `moment`: they hold reports of patients.
    /// - Returns: how many.
    @discardableResult
    public func prune(madeBefore moment: Date) throws(StoreError) -> Int {
        try connection.write { db in
            try db.run("DELETE FROM translations WHERE created < ?", [UTC.rfc3339(moment)])
        }
    }
}

import GRDB
import Radiology

/// What the prompt hashes beside the answers stand for. A text is kept once and never changed.
public struct PromptTexts: Sendable {
    let connection: Connection

    /// Keeps what is not there yet: cheap enough for every start. Keep before asking, so that no answer names a text that
    /// nobody has.
    /// - Returns: the SHA-256 (hex) of each text's UTF-8 form, in the order given.
    @discardableResult
    public func keep(_ texts: some Collection<String>) throws(StoreError) -> [String] {
        let named = texts.map { (ContentHash(of: $0).rawValue, $0) }
        try connection.write { db in
            for (hash, text) in named {
                try db.run("INSERT INTO prompt_texts (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING", [hash, text])
            }
        }
        return named.map(\.0)
    }

    public func text(_ hash: String) throws(StoreError) -> String? {
        try connection.read { db in try db.first("SELECT text FROM prompt_texts WHERE hash = ?", [hash])?[0] }
    }
}

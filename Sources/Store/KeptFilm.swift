import Foundation
import GRDB
import Radiology

/// A film as the database knows it.
public struct KeptFilm: Sendable, Equatable {
    public let contentHash: String
    public let bytes: Int
    public let source: String
    /// RFC 3339 UTC.
    public let received: String
    /// Relative to the workspace.
    public let archivePath: String?
    public let qualityJSON: String?
    /// Other bytes than the first film of this UID.
    public let isRevision: Bool
    /// It was tried to draw the film, and nothing could be drawn.
    public let isUndrawable: Bool
    /// How the picture for the reader was drawn last, and from which frame, as far as that was recorded.
    public let recipe: PictureRecipe?

    init(row: Row) {
        contentHash = row[0]
        bytes = row[1]
        source = row[2]
        received = row[3]
        archivePath = row[4]
        qualityJSON = row[5]
        isRevision = row[6] != 0
        isUndrawable = row[7] ?? false
        recipe = PictureRecipe(name: row[8] as String?, hash: row[9] as String?, frame: row[10] as Int?)
    }
}

/// `FilmFacts` as the JSON text of a column.
enum FactsText {
    static func encoded(_ facts: FilmFacts) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Not-a-number in a pixel spacing is the one thing JSON cannot hold: such facts are unknown.
        guard let data = try? encoder.encode(facts) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Facts that a later version wrote differently are unknown, not an error.
    static func decoded(_ text: String?) -> FilmFacts {
        guard let text, text != "{}" else { return FilmFacts() }
        return (try? JSONDecoder().decode(FilmFacts.self, from: Data(text.utf8))) ?? FilmFacts()
    }
}

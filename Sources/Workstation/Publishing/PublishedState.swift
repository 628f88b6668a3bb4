import Foundation
import Store

/// What a folder of pages shows, kept beside them as `.published.json`. A folder without it is drawn whole.
struct PublishedState: Codable, Equatable {
    /// The last change of the database that the pages show.
    var sequence: Int64
    /// Hash of everything else that decides what a page looks like: version, templates, settings.
    var appearance: String
    /// Hash of the front page's banners: an alarm about no exam is no change of an exam. Absent in earlier versions.
    var notices: String?

    private static let name = ".published.json"

    static func read(_ folder: String) -> PublishedState? {
        guard let file = try? FileBytes.read("\(folder)/\(name)", limit: 65_536) else { return nil }
        return try? JSONDecoder().decode(PublishedState.self, from: Data(file.bytes))
    }

    func write(_ folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try AtomicFile.write(
            Array(try encoder.encode(self)), to: "\(folder)/\(Self.name)", durable: false, shownAs: "reports")
    }
}

import Foundation
import Radiology
import Reports
import Store

/// Where the reports of one audience lie: a folder a night, and the list of all of them.
///
/// Initials are below `reports/nightly/`, names below `reports/admin/nightly/`: whoever may see that folder's pages may
/// see these.
struct NightShelf: Sendable {
    let audience: Reports.Audience
    /// `reports`
    let reports: String
    let paths: WorkspacePaths

    var folder: String { audience == .user ? "\(reports)/nightly" : "\(reports)/\(audience.rawValue)/nightly" }

    /// The way from a night's page to the folder with the audience's film pages.
    var toFilms: String { audience == .user ? "../../\(audience.rawValue)/" : "../../" }

    func path(_ night: String, _ name: String = "index.html") -> String { "\(folder)/\(night)/\(name)" }

    func file(_ night: String) -> NightFile? { NightFile.read(path(night, "figures.json")) }

    /// What was measured on the morning after a night. Read by itself, since it is all of a night that cannot be made again.
    func health(_ night: String) -> NightlyHealth? {
        struct Kept: Decodable { let health: NightlyHealth? }
        guard let file = try? FileBytes.read(path(night, "figures.json"), limit: 64 << 20) else { return nil }
        return (try? JSONDecoder().decode(Kept.self, from: Data(file.bytes)))?.health
    }

    /// Every night with a folder, oldest first.
    func nights() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { CalendarDay($0)?.description == $0 }.sorted()
    }

    /// Writes a night's files; one that says the same as before is left alone.
    /// - Returns: how many changed.
    func write(_ night: String, page: [UInt8], _ file: NightFile) throws -> Int {
        let type = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(night)")[.type] as? FileAttributeType
        // Nothing is written outside the workspace.
        guard type != .typeSymbolicLink else {
            throw StoreError.cannotWrite(
                path: paths.shown(path(night)), reason: "its folder is a link to another place")
        }
        var written = 0
        for (bytes, name) in [(try file.json(), "figures.json"), (file.csv(), "figures.csv"), (page, "index.html")] {
            written += try write(bytes, path(night, name))
        }
        return written
    }

    /// Draws the list anew. Lines of nights are kept in `nights.json`, so that no other night's file is read.
    func writeIndex(adding entry: NightlyEntry, workspaceName: String) throws -> Int {
        let kept =
            (try? FileBytes.read("\(folder)/nights.json", limit: 64 << 20))
            .flatMap { try? JSONDecoder().decode([NightlyEntry].self, from: Data($0.bytes)) } ?? []
        let known = Dictionary(kept.map { ($0.night, $0) }) { first, _ in first }
        let entries = Set(nights() + [entry.night]).sorted().compactMap { night -> NightlyEntry? in
            if night == entry.night { return entry }
            if let line = known[night], line.isWhole { return line }
            // Lost, or of an older version.
            return file(night)?.line ?? known[night]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let index = NightlyIndex(
            entries, audience: audience, workspaceName: workspaceName, version: Workstation.version)
        return try write(Array(try encoder.encode(entries)) + [UInt8(ascii: "\n")], "\(folder)/nights.json")
            + write(try index.html(), "\(folder)/index.html")
    }

    private func write(_ bytes: [UInt8], _ path: String) throws -> Int {
        try AtomicFile.write(bytes, to: path, durable: false, shownAs: paths.shown(path)) ? 1 : 0
    }
}

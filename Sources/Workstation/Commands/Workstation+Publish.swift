import Foundation
import Radiology
import Reports
import Store

extension Workstation {
    /// Writes the static pages and charts.
    /// - Parameter statisticsOnly: draws the pages of the statistics and no films.
    public func publish(
        out: String?, audience: String?, since: String?, statisticsOnly: Bool = false, dryRun: Bool
    ) async throws {
        let day = try since.map { text in
            guard let day = CalendarDay(text) else {
                throw WorkstationError(
                    .usage, "--since is not a day.", suggestion: "Write the day as YYYY-MM-DD, such as 2026-03-02.")
            }
            return day
        }
        var publisher = try publisher(folder: out, audience: audience)
        publisher.isPretending = dryRun
        let published = try await Self.orEndingLater { [publisher] in
            if statisticsOnly { return try await publisher.publishStatistics() }
            return try await publisher.publish(since: day, findingLostPictures: true, catchingUpWithin: reserve)
        }
        if let problem = published.chartProblem { console.note("No charts: \(problem)") }
        if published.unreadableOriginals > 0 {
            let films = published.unreadableOriginals == 1 ? "1 film" : "\(published.unreadableOriginals) films"
            console.note("\(films) of earlier versions have no viewer: their originals cannot be read now.")
        }
        if console.wantsJSON { return try console.answer(json: published) }
        let verb = dryRun ? "would be written" : "written"
        let start = statisticsOnly ? publisher.statistics : publisher.start
        console.answer("\(published.drawn) pages drawn, \(published.written) \(verb). Start at \(start).")
    }

    /// - folder: inside the workspace; `nil` is `reports`.
    func publisher(folder: String? = nil, audience: String? = nil) throws -> Publisher {
        let all = settings.reports.audiences.compactMap { Reports.Audience(rawValue: $0.rawValue) }
        guard let audience else { return publisher(try insideWorkspace(folder), all) }
        guard let chosen = Reports.Audience(rawValue: audience) else {
            throw WorkstationError(
                .usage, "There is no audience \(audience).", suggestion: "Choose admin (names) or user (initials).")
        }
        return publisher(try insideWorkspace(folder), [chosen])
    }

    private func publisher(_ folder: String, _ audiences: [Reports.Audience]) -> Publisher {
        Publisher(
            archive: archive, folder: folder, audiences: audiences,
            workspaceName: settings.workspace.lastPathComponent, threshold: threshold,
            settings: loaded.values.map {
                AboutPage.Setting(key: "[\($0.section)] \($0.key)", value: $0.text, origin: "\($0.origin)")
            },
            attributions: credits, font: Charts.debianFont, figures: figures,
            pictures: pictures, progress: console.progress)
    }

    /// Lines of `credits.txt` in the workspace: what must stand wherever its films are shown.
    var credits: [String] {
        guard let file = try? FileBytes.read("\(paths.root)/credits.txt", limit: 16_384) else { return [] }
        return String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").prefix(10).map(String.init)
    }

    /// Resolves the links of the part that exists; what is still to be made cannot be a link.
    private static func withoutLinks(_ target: URL) -> URL {
        if target.path == "/" || FileManager.default.fileExists(atPath: target.path) {
            return target.resolvingSymlinksInPath()
        }
        return withoutLinks(target.deletingLastPathComponent()).appending(path: target.lastPathComponent)
    }

    /// Nothing is ever written outside the workspace.
    private func insideWorkspace(_ folder: String?) throws -> String {
        guard let folder else { return paths.reports }
        let root = settings.workspace.standardizedFileURL.resolvingSymlinksInPath().path
        let target = Self.withoutLinks(URL(filePath: folder, relativeTo: settings.workspace).standardizedFileURL).path
        guard target.hasPrefix(root + "/") else {
            throw WorkstationError(
                .cannotWrite, "The pages would be written outside the workspace.",
                suggestion: "Name a folder inside the workspace, and copy or share it from there.")
        }
        let taken = ["spool", "archive", "backup", "prompts"].map { "\(root)/\($0)/" }
        guard !taken.contains(where: "\(target)/".hasPrefix) else {
            throw WorkstationError(
                .usage, "The pages would be written among films or settings.",
                suggestion: "Name a folder of its own, such as reports-for-study.")
        }
        return target
    }
}

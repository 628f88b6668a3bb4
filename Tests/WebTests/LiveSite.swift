import Foundation
import HTTPClient
import Logging
import ServiceLifecycle
import Web

/// A folder of pages with traps beside it; removed with the value that holds it.
final class PagesFolder: Sendable {
    let location: URL
    var reports: URL { location.appending(path: "reports") }

    init() throws {
        location = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString)")
        for folder in ["reports/images", "reports/user/day one"] {
            try FileManager.default.createDirectory(
                at: location.appending(path: folder), withIntermediateDirectories: true)
        }
        for (name, text) in [
            ("reports/index.html", "home"), ("reports/style.css", "body {}"), ("reports/images/1.2.3.png", "picture"),
            ("reports/user/day one/index.html", "day"), ("reports/.secret", "secret"), ("outside.txt", "outside"),
        ] {
            try write(text, name)
        }
        for (link, target) in [("inside.html", "index.html"), ("outside.txt", "../outside.txt"), ("escape", "..")] {
            try FileManager.default.createSymbolicLink(
                atPath: reports.appending(path: link).path, withDestinationPath: target)
        }
    }

    deinit { try? FileManager.default.removeItem(at: location) }

    func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: location.appending(path: name), options: .atomic)
    }
}

/// Pages being served on a free port of this machine.
struct LiveSite: Sendable {
    let folder: PagesFolder
    let listening: LivePages.Listening
    let client: HTTPClient

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Starts the pages, runs `body` against them and stops them in the way SIGTERM does.
    static func serving(_ body: @Sendable (LiveSite) async throws -> Void) async throws {
        let folder = try PagesFolder()
        let (ports, feed) = AsyncStream<LivePages.Listening>.makeStream()
        let pages = try LivePages(folder: folder.reports, logger: silent) { feed.yield($0) }
        let services = ServiceGroup(services: [pages], logger: silent)
        let client = HTTPClient()
        defer { client.shutdown() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                try await services.run()
            }
            for await listening in ports.prefix(1) {
                let result: Result<Void, any Error>
                do {
                    result = .success(try await body(LiveSite(folder: folder, listening: listening, client: client)))
                } catch {
                    result = .failure(error)
                }
                await services.triggerGracefulShutdown()
                try result.get()
            }
            try await group.waitForAll()
        }
    }

    func get(_ path: String) async throws -> HTTPResponse { try await send("GET", path, []) }

    func send(_ method: String, _ path: String, _ fields: [(String, String)]) async throws -> HTTPResponse {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers.add(name, value) }
        let url = listening.url.dropLast() + path
        return try await client.send(HTTPRequest(method, url: String(url), headers: headers))
    }
}

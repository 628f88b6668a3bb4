import Foundation
import HTTPClient
import Logging
import Radiology
import ServiceLifecycle
import Store
import Synchronization
import Web

/// The whole daemon on a free port, with a ward behind it and an account of each role.
struct APISite: Sendable {
    /// What the daemon asked the workstation to do.
    final class Asked: Sendable {
        private let words = Mutex<[String]>([])
        var all: [String] { words.withLock { $0 } }
        func note(_ word: String) { words.withLock { $0.append(word) } }
    }

    let archive: Archive
    let house: LiveHouse
    let hub: LiveHub
    let asked: Asked
    let address: String
    let client: HTTPClient

    /// Starts the daemon, runs `body` against it, and stops it in the way SIGTERM does.
    static func serving(
        ward: @Sendable (Archive) throws -> Void = { _ = try APIWard($0) },
        change: (inout LiveSettings) -> Void = { _ in },
        _ body: @Sendable (APISite) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "api-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let archive = try Archive.open(paths: WorkspacePaths(root: folder.path), now: APIWard.now)
        try ward(archive)
        let asked = Asked()
        var settings = settings(folder)
        change(&settings)
        let (house, hub) = try house(archive, settings, asked)
        let (ports, feed) = AsyncStream<String>.makeStream()
        let daemon = try LiveDaemon(house: house, hub: hub) { feed.yield($0.url) }
        let services = ServiceGroup(services: [hub, daemon], logger: LiveSite.silent)
        let client = HTTPClient()
        defer { client.shutdown() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                try await services.run()
            }
            for await address in ports.prefix(1) {
                let site = APISite(
                    archive: archive, house: house, hub: hub, asked: asked, address: String(address.dropLast()),
                    client: client)
                let result: Result<Void, any Error>
                do { result = .success(try await body(site)) } catch { result = .failure(error) }
                await services.triggerGracefulShutdown()
                try result.get()
            }
            try await group.waitForAll()
        }
    }

    private static func settings(_ folder: URL) -> LiveSettings {
        LiveSettings(
            bind: "127.0.0.1", port: 0, tls: nil, hosts: [], proxies: [], pageSize: 10, threshold: 5,
            supportedRegions: ["chest", "clavicle"],
            shown: [("AE_TITLE", .text("XRV"), false), ("NTFY_URL", .text("https://ntfy.invalid/secret"), true)],
            workspaceName: "ward", version: "1.0.0", credits: [], viewerLink: nil,
            reportsFolder: folder.appending(path: "reports").path, dataBudget: 0, modelBudget: 0)
    }

    private static func actions(_ archive: Archive, _ threshold: Int, _ asked: Asked) -> LiveActions {
        LiveActions(
            requeue: { uid, prompt in asked.note("requeue \(uid) \(prompt ?? "-")") },
            query: { hours in
                asked.note("query \(hours)")
                return "Asked for \(hours) hours."
            },
            fetchReport: { uid in
                asked.note("fetch \(uid)")
                return "Found."
            },
            check: { report in CheckedReport(isPathologic: report.contains("fract"), severity: 6, summary: "fracture")
            },
            analyse: { _ in Array(#"{"overall_assessment":"fair"}"#.utf8) }, translate: { "English: " + $0 },
            performance: { try WardFigures.json(archive, $0, threshold: threshold) },
            figuresVersion: { try WardFigures.version(archive) }, changed: { asked.note("changed") })
    }

    private static func house(
        _ archive: Archive, _ settings: LiveSettings, _ asked: Asked
    ) throws -> (LiveHouse, LiveHub) {
        let actions = actions(archive, settings.threshold, asked)
        let state = LiveState(
            processing: { [] }, endpoints: { [] }, timings: { Timings(average: 0, shortest: 0, longest: 0) },
            nextQuery: { .disabled }, gauges: { Gauges() })
        let index = ExamIndex(archive, threshold: settings.threshold)
        let zone = TimeZone(identifier: "Europe/Bucharest") ?? .gmt
        let secret = [UInt8](repeating: 7, count: 32)
        let accounts = [
            Web.Account(login: "una", role: .user, secret: "una-word"),
            Web.Account(login: "mara", role: .reviewer, secret: "mara-word"),
            Web.Account(login: "rada", role: .reviewer, secret: "rada-word"),
            Web.Account(login: "adam", role: .admin, secret: "adam-word"),
        ]
        let house = LiveHouse(
            settings: settings, archive: archive, index: index, audit: try AuditLog(archive), state: state,
            actions: actions, originals: .none, accounts: { accounts }, now: { APIWard.now }, timeZone: zone,
            log: LiveSite.silent, secret: secret)
        let hub = LiveHub(
            state: state, index: index, now: { APIWard.now }, timeZone: zone, log: LiveSite.silent, secret: secret)
        return (house, hub)
    }

    /// - Parameter login: its password is the login and `-word`; `nil` asks without one.
    func send(
        _ method: String, _ path: String, as login: String?, _ fields: [(String, String)] = [], body: String? = nil
    ) async throws -> HTTPResponse {
        var headers = HTTPHeaders()
        if let login {
            headers.add("Authorization", "Basic " + Data("\(login):\(login)-word".utf8).base64EncodedString())
        }
        if body != nil, !fields.contains(where: { $0.0 == "Content-Type" }) {
            headers.add("Content-Type", "application/json")
        }
        for (name, value) in fields { headers.add(name, value) }
        return try await client.send(
            HTTPRequest(method, url: address + path, headers: headers, body: Array((body ?? "").utf8)))
    }

    /// The body as text.
    func get(_ path: String, as login: String = "adam") async throws -> String {
        String(decoding: try await send("GET", path, as: login).body, as: UTF8.self)
    }

    func object(_ path: String, as login: String = "adam") async throws -> [String: Any] {
        let bytes = try await send("GET", path, as: login).body
        return try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
    }

    /// The UIDs' last numbers of a list.
    func numbers(_ path: String, as login: String = "adam") async throws -> [Int] {
        let exams = try await object(path, as: login)["exams"] as? [[String: Any]] ?? []
        return exams.compactMap { ($0["uid"] as? String)?.split(separator: ".").last.flatMap { Int($0) } }
    }

    func post(_ path: String, _ body: String, as login: String = "mara") async throws -> (Int, String) {
        let response = try await send("POST", path, as: login, body: body)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }
}

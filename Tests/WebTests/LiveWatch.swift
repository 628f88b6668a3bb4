import Foundation
import HTTPClient
import Logging
import Radiology
import ServiceLifecycle
import Store
import Synchronization
import Web

/// The daemon with a ward behind it, whose state the test sets.
struct LiveWatch: Sendable {
    /// What the workstation says about itself.
    final class State: Sendable {
        struct Values: Sendable {
            var processing: [SOPInstanceUID] = []
            var endpoints: [EndpointLight] = []
            var timings = Timings(average: 0, shortest: 0, longest: 0)
            var nextQuery = NextQuery.disabled
            var gauges = Gauges()
            var accounts = ["una": Role.user, "mara": .reviewer, "adam": .admin]
            /// How often somebody asked.
            var asked = 0
        }

        let values: Mutex<Values>

        init(_ values: Values) { self.values = Mutex(values) }

        var live: LiveState {
            LiveState(
                processing: { self.look(\.processing) }, endpoints: { self.look(\.endpoints) },
                timings: { self.look(\.timings) }, nextQuery: { self.look(\.nextQuery) },
                gauges: { self.look(\.gauges) })
        }

        private func look<Value: Sendable>(_ path: @Sendable (Values) -> Value) -> Value {
            values.withLock {
                $0.asked += 1
                return path($0)
            }
        }
    }

    let archive: Archive
    let house: LiveHouse
    let hub: LiveHub
    let state: State
    let port: Int
    let client: HTTPClient
    let stop: @Sendable () async -> Void

    /// Starts the daemon, runs `body` against it, and stops it in the way SIGTERM does.
    static func serving(
        pace: LiveHub.Pace = LiveHub.Pace(), limits: LiveHub.Limits = LiveHub.Limits(),
        state: State.Values = State.Values(), originals: KeptOriginals = .none,
        change: (inout LiveSettings) -> Void = { _ in }, _ body: @Sendable (LiveWatch) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "watch-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let archive = try Archive.open(paths: WorkspacePaths(root: folder.path), now: APIWard.now)
        _ = try APIWard(archive)
        let state = State(state)
        var settings = settings(folder)
        change(&settings)
        let (house, hub) = try house(archive, settings, state, originals, pace, limits)
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
            for await url in ports.prefix(1) {
                let watch = LiveWatch(
                    archive: archive, house: house, hub: hub, state: state, port: URL(string: url)?.port ?? 0,
                    client: client, stop: { await services.triggerGracefulShutdown() })
                let result: Result<Void, any Error>
                do { result = .success(try await body(watch)) } catch { result = .failure(error) }
                await services.triggerGracefulShutdown()
                try result.get()
            }
            try await group.waitForAll()
        }
    }

    private static func settings(_ folder: URL) -> LiveSettings {
        LiveSettings(
            bind: "127.0.0.1", port: 0, tls: nil, hosts: [], proxies: [], pageSize: 10, threshold: 5,
            supportedRegions: ["chest"], shown: [], workspaceName: "ward", version: "1.0.0", credits: [],
            viewerLink: nil, reportsFolder: folder.appending(path: "reports").path, dataBudget: 0, modelBudget: 0)
    }

    private static func house(
        _ archive: Archive, _ settings: LiveSettings, _ state: State, _ originals: KeptOriginals,
        _ pace: LiveHub.Pace, _ limits: LiveHub.Limits
    ) throws -> (LiveHouse, LiveHub) {
        let actions = LiveActions(
            requeue: { _, _ in }, query: { _ in "" }, fetchReport: { _ in "" },
            check: { _ in CheckedReport(isPathologic: false, severity: 0, summary: "") }, analyse: { _ in [] },
            translate: { $0 }, changed: {})
        let index = ExamIndex(archive, threshold: settings.threshold)
        let zone = TimeZone(identifier: "Europe/Bucharest") ?? .gmt
        let secret = [UInt8](repeating: 7, count: 32)
        let house = LiveHouse(
            settings: settings, archive: archive, index: index, audit: try AuditLog(archive), state: state.live,
            actions: actions, originals: originals,
            accounts: {
                state.values.withLock(\.accounts).map {
                    Web.Account(login: $0.key, role: $0.value, secret: $0.key + "-word")
                }
            }, now: { Date() }, timeZone: zone, log: LiveSite.silent, secret: secret)
        let hub = LiveHub(
            state: state.live, index: index, now: { APIWard.now }, timeZone: zone, log: LiveSite.silent,
            secret: secret, pace: pace, limits: limits)
        return (house, hub)
    }

    func get(
        _ path: String, as login: String? = "adam", _ fields: [(String, String)] = [], method: String = "GET"
    ) async throws -> HTTPResponse {
        var headers = HTTPHeaders()
        if let login {
            headers.add("Authorization", "Basic " + Data("\(login):\(login)-word".utf8).base64EncodedString())
        }
        for (name, value) in fields { headers.add(name, value) }
        return try await client.send(HTTPRequest(method, url: "http://127.0.0.1:\(port)\(path)", headers: headers))
    }

    func text(_ path: String, as login: String? = "adam", _ fields: [(String, String)] = []) async throws -> String {
        String(decoding: try await get(path, as: login, fields).body, as: UTF8.self)
    }

    /// Somebody listens at `/ws`.
    func listening<Value: Sendable>(
        as login: String = "adam", _ path: String = "/ws", window: Int? = nil,
        _ body: (inout LiveListener) async throws -> Value
    ) async throws -> Value {
        try await LiveListener.listening(to: port, path, as: login, window: window, body)
    }
}

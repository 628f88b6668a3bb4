import Foundation
import HTTPClient
import Logging
import NIOCore
import Radiology
import ServiceLifecycle
import Store
import Synchronization
import Web

/// A time that stands still until a test moves it.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_772_445_600))

    var now: Date { time.withLock { $0 } }

    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
}

/// What is particular about the daemon of one test.
struct DaemonOptions: Sendable {
    /// Password: the login twice (`anaana`), kept plainly.
    var accounts = ["ana": Role.admin, "radu": .reviewer, "uma": .user].map {
        Web.Account(login: $0.key, role: $0.value, secret: $0.key + $0.key)
    }
    var hosts: [String] = []
    var proxies: [String] = []
    /// 0 = no limit.
    var dataBudget = 0
    var modelBudget = 0
    var tls: LiveSettings.Certificates?
    var connections = Self.patient
    /// As the command line ends it.
    var endsByCancelling = false
    var secret = [UInt8](repeating: 7, count: 32)
    /// The settings as a restart finds them changed.
    var adjust: @Sendable (inout LiveSettings) -> Void = { _ in }
    /// As shipped, but for a machine that does many things at once; tests of a time set it themselves.
    static var patient: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.request = .minutes(2)
        return limits
    }

    /// Puts films into the archive before the daemon starts.
    var prepare: @Sendable (Archive) throws -> Void = { _ in }
    /// Is called by the answers that change something.
    var changed: @Sendable () -> Void = {}
}

/// The live daemon over a workspace of its own, on a free port of this machine.
struct DaemonSite: Sendable {
    let folder: URL
    let archive: Archive
    let listening: LiveListening
    let daemon: LiveDaemon
    let hub: LiveHub
    let client: HTTPClient
    let clock: TestClock
    /// `[users]` as it is now.
    let accounts: AccountList

    final class AccountList: Sendable {
        let list: Mutex<[Web.Account]>
        init(_ accounts: [Web.Account]) { list = Mutex(accounts) }
    }

    /// Starts the daemon, runs `body` against it and stops it in the way SIGTERM does.
    static func serving(
        _ options: DaemonOptions = DaemonOptions(), folder: URL? = nil, clock: TestClock = TestClock(),
        _ body: @Sendable (DaemonSite) async throws -> Void
    ) async throws {
        let place = folder ?? FileManager.default.temporaryDirectory.appending(path: "daemon-\(UUID().uuidString)")
        defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
        let archive = try Archive.open(paths: WorkspacePaths(root: place.path), now: clock.now)
        try options.prepare(archive)
        let accounts = AccountList(options.accounts)
        let (places, feed) = AsyncStream<LiveListening>.makeStream()
        let (house, hub) = try house(options, archive, accounts, clock)
        var daemon = try LiveDaemon(house: house, hub: hub) { feed.yield($0) }
        daemon.connections = options.connections
        let services = ServiceGroup(services: [hub, daemon], logger: LiveSite.silent)
        let client = HTTPClient()
        defer { client.shutdown() }
        let site = { [daemon] (listening: LiveListening) in
            DaemonSite(
                folder: place, archive: archive, listening: listening, daemon: daemon, hub: hub, client: client,
                clock: clock, accounts: accounts)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                try await services.run()
            }
            for await listening in places.prefix(1) {
                let result: Result<Void, any Error>
                do { result = .success(try await body(site(listening))) } catch { result = .failure(error) }
                if options.endsByCancelling { group.cancelAll() } else { await services.triggerGracefulShutdown() }
                try result.get()
            }
            do { try await group.waitForAll() } catch is CancellationError where options.endsByCancelling {}
        }
    }

    static func house(
        _ options: DaemonOptions, _ archive: Archive, _ accounts: AccountList, _ clock: TestClock
    ) throws -> (LiveHouse, LiveHub) {
        let index = ExamIndex(archive, threshold: 3)
        let state = LiveState(
            processing: { [] }, endpoints: { [] }, timings: { Timings(average: 0, shortest: 0, longest: 0) },
            nextQuery: { .disabled }, gauges: { Gauges() })
        var settings = LiveSettings(
            bind: "127.0.0.1", port: 0, tls: options.tls, hosts: options.hosts, proxies: options.proxies, pageSize: 20,
            threshold: 3, supportedRegions: ["chest"], shown: [], workspaceName: "test", version: "1", credits: [],
            viewerLink: nil, reportsFolder: archive.paths?.reports ?? "", dataBudget: options.dataBudget,
            modelBudget: options.modelBudget)
        options.adjust(&settings)
        let zone = TimeZone.gmt
        let house = LiveHouse(
            settings: settings, archive: archive, index: index, audit: try AuditLog(archive), state: state,
            actions: actions(options.changed, archive, settings.threshold), originals: .none,
            accounts: { accounts.list.withLock { $0 } },
            now: { clock.now }, timeZone: zone, log: LiveSite.silent, secret: options.secret)
        let hub = LiveHub(
            state: state, index: index, now: { clock.now }, timeZone: zone, log: LiveSite.silent,
            secret: options.secret)
        return (house, hub)
    }

    private static func actions(
        _ changed: @escaping @Sendable () -> Void, _ archive: Archive, _ threshold: Int
    ) -> LiveActions {
        LiveActions(
            requeue: { _, _ in }, query: { _ in "Started." }, fetchReport: { _ in "None." },
            check: { _ in CheckedReport(isPathologic: false, severity: 0, summary: "normal") },
            analyse: { _ in Array("{}".utf8) }, translate: { $0 },
            statistics: { try WardFigures.counted(archive, $0, threshold: threshold) },
            figuresVersion: { try WardFigures.version(archive) }, changed: changed)
    }

    // MARK: Asking

    var origin: String { String(listening.url.dropLast()) }
    var port: Int { listening.port }

    static func basic(_ login: String, _ password: String? = nil) -> (String, String) {
        let text = Data("\(login):\(password ?? login + login)".utf8).base64EncodedString()
        return ("Authorization", "Basic \(text)")
    }

    func send(
        _ method: String, _ path: String, _ fields: [(String, String)] = [], body: String = ""
    ) async throws -> HTTPResponse {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers.add(name, value) }
        return try await client.send(
            HTTPRequest(method, url: origin + path, headers: headers, body: Array(body.utf8)))
    }

    func get(_ path: String, _ fields: [(String, String)] = []) async throws -> HTTPResponse {
        try await send("GET", path, fields)
    }

    func post(_ path: String, _ fields: [(String, String)], json: String) async throws -> HTTPResponse {
        try await send("POST", path, fields + [("Content-Type", "application/json")], body: json)
    }

    /// Signs in as the page does.
    /// - Returns: the cookie's pair, `xrv_session=…`; `nil` when there is none.
    func cookie(of login: String, password: String? = nil, fields: [(String, String)] = []) async throws -> String? {
        let form = "login=\(login)&password=\(password ?? login + login)&next=%2F"
        let answer = try await send(
            "POST", "/sign-in",
            fields + [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", origin)], body: form)
        return answer.headers["Set-Cookie"].map { String($0.prefix { $0 != ";" }) }
    }

    /// The lines of the audit log.
    func auditLines() throws -> [String] {
        let place = folder.appending(path: "audit")
        let files = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
        return try files.flatMap { name in
            try String(contentsOf: place.appending(path: name), encoding: .utf8).split(separator: "\n").map(String.init)
        }
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

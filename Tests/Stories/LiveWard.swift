import Foundation
import HTTPClient
import Testing
import Workstation

/// A clinic whose workstation runs, with the dashboard on a free port, as long as the story lasts.
final class LiveWard: Sendable {
    let clinic: Clinic
    let port: Int
    private let running: Task<Void, any Error>

    /// Whoever may sign in; each one's password is the login twice.
    static let people = "[users]\nboss = bossboss,admin\nrena = renarena,reviewer\nmaria = mariamaria,user\n"

    /// - Parameter beginning: the clock's first moment; `nil` is the real time of day.
    init(
        _ settings: String = Clinic.baseline + people + "[reports]\nPUBLISH_INTERVAL = 1\n", beginning: Date? = nil
    ) async throws {
        let clinic = try Clinic(settings, beginning: beginning)
        self.clinic = clinic
        running = Task { try await clinic.open(json: true).run() }
        var found: Int?
        for _ in 0..<6000 where found == nil {
            found = clinic.answers.compactMap(Self.port).first
            try await Task.sleep(for: .milliseconds(50))
        }
        port = try #require(found)
    }

    private static func port(_ line: String) -> Int? {
        struct Live: Decodable { let event, url: String }
        guard let live = try? JSONDecoder().decode(Live.self, from: Data(line.utf8)), live.event == "live" else {
            return nil
        }
        return URL(string: live.url)?.port
    }

    /// Asks it to stop, and waits until it has.
    func close() async {
        running.cancel()
        _ = try? await running.value
    }

    deinit { running.cancel() }

    func watcher(_ login: String) throws -> Watcher { try Watcher(port: port, login: login, password: login + login) }

    /// - Parameter login: `nil` = nobody.
    func get(_ path: String, as login: String?) async throws -> HTTPResponse {
        try await HTTPClient().send(patient(HTTPRequest(url: address(path), headers: Self.headers(login))))
    }

    func post(_ path: String, _ json: String, as login: String?) async throws -> HTTPResponse {
        var headers = Self.headers(login)
        headers.add("Content-Type", "application/json")
        return try await HTTPClient().send(
            patient(HTTPRequest("POST", url: address(path), headers: headers, body: Array(json.utf8))))
    }

    /// Hundreds of stories share this machine's cores.
    private func patient(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        (request.connectTimeout, request.timeout, request.silenceTimeout) = (.seconds(60), .seconds(300), .seconds(300))
        return request
    }

    private func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    private static func headers(_ login: String?) -> HTTPHeaders {
        guard let login else { return [:] }
        return ["Authorization": "Basic " + Data("\(login):\(login)\(login)".utf8).base64EncodedString()]
    }

    /// Looks until it is so, for some minutes at most.
    func wait(until isSo: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<3000 {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}

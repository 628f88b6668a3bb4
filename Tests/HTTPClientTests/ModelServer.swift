import Foundation
import HTTPClient
import TestSupport
import Testing

/// The scripted model server of `Tests/Stories/model_server.py`, on a free port of this machine, as long as this lives.
final class ModelServer: Sendable {
    let port: Int
    private let process = ChildProcess()
    private let input: FileHandle

    /// Python 3; `XRV_PYTHON` names another one.
    static let python = ProcessInfo.processInfo.environment["XRV_PYTHON"] ?? "/usr/bin/python3"

    init(script: String = "ok") throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent()
        process.executableURL = URL(filePath: Self.python)
        process.arguments = [root.appending(path: "Stories/model_server.py").path, "--until-eof", "--script", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        port = try #require(Int(String(decoding: line, as: UTF8.self)))
        self.input = input.fileHandleForWriting
    }

    /// The server ends with its standard input; the signal is for one that hangs.
    deinit {
        try? input.close()
        process.terminate()
        process.waitUntilExit()
    }

    func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// The address that is answered by that script.
    func scripted(_ script: String) -> String { address("/any?script=\(script)") }

    /// What the server counted, from `GET /requests`.
    func counted(by client: HTTPClient) async throws -> Counts {
        let response = try await client.send(HTTPRequest(url: address("/requests")))
        return try JSONDecoder().decode(Counts.self, from: Data(response.body))
    }

    /// Says something to the server: `script`, `answer`, `model`, `models` or `reset`.
    func tell(_ what: String, _ text: String = "", by client: HTTPClient) async throws {
        let request = HTTPRequest("POST", url: address("/\(what)"), body: Array(text.utf8))
        try #require(try await client.send(request).status == 200)
    }

    /// The last payload of that kind, the picture replaced by its hash.
    func last(_ kind: String, by client: HTTPClient) async throws -> [String: Any] {
        let response = try await client.send(HTTPRequest(url: address("/last")))
        let all = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
        return try #require(all[kind] as? [String: Any])
    }

    struct Counts: Decodable {
        let requests: Int
        let report_calls: Int
        let check_calls: Int
        let models_calls: Int
        let translate_calls: Int
        let analyse_calls: Int
        let schema_calls: Int
        /// SHA-256 (hex) of the bodies, in their order.
        let bodies: [String]
        let connections: Int
        let images: [String]
        let authorizations: [String]
    }
}

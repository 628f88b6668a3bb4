import Foundation
import HTTPClient
import TestSupport
import Testing

/// The scripted model server `model_server.py` on a free port of this machine, as long as this lives.
final class ModelServer: Sendable {
    let port: Int
    private let process = ChildProcess()
    private let input: FileHandle

    /// Python 3; `XRV_PYTHON` names another one.
    private static let python = ProcessInfo.processInfo.environment["XRV_PYTHON"] ?? "/usr/bin/python3"

    /// - script: see the head of `model_server.py`.
    init(_ script: String = "ok") throws {
        process.executableURL = URL(filePath: Self.python)
        let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "model_server.py")
        process.arguments = [file.path, "--until-eof", "--script", script]
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

    var url: String { address("/v1/chat/completions") }

    private func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// From now on it answers by another script.
    func play(_ script: String) async throws {
        let request = HTTPRequest("POST", url: address("/script"), body: Array(script.utf8))
        #expect(try await HTTPClient().send(request).status == 200)
    }

    /// What it was asked so far.
    func counted() async throws -> Counts {
        let response = try await HTTPClient().send(HTTPRequest(url: address("/requests")))
        return try JSONDecoder().decode(Counts.self, from: Data(response.body))
    }

    /// The last payload with a picture, as JSON; the picture is replaced by its hash.
    func lastQuestion() async throws -> String {
        String(decoding: try await HTTPClient().send(HTTPRequest(url: address("/last"))).body, as: UTF8.self)
    }

    /// From now on every call without a picture is answered like this; empty = by the script again.
    func answerTexts(_ content: String) async throws { try await post(content, "/answer") }

    /// From now on the model calls itself so.
    func rename(_ model: String) async throws { try await post(model, "/model") }

    /// From now on that is its list of models; empty = by the script again.
    func list(_ models: String) async throws { try await post(models, "/models") }

    private func post(_ text: String, _ path: String) async throws {
        let request = HTTPRequest("POST", url: address(path), body: Array(text.utf8))
        #expect(try await HTTPClient().send(request).status == 200)
    }

    struct Counts: Decodable {
        let report_calls: Int
        let check_calls: Int
        let translate_calls: Int
        let models_calls: Int
        /// SHA-256 of each body, in order.
        let bodies: [String]
        let authorizations: [String]
    }
}

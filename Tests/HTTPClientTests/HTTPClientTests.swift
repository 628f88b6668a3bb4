import Foundation
import HTTPClient
import TestSupport
import Testing

@Suite("Asking a server over HTTP")
struct HTTPClientTests {
    let client = HTTPClient()

    @Test("A film's answer comes back whole, with its status, its headers and its time")
    func answer() async throws {
        let server = try ModelServer()
        let response = try await client.send(HTTPRequest(url: server.address("/v1/models")))
        #expect(response.status == 200 && response.headers["CONTENT-type"] == "application/json")
        #expect(String(decoding: response.body, as: UTF8.self).contains("input_modalities"))
        #expect((0..<5000).contains(response.milliseconds))
    }

    @Test(
        "A refusal of the server is an answer with its headers, not a failure of the line",
        arguments: [("http500", 500, nil), ("http503", 503, nil), ("http429@7", 429, "7"), ("http401", 401, nil)])
    func refusals(script: String, status: Int, retryAfter: String?) async throws {
        let server = try ModelServer()
        let response = try await client.send(HTTPRequest(url: server.scripted(script)))
        #expect(response.status == status && response.headers["retry-after"] == retryAfter)
        #expect(!response.body.isEmpty)
    }

    @Test("Fifty questions one after the other use one connection")
    func keepAlive() async throws {
        let server = try ModelServer()
        for _ in 0..<50 { _ = try await client.send(HTTPRequest(url: server.address("/health"))) }
        let counts = try await server.counted(by: client)
        #expect(counts.connections == 1 && counts.requests == 50)
    }

    @Test("Sixteen questions at once are all answered")
    func concurrent() async throws {
        let server = try ModelServer()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask { try await client.send(HTTPRequest(url: server.scripted("slow@0.1"))).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 16))
    }

    @Test("A question of one megabyte, as a large film makes, arrives unchanged")
    func largeBody() async throws {
        let server = try ModelServer()
        let picture = [UInt8]((0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) })
        let text = Data(picture).base64EncodedString()
        let json = """
            {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"},\
            {"type":"image_url","image_url":{"url":"data:image/png;base64,\(text)"}}]}]}
            """
        let request = HTTPRequest("POST", url: server.address("/v1/chat/completions"), body: Array(json.utf8))
        #expect(try await client.send(request).status == 200)
        let oracle = try sha256(of: picture)
        #expect(try await server.counted(by: client).images == [oracle])
    }

    /// The hash by the same Python that runs the server: the two ends must agree on the bytes.
    private func sha256(of bytes: [UInt8]) throws -> String {
        let process = ChildProcess()
        process.executableURL = URL(filePath: ModelServer.python)
        process.arguments = ["-c", "import sys,hashlib;print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: bytes)
        try input.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

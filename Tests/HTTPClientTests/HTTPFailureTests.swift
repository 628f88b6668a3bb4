import Foundation
import HTTPClient
import Testing

@Suite("When the server misbehaves")
struct HTTPFailureTests {
    let client = HTTPClient()

    struct Fault: Sendable, CustomTestStringConvertible {
        let script: String
        let becomes: HTTPError
        var testDescription: String { script }
    }

    @Test(
        "Every fault of a server ends in time and has its own name",
        arguments: [
            Fault(script: "hang", becomes: .timedOut(.waiting)),
            Fault(script: "slow@30", becomes: .timedOut(.waiting)),
            Fault(script: "drip@30", becomes: .timedOut(.receiving)),
            Fault(script: "huge", becomes: .bodyTooLarge(limit: 1 << 20)),
            Fault(script: "endless", becomes: .bodyTooLarge(limit: 1 << 20)),
            Fault(script: "half-body", becomes: .connectionLost),
            Fault(script: "half-head", becomes: .connectionLost),
        ])
    func faults(_ fault: Fault) async throws {
        let server = try ModelServer()
        let request = HTTPRequest(url: server.scripted(fault.script), timeout: .milliseconds(700), maxBody: 1 << 20)
        await #expect(throws: fault.becomes) { try await client.send(request) }
    }

    @Test("A body that stops coming is given up long before the whole time is over")
    func silence() async throws {
        let listener = try SilentServer(says: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin")
        let request = HTTPRequest(
            url: "http://127.0.0.1:\(listener.port)/", timeout: .seconds(60), silenceTimeout: .milliseconds(200))
        await #expect(throws: HTTPError.timedOut(.receiving)) { try await client.send(request) }
    }

    @Test("What is no HTTP at all is called so", arguments: ["SSH-2.0-OpenSSH\r\n", "220 mail ready\r\n"])
    func stranger(greeting: String) async throws {
        let listener = try SilentServer(says: greeting, hangsUp: true)
        await #expect(throws: HTTPError.malformed(.reply)) {
            try await client.send(HTTPRequest(url: "http://127.0.0.1:\(listener.port)/"))
        }
    }

    @Test("A port where nothing listens, and a name that nobody has, are unreachable")
    func deadPort() async throws {
        let closed = try ClosedPort()
        await #expect(throws: HTTPError.unreachable(host: "127.0.0.1:\(closed.port)")) {
            try await client.send(HTTPRequest(url: "http://127.0.0.1:\(closed.port)/"))
        }
        await #expect(throws: HTTPError.unreachable(host: "model.invalid:80")) {
            try await client.send(HTTPRequest(url: "http://user:secret@model.invalid:80/x"))
        }
    }

    @Test("Only http and https are spoken, and no header can carry a second one")
    func refused() async throws {
        for url in ["file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1", "http://", "http://a b/", ""] {
            await #expect(throws: HTTPError.malformed(.address)) { try await client.send(HTTPRequest(url: url)) }
        }
        let smuggled = HTTPRequest(url: "http://127.0.0.1/", headers: ["Authorization": "Bearer a\r\nX-Other: b"])
        await #expect(throws: HTTPError.malformed(.request)) { try await client.send(smuggled) }
    }

    @Test("A plain server behind an https address is a failure of the secure connection")
    func plainBehindTLS() async throws {
        let server = try SilentServer(says: "HTTP/1.1 400 Bad Request\r\n\r\n", hangsUp: true)
        do {
            _ = try await client.send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/", timeout: .seconds(2)))
            Issue.record("an answer came")
        } catch .tls {
        } catch { Issue.record(error) }
    }

    @Test("A key never shows when a request is printed")
    func secrets() {
        let request = HTTPRequest(url: "http://h/x?token=s3cret", headers: ["Authorization": "Bearer s3cret"])
        #expect(!"\(request) \(String(reflecting: request)) \(dumped(request))".contains("s3cret"))
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test("Each failure says what a person can do about it")
    func suggestions() {
        let errors: [HTTPError] = [
            .unreachable(host: "h"), .timedOut(.connecting), .timedOut(.waiting), .timedOut(.receiving),
            .connectionLost, .bodyTooLarge(limit: 1), .cancelled, .tls(reason: "r"), .malformed(.address),
            .malformed(.request), .malformed(.reply),
        ]
        let sentences = Set(errors.map(\.suggestion))
        #expect(sentences.count == errors.count && sentences.allSatisfy { $0.hasSuffix(".") })
        let wanted: [HTTPError.Recovery] = [
            .wait, .wait, .retry, .retry, .retry, .setAside, .giveBack, .tellOperator, .tellOperator, .tellOperator,
            .retry,
        ]
        #expect(errors.map(\.recovery) == wanted)
    }
}

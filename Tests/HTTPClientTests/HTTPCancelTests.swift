import Foundation
import HTTPClient
import Testing

@Suite("Giving up a question")
struct HTTPCancelTests {
    @Test(
        "A reader that is stopped gives up at once, waiting or in the middle of the answer",
        arguments: ["hang", "drip@30"])
    func cancel(script: String) async throws {
        let (client, server) = (HTTPClient(), try ModelServer())
        let request = HTTPRequest(url: server.scripted(script), timeout: .seconds(60))
        let asked = Task { () async throws -> HTTPResponse in try await client.send(request) }
        // Wait until the server has the question.
        while try await server.counted(by: client).requests == 0 {}
        asked.cancel()
        await #expect(throws: HTTPError.cancelled) { try await asked.value }
        #expect(try await client.send(HTTPRequest(url: server.address("/health"))).status == 200)
    }

    @Test(
        "What has a grace may still end well; then it is given up",
        arguments: [(Duration.seconds(30), true), (.milliseconds(300), false)])
    func grace(grace: Duration, isAnswered: Bool) async throws {
        let (client, server) = (HTTPClient(), try ModelServer())
        var request = HTTPRequest(url: server.scripted(isAnswered ? "slow@1" : "hang"), timeout: .seconds(60))
        request.grace = grace
        let asked = Task { [request] () async throws -> HTTPResponse in try await client.send(request) }
        while try await server.counted(by: client).requests == 0 {}
        asked.cancel()
        if isAnswered {
            #expect(try await asked.value.status == 200)
        } else {
            await #expect(throws: HTTPError.cancelled) { try await asked.value }
        }
    }

    @Test("A question that was given up before it was asked is not sent")
    func cancelledBefore() async throws {
        let (client, server) = (HTTPClient(), try ModelServer())
        let request = HTTPRequest(url: server.scripted("hang"), timeout: .seconds(60))
        let asked = Task { () async throws -> HTTPResponse in
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(request)
        }
        asked.cancel()
        await #expect(throws: HTTPError.cancelled) { try await asked.value }
    }

    @Test("A hundred questions given up at random moments all come back, once each")
    func manyCancels() async throws {
        let (client, server) = (HTTPClient(), try ModelServer())
        let request = HTTPRequest(url: server.address("/health"), timeout: .seconds(60))
        var ended = 0
        for round in 0..<100 {
            let asked = Task { () async throws -> HTTPResponse in try await client.send(request) }
            for _ in 0..<round % 10 { await Task.yield() }
            asked.cancel()
            _ = try? await asked.value
            ended += 1
        }
        #expect(ended == 100)
        #expect(try await client.send(request).status == 200)
    }

    @Test("When the programme stops, questions under way end and later ones are refused")
    func shutdown() async throws {
        let (client, server) = (HTTPClient(), try ModelServer())
        let request = HTTPRequest(url: server.scripted("hang"), timeout: .seconds(60))
        let asked = Task { () async throws -> HTTPResponse in try await client.send(request) }
        while try await server.counted(by: client).requests == 0 {}
        client.shutdown()
        client.shutdown()
        await #expect(throws: HTTPError.cancelled) { try await asked.value }
        await #expect(throws: HTTPError.cancelled) { try await client.send(request) }
    }
}

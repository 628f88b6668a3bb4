import Analysis
import Foundation
import HTTPClient
import Radiology
import Testing

@Suite("Asking a server what it has")
struct ProbeStories {
    let server: ModelServer
    let client = HTTPClient()
    let film = Question(png: [1, 2, 3])

    init() throws { server = try ModelServer() }

    private func pool(_ model: String = "scripted", port: Int? = nil, key: String = "") throws -> EndpointPool {
        EndpointPool(
            [
                ReaderSettings(
                    url: "http://127.0.0.1:\(port ?? server.port)/v1/chat/completions", apiKey: key, model: model)
            ],
            prompts: try .builtIn(), client: client, now: { Date(timeIntervalSince1970: 0) }, sleep: { _ in })
    }

    private static let textOnly = #"{"data":[{"id":"scripted","architecture":{"input_modalities":["text"]}}]}"#

    @Test("A text-only model is sent no picture, but texts")
    func textOnly() async throws {
        try await server.tell("models", Self.textOnly, by: client)
        let pool = try pool()
        let outcome = await pool.probe()
        #expect(outcome.standings[0].state == .textOnly && !outcome.isAnyAvailable)
        #expect(outcome.standings[0].problem?.contains("text only") == true)
        await #expect(throws: AnalysisError.imageNotSupported) { try await pool.read(film) }
        #expect(try await server.counted(by: client).report_calls == 0)
        #expect(try await pool.check("Clear lungs.").severity == Severity(0))
        await #expect(throws: AnalysisError.imageNotSupported) { try await pool.requireAnswer() }
        try await server.tell("models", "", by: client)
        let again = await pool.probe()
        #expect(again.becameAvailable && again.changedLists == [pool.standings[0].address])
        #expect(try await pool.read(film).severity == Severity(0))
    }

    @Test("Nobody has probed: a server is asked what its models see before its first film, once")
    func askedFirst() async throws {
        try await server.tell("models", Self.textOnly, by: client)
        let pool = try pool()
        for _ in 0..<3 { await #expect(throws: AnalysisError.imageNotSupported) { try await pool.read(film) } }
        let counts = try await server.counted(by: client)
        #expect(counts.report_calls == 0 && counts.models_calls == 1)
    }

    @Test("A second server is asked, too, before a picture fails over to it")
    func secondAsked() async throws {
        let second = try ModelServer()
        try await server.tell("script", "http500", by: client)
        try await second.tell("models", Self.textOnly, by: client)
        let settings = [server, second].map {
            ReaderSettings(url: $0.address("/v1/chat/completions"), model: "scripted")
        }
        let pool = EndpointPool(
            settings, prompts: try .builtIn(), client: client, now: { Date(timeIntervalSince1970: 0) })
        try await pool.requireAnswer()
        await #expect(throws: AnalysisError.endpointFailed(status: 500, retryAfter: nil)) { try await pool.read(film) }
        #expect(try await second.counted(by: client).report_calls == 0)
    }

    @Test("A model that the server does not list is said, and asked all the same")
    func missing() async throws {
        let pool = try pool("medgemma")
        let standing = await pool.probe().standings[0]
        #expect(standing.problem == "It does not list the model “medgemma”; it has “scripted”.")
        #expect(standing.state == .available && standing.models == ["scripted"])
        #expect(try await pool.read(film).severity == Severity(0))
    }

    @Test(
        "A server without a usable list is allowed, and that is said",
        arguments: [("<html>", "It does not say which models it has."), (#"{"data":[{"id":"scripted"}]}"#, nil)])
    func unknown(body: String, problem: String?) async throws {
        try await server.tell("models", body, by: client)
        let standing = await (try pool()).probe().standings[0]
        #expect(standing.state == .available && standing.problem == problem)
    }

    @Test("Nobody at home, a loading model: away until the next probe finds it well")
    func away() async throws {
        let closed = try ClosedPort()
        let dead = try pool(port: closed.port)
        #expect(await dead.probe().standings[0].state == .away)
        try await server.tell("script", "http503", by: client)
        let pool = try pool()
        #expect(await pool.probe().standings[0].state == .away)
        try await server.tell("script", "ok", by: client)
        let outcome = await pool.probe()
        #expect(outcome.becameAvailable && outcome.standings[0].state == .available)
        #expect(outcome.standings[0].problem == nil)
    }

    @Test("The key is not sent where nobody asks for it")
    func key() async throws {
        _ = await (try pool(key: "secret")).probe()
        #expect(try await server.counted(by: client).authorizations.isEmpty)
    }

    @Test("A standing has no address with a password in it and survives being written down")
    func standing() async throws {
        let settings = ReaderSettings(url: "http://u:p@127.0.0.1:\(server.port)/v1/chat/completions?k=p", model: "m")
        let pool = EndpointPool(
            [settings], prompts: try .builtIn(), client: client, now: { Date(timeIntervalSince1970: 1.5) })
        _ = await pool.probe()
        let kept = try JSONEncoder().encode(pool.standings)
        #expect(!String(decoding: kept, as: UTF8.self).contains("u:p"))
        #expect(try JSONDecoder().decode([EndpointStanding].self, from: kept) == pool.standings)
    }
}

import Analysis
import Foundation
import HTTPClient
import Imaging
import Radiology
import Testing

@Suite("Asking a model about a film")
struct ReaderStories {
    let server: ModelServer
    let client = HTTPClient()
    let film: Question

    init() throws {
        server = try ModelServer()
        let picture = try #require(GreyPicture(width: 8, height: 8, pixels: (0..<64).map { UInt8($0 * 4) }))
        film = Question(
            png: try picture.png(), region: BodyRegion(rawValue: "chest"), projection: .frontal,
            subject: "7-year-old girl",
            question: "Is there an opacity?")
    }

    /// A reader whose model is the script's name; waits between tries take no time.
    private func reader(
        _ script: String, key: String = "k-1", port: Int? = nil, timeout: Duration = .seconds(60)
    ) throws -> Reader {
        Reader.openAI(
            ReaderSettings(
                url: "http://127.0.0.1:\(port ?? server.port)/v1/chat/completions", apiKey: key,
                model: "stub:\(script)",
                timeout: timeout, maxBody: 1 << 20, programVersion: "1.0"),
            prompts: try .builtIn(), client: client, sleep: { _ in })
    }

    @Test("A good answer is kept with everything that tells how it came about")
    func answer() async throws {
        let answer = try await reader("ok").read(film)
        #expect(answer.text == "FINDINGS:\n\(answer.findings)\n\nIMPRESSION:\nNo acute abnormality.")
        #expect(answer.severity == Severity(0) && answer.confidence == Confidence(90) && answer.summary == "normal")
        #expect(answer.model == "ok" && answer.modelConfigured == "stub:ok" && answer.checkProblem == nil)
        #expect(
            answer.endpoint == "http://127.0.0.1:\(server.port)/v1/chat/completions" && answer.finishReason == "stop")
        #expect(answer.promptTokens == 700 && answer.rawCheck?.hasPrefix("{") == true)
        #expect(answer.promptHashes.keys.sorted() == ["chk", "rep", "usr"] && answer.imageHash == film.image.hash)
        let counts = try await server.counted(by: client)
        #expect(counts.images == [SHA256.hex(of: film.png)] && counts.authorizations == ["Bearer k-1"])
        // That one connection serves all calls is a test of the HTTP client, which has the machine for itself.
        #expect(counts.report_calls == 1 && counts.check_calls == 1)
    }

    @Test("A second reading shows the model its first answer")
    func secondReading() async throws {
        var film = film
        film.earlier = "FINDINGS:\nClear."
        let answer = try await reader("ok").read(film)
        #expect(answer.promptHashes.keys.sorted() == ["chk", "rep", "rev", "usr"])
        let last = try await client.send(HTTPRequest(url: server.address("/last")))
        #expect(
            String(decoding: last.body, as: UTF8.self).contains(#""role": "assistant", "content": "FINDINGS:\nClear.""#)
        )
    }

    @Test("Without a key no Authorization header is sent")
    func noKey() async throws {
        _ = try await reader("ok", key: "").read(film)
        #expect(try await server.counted(by: client).authorizations.isEmpty)
    }

    @Test(
        "Answers in odd clothes are understood",
        arguments: ["fenced", "prose", "think", "list", "no-headings", "markdown", "varied", "slow@0.2", "drip@0.2"])
    func understood(script: String) async throws {
        let answer = try await reader(script).read(film)
        #expect(answer.severity != nil && answer.checkProblem == nil && !answer.findings.isEmpty)
    }

    @Test("A check that says two things keeps its severity and is flagged")
    func contradiction() async throws {
        let answer = try await reader("contradiction").read(film)
        #expect(answer.severity == Severity(8))
        #expect(answer.checkProblem == "The check calls the report not pathologic and gives severity 8.")
    }

    @Test(
        "A check that cannot be used three times leaves the report, not assessed",
        arguments: [
            "truncated-json", "wrong-types", "out-of-range", "missing-key", "no-object", "check-empty", "check-length",
            "check-http500", "check-http429", "check-not-json", "check-wrong-type", "check-half-body",
            "check-invalid-utf8",
            "check-huge",
        ])
    func notAssessed(script: String) async throws {
        let answer = try await reader(script).read(film)
        #expect(answer.severity == nil && answer.confidence == nil && answer.summary == nil && answer.rawCheck == nil)
        #expect(answer.findings.hasPrefix("The lungs are clear"))
        #expect(answer.checkProblem?.hasPrefix("The severity could not be assessed. ") == true)
        #expect(try await server.counted(by: client).check_calls == 3)
    }

    @Test(
        "A check that fails twice is asked a third time",
        arguments: ["check-http500x2", "truncated-jsonx2", "no-objectx1"])
    func checkRecovers(script: String) async throws {
        #expect(try await reader(script).read(film).severity == Severity(0))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let script: String
        let error: AnalysisError
        let recovery: AnalysisError.Recovery
        var testDescription: String { script }
    }

    static let again = AnalysisError.Recovery.retry(after: nil)
    static let faults: [Fault] = [
        Fault(script: "http500", error: .endpointFailed(status: 500, retryAfter: nil), recovery: again),
        Fault(script: "http503", error: .endpointFailed(status: 503, retryAfter: nil), recovery: again),
        Fault(script: "http429@7", error: .endpointBusy(retryAfter: 7), recovery: .retry(after: 7)),
        Fault(script: "hang", error: .timedOut(.waiting), recovery: again),
        Fault(script: "slow@9", error: .timedOut(.waiting), recovery: again),
        Fault(script: "drip@9", error: .timedOut(.receiving), recovery: again),
        Fault(script: "huge", error: .replyTooLarge(limit: 1 << 20), recovery: again),
        Fault(script: "endless", error: .replyTooLarge(limit: 1 << 20), recovery: again),
        Fault(script: "half-head", error: .connectionLost, recovery: again),
        Fault(script: "half-body", error: .connectionLost, recovery: again),
        Fault(script: "empty", error: .replyEmpty, recovery: again),
        Fault(script: "length", error: .replyTruncated, recovery: again),
        Fault(script: "wrong-type", error: .replyUnreadable(.notACompletion), recovery: again),
        Fault(script: "not-json", error: .replyUnreadable(.notACompletion), recovery: again),
        Fault(script: "invalid-utf8", error: .replyUnreadable(.notACompletion), recovery: again),
        Fault(script: "http401", error: .endpointRefused(status: 401), recovery: .waitForEndpoint),
        Fault(script: "http404", error: .endpointRefused(status: 404), recovery: .waitForEndpoint),
        Fault(script: "http400", error: .requestRefused(status: 400), recovery: .setAside),
        Fault(script: "bad-image", error: .imageRefused(status: 400), recovery: .setAside),
        Fault(script: "http413", error: .imageRefused(status: 413), recovery: .setAside),
        Fault(script: "text-only", error: .imageNotSupported, recovery: .waitForEndpoint),
    ]

    @Test("Each fault of a server ends in the state that the design says", arguments: faults)
    func fault(_ fault: Fault) async throws {
        let isSlow = [.timedOut(.waiting), .timedOut(.receiving)].contains(fault.error)
        let reader = try reader(fault.script, timeout: .seconds(isSlow ? 3 : 60))
        let error = await #expect(throws: AnalysisError.self) { try await reader.read(film) }
        #expect(error == fault.error && error?.recovery == fault.recovery)
    }

    @Test("A film that failed twice is answered the third time, with the same picture")
    func thirdTime() async throws {
        let reader = try reader("http500x2")
        for _ in 0..<2 { await #expect(throws: AnalysisError.self) { try await reader.read(film) } }
        #expect(try await reader.read(film).severity == Severity(0))
        #expect(try await Set(server.counted(by: client).images).count == 1)
    }

    @Test("Nobody at home: the film waits for the endpoint, and the probe says so too")
    func deadPort() async throws {
        let closed = try ClosedPort()
        let reader = try reader("ok", port: closed.port)
        await #expect(throws: AnalysisError.endpointUnreachable(host: "127.0.0.1:\(closed.port)")) {
            try await reader.read(film)
        }
        await #expect(throws: AnalysisError.endpointUnreachable(host: "127.0.0.1:\(closed.port)")) {
            try await reader.probe()
        }
    }

    @Test("The probe asks for the models, without the key")
    func probe() async throws {
        try await reader("ok").probe()
        let counts = try await server.counted(by: client)
        #expect(counts.models_calls == 1 && counts.authorizations.isEmpty)
    }

    @Test("A reading that is stopped gives its film back")
    func cancelled() async throws {
        // Nobody but the cancellation may end it, however busy the machine is.
        let (reader, film) = (try reader("hang", timeout: .seconds(300)), film)
        let reading = Task { try await reader.read(film) }
        while try await server.counted(by: client).requests == 0 { try await Task.sleep(for: .milliseconds(5)) }
        reading.cancel()
        await #expect(throws: AnalysisError.cancelled) { try await reading.value }
    }

    @Test("Neither key nor password shows when a reader's settings are printed")
    func secrets() {
        let settings = ReaderSettings(url: "http://u:s3cret@h:1/v1?k=s3cret", apiKey: "s3cret", model: "m")
        #expect(
            settings.endpoint == "http://h:1/v1" && !"\(settings) \(String(reflecting: settings))".contains("s3cret"))
    }
}

import Analysis
import Foundation
import HTTPClient
import Radiology
import Testing

@Suite("Asking a model about a text")
struct TextCallStories {
    let server: ModelServer
    let client = HTTPClient()

    init() throws { server = try ModelServer() }

    private func pool() throws -> EndpointPool {
        EndpointPool(
            [ReaderSettings(url: server.address("/v1/chat/completions"), model: "m")], prompts: try .builtIn(),
            client: client, now: { Date(timeIntervalSince1970: 0) }, sleep: { _ in })
    }

    private static let report = "Opacitate bazală dreaptă de 2,5 cm. Fără revărsat."
    private static let english = "Right basal opacity of 2.5 cm. No effusion."

    @Test("A check says what was sent, who answered, and what it took")
    func check() async throws {
        let answer = try await pool().check(Self.report)
        #expect(answer.severity == Severity(0) && answer.confidence == Confidence(90) && answer.problem == nil)
        let call = answer.call
        #expect(call.kind == .check && call.usedSchema && call.model == "m" && call.promptTokens == 700)
        #expect(try await server.counted(by: client).bodies == [call.requestHash])
        let prompts = try Prompts.builtIn()
        let bytes = try call.request.bytes(prompt: { prompts.texts[$0] }, image: { _ in nil })
        #expect(SHA256.hex(of: bytes) == call.requestHash && call.raw.hasPrefix("{"))
        #expect(try await server.last("check", by: client)["response_format"] != nil)
    }

    @Test("A server that does not know schemas is asked once with one, and plainly ever after")
    func noSchema() async throws {
        try await server.tell("script", "no-schema", by: client)
        let pool = try pool()
        for _ in 0..<3 { #expect(try await pool.check(Self.report).call.usedSchema == false) }
        _ = try await pool.analyse(Self.report)
        let counts = try await server.counted(by: client)
        #expect(counts.schema_calls == 1 && counts.check_calls == 4 && counts.analyse_calls == 1)
        #expect(pool.standings[0].understandsSchema == false && pool.standings[0].failures == 0)
    }

    @Test("A model that answers nothing of use under a schema is asked plainly at last")
    func uselessSchema() async throws {
        try await server.tell("script", "no-objectx2", by: client)
        let answer = try await pool().check(Self.report)
        #expect(answer.severity == Severity(0) && !answer.call.usedSchema)
        #expect(try await server.counted(by: client).schema_calls == 2)
    }

    @Test("A whole reading is two calls that can both be made again, byte for byte")
    func reading() async throws {
        let film = Question(png: [9, 9, 9], subject: "girl")
        let pool = try pool()
        let wanted = try #require(pool.request(for: film))
        let answer = try await pool.read(film)
        let calls = [try #require(answer.reportCall), try #require(answer.checkCall)]
        #expect(calls[0].requestHash == wanted.hash)
        let prompts = try Prompts.builtIn()
        for call in calls {
            let bytes = try call.request.bytes(prompt: { prompts.texts[$0] }, image: { _ in film.png })
            let again = try await pool.replay(bytes, call.kind, at: call.endpoint)
            #expect(again.text == call.raw && again.endpoint == call.endpoint)
        }
        let bodies = try await server.counted(by: client).bodies
        #expect(bodies == calls.map(\.requestHash) + calls.map(\.requestHash))
    }

    @Test("A report is analysed in three passes")
    func analyse() async throws {
        let answer = try await pool().analyse(Self.report)
        #expect(answer.critique.secondPass.conclusionsValid && answer.critique.thirdPass.missingInfo == ["Projection."])
        #expect(answer.call.kind == .analyse && answer.call.milliseconds >= 0)
    }

    @Test("A Romanian report is translated, on one line, and the call can be made again")
    func translate() async throws {
        try await server.tell("answer", "```\n\(Self.english.replacing(". ", with: ".\n"))\n```", by: client)
        let translation = try await pool().translate(Self.report)
        #expect(translation == Translation(text: Self.english, problem: nil, call: translation.call))
        #expect(translation.call?.kind == .translate)
        #expect(try await server.counted(by: client).translate_calls == 1)
    }

    @Test("An English report is not translated, and nobody is asked")
    func alreadyEnglish() async throws {
        let translation = try await pool().translate(Self.english)
        #expect(translation == Translation(text: Self.english))
        #expect(try await server.counted(by: client).requests == 0)
    }

    @Test("A translation that turns right into left is asked for once more, and kept with the doubt")
    func exchanged() async throws {
        try await server.tell("answer", "Left basal opacity of 2.5 cm. No effusion.", by: client)
        let translation = try await pool().translate(Self.report)
        #expect(
            translation.problem == "The translation is to be checked: left and right may be exchanged.")
        #expect(try await server.counted(by: client).translate_calls == 2)
    }

    @Test(
        "An excuse, an echo and an empty answer are no translation",
        arguments: [
            ("I'm sorry, I cannot translate this.", ReplyProblem.noTranslation),
            ("Error: failed", .noTranslation), ("No translation available for this report.", .noTranslation),
            (report, .notEnglish), ("Short", .noTranslation), ("<think>…</think>", .empty), ("<<<>>>", .empty),
        ])
    func excuse(reply: String, problem: ReplyProblem) async throws {
        try await server.tell("answer", reply, by: client)
        let pool = try pool()
        await #expect(throws: AnalysisError.replyUnreadable(problem)) { try await pool.translate(Self.report) }
        #expect(try await server.counted(by: client).translate_calls == 3)
    }

    @Test("Every report of the Romanian set is translated by a server that keeps numbers, sides and negations")
    func romanianSet() async throws {
        let pool = try pool()
        for report in RomanianReport.all {
            let translation = try await pool.translate(report.text)
            #expect(ReportLanguage(of: translation.text) == .english, "\(report.what)")
            let check = try await pool.check(report.text)
            #expect(check.problem == nil, "\(report.what)")
        }
        let counts = try await server.counted(by: client)
        #expect(counts.check_calls == RomanianReport.all.count && counts.schema_calls == RomanianReport.all.count)
    }

    @Test(
        "Faults of the line end in a typed state for texts too",
        arguments: [
            ("any-http500", AnalysisError.endpointFailed(status: 500, retryAfter: nil)),
            ("any-http401", .endpointRefused(status: 401)), ("any-not-json", .replyUnreadable(.notACompletion)),
            ("any-length", .replyUnreadable(.cutOff)), ("any-http413", .requestRefused(status: 413)),
        ])
    func faults(script: String, error: AnalysisError) async throws {
        try await server.tell("script", script, by: client)
        await #expect(throws: error) { try await pool().translate(Self.report) }
        await #expect(throws: error) { try await pool().check(Self.report) }
        await #expect(throws: error) { try await pool().analyse(Self.report) }
    }
}

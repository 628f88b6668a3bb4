import Analysis
import Foundation
import Radiology
import Testing

@Suite("A call that can be made again")
struct ChatRequestTests {
    let prompts: Prompts
    let png: [UInt8] = (0..<200).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let film: Question

    init() throws {
        prompts = try .builtIn()
        film = Question(
            png: png, region: BodyRegion(rawValue: "chest"), projection: .frontal, subject: "7-year-old girl",
            question: "Is it \"clear\"?", indication: "tuse \\ febră \u{1F600}")
    }

    private func rebuilt(_ request: ChatRequest) throws -> [UInt8] {
        let kept = try ChatRequest.Recorded(json: request.recorded.json)
        return try kept.bytes(
            prompt: { prompts.texts[$0] }, image: { $0 == SHA256.hex(of: png) ? png : nil })
    }

    @Test("What is kept of a question gives the very bytes again, and neither picture nor prompt is kept twice")
    func report() throws {
        var second = film
        second.earlier = "FINDINGS:\n\"Clear\"."
        for question in [film, second] {
            let request = ChatPayload.report(question, model: "m", prompts: prompts)
            #expect(try rebuilt(request) == request.bytes && request.hash == SHA256.hex(of: request.bytes))
            #expect(request.recorded.imageHashes == [question.image.hash])
            let used = [prompts.hashes["rep"]] + (question.earlier == nil ? [] : [prompts.hashes["rev"]])
            #expect(request.recorded.promptHashes == used.compactMap(\.self))
            #expect(request.recorded.json.utf8.count < 4000)
        }
    }

    @Test("What is kept of a check, a translation and an analysis gives the very bytes again")
    func texts() throws {
        let report = "Opacitate „bazală\" \\ dreaptă.\n2,5 cm"
        for (system, schema) in [(prompts.check, ReplySchema.check), (prompts.analyse, .analysis)] {
            let request = ChatPayload.text(Prompts.fencedReport(report), system: system, model: "m", schema: schema)
            #expect(try rebuilt(request) == request.bytes)
        }
        let request = ChatPayload.text(Prompts.fencedSource(report), system: prompts.translate, model: "m")
        #expect(try rebuilt(request) == request.bytes)
    }

    @Test("Equal questions are equal calls, any difference is another call")
    func identity() {
        let hash = ChatPayload.report(film, model: "m", prompts: prompts).hash
        #expect(ChatPayload.report(film, model: "m", prompts: prompts).hash == hash)
        var other = film
        other.subject = "8-year-old girl"
        #expect(ChatPayload.report(other, model: "m", prompts: prompts).hash != hash)
        #expect(ChatPayload.report(film, model: "n", prompts: prompts).hash != hash)
        #expect(ChatPayload.report(film, model: "m", prompts: prompts, sampling: Sampling(seed: 1)).hash != hash)
    }

    @Test("A call whose prompt or picture is gone or is another one is not put together")
    func gone() throws {
        let kept = ChatPayload.report(film, model: "m", prompts: prompts).recorded
        let (rep, picture) = (SHA256.hex(of: prompts.report.utf8), film.image.hash)
        for text in [nil, "another text"] {
            #expect(throws: ChatRequest.RebuildProblem.promptMissing(hash: rep)) {
                try kept.bytes(prompt: { _ in text }, image: { _ in png })
            }
        }
        for image in [nil, [1, 2, 3]] as [[UInt8]?] {
            #expect(throws: ChatRequest.RebuildProblem.imageMissing(hash: picture)) {
                try kept.bytes(prompt: { prompts.texts[$0] }, image: { _ in image })
            }
        }
    }

    @Test(
        "What is kept in another form is refused",
        arguments: [
            ("", ChatRequest.RebuildProblem.unreadable), ("[]", .unreadable), (#"{"version":1}"#, .unreadable),
            (#"{"version":1,"pieces":[{"other":"x"}]}"#, .unreadable),
            (#"{"version":2,"pieces":[{"literal":"x"}]}"#, .unknownVersion(2)),
        ])
    func otherForm(json: String, problem: ChatRequest.RebuildProblem) {
        #expect(throws: problem) {
            try ChatRequest.Recorded(json: json).bytes(prompt: { _ in nil }, image: { _ in nil })
        }
        #expect(!problem.suggestion.isEmpty)
    }
}

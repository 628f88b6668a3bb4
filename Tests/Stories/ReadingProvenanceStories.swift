import Foundation
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("How an answer came about")
struct ReadingProvenanceStories {
    private let film = SyntheticFilm.chest(1)

    private func read(_ film: SyntheticFilm, _ clinic: Clinic, fresh: Bool = false) async throws {
        try await clinic.take(film)
        try await clinic.open().analyse(limit: nil, region: nil, fresh: fresh, dryRun: false)
    }

    @Test("An answer is explained in words: model, server, picture, prompts, requests, times and reply")
    func explained() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await read(film, clinic)
        try clinic.open().explain(film.uid.rawValue)
        let told = try #require(clinic.answers.last)
        let kept = try #require(try clinic.archive().aiReports.standing(of: film.uid)?.attempt)
        let bodies = try await server.counted().bodies
        #expect(bodies == [kept.request?.hash, kept.checkRequest?.hash])
        let words = [
            server.url, "medgemma-4b-it", kept.provenance.imageHash, kept.provenance.recipe, "severity 0/10",
            "The lungs are clear", "attempt 1", "temperature",
        ]
        for word in words + bodies { #expect(told.contains(word), "\(word)") }
    }

    @Test("Reproduced, the calls are the same bytes, the picture drawn again from the film itself")
    func reproduced() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await read(film, clinic)
        try clinic.remove("reports/images")
        try await clinic.open().reproduce(film.uid.rawValue, dryRun: false)
        let bodies = try await server.counted().bodies
        #expect(bodies.count == 4 && Array(bodies.prefix(2)) == Array(bodies.suffix(2)))
        let told = try #require(clinic.answers.last)
        #expect(told.contains("drawn again from the original") && told.contains("word for word"))
        #expect(try clinic.archive().aiReports.attempts(of: film.uid).count == 1)
    }

    @Test("A second reading is reproduced too, and another answer is shown word by word")
    func another() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await read(film, clinic)
        _ = try clinic.archive().exams.requeue(film.uid, now: clinic.now)
        try await clinic.open().analyse(limit: nil, region: nil, dryRun: false)
        try await server.play("no-headings")
        try await clinic.open().reproduce(film.uid.rawValue, dryRun: false)
        let bodies = try await server.counted().bodies
        #expect(bodies.count == 6 && Array(bodies[2..<4]) == Array(bodies[4..<6]) && bodies[0] != bodies[2])
        #expect(clinic.answers.last?.contains("[-") == true)
    }

    @Test("What cannot be put together byte for byte is not sent, and a server that is away is said to be so")
    func notReproduced() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await read(film, clinic)
        let before = try await server.counted().bodies.count
        try clinic.remove("reports/images")
        try clinic.remove("archive")
        let uid = film.uid.rawValue
        #expect(try await ending { try await clinic.open().reproduce(uid, dryRun: false) } == .someFailed)
        #expect(try await server.counted().bodies.count == before)
        #expect(try await ending { try await clinic.open().reproduce("2.25.999", dryRun: false) } == .badInput)
        #expect(try await ending { try await clinic.open().reproduce("../x", dryRun: false) } == .usage)
    }

    @Test("A server that is away cannot repeat an answer")
    func away() async throws {
        let port = try ClosedPort()
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await read(film, clinic)
        let dead = ["XRV_OPENAI_OPENAI_URL_PRIMARY": "http://127.0.0.1:\(port.port)/v1/chat/completions"]
        let moved = try clinic.open(environment: dead)
        let uid = film.uid.rawValue
        #expect(try await ending { try await moved.reproduce(uid, dryRun: false) } == .badSettings)
        #expect(
            try await ending { try await moved.reproduce(uid, dryRun: false, anywhere: true) } == .serviceUnreachable)
        #expect(try await ending { try await moved.reproduce(film.uid.rawValue, dryRun: true) } == nil)
    }

    @Test("The same question is answered from the database, and says so, unless it is wanted fresh")
    func answeredBefore() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await read(film, clinic)
        let twin = film.with { $0.instance = "2.25.900.3" }
        try await read(twin, clinic)
        #expect(try await server.counted().report_calls == 1)
        let archive = try clinic.archive()
        let source = try #require(try archive.aiReports.standing(of: film.uid))
        let taken = try #require(try archive.aiReports.standing(of: twin.uid))
        #expect(taken.attempt.answeredFrom == source.id && taken.attempt.severity == source.attempt.severity)
        #expect(try clinic.record(twin.uid).aiReport?.text == clinic.record(film.uid).aiReport?.text)
        try await read(film.with { $0.instance = "2.25.901.3" }, clinic, fresh: true)
        #expect(try await server.counted().report_calls == 2)
    }

    @Test("The texts of the next question are shown, and nobody is asked")
    func rendered() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        try clinic.open().renderPrompt(film.uid.rawValue)
        let told = try #require(clinic.answers.last)
        #expect(told.contains("--- system") && told.contains("--- user") && told.contains("[picture, SHA-256"))
        #expect(try await server.counted().report_calls == 0)
    }
}

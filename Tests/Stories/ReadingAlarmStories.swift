import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("Answers that look wrong")
struct ReadingAlarmStories {
    private func read(_ clinic: Clinic) async throws {
        try await clinic.open().analyse(limit: nil, region: nil, dryRun: false)
    }

    /// Looks until it is so, for at most so long.
    private func wait(seconds: Int = 60, until isSo: () throws -> Bool) async throws -> Bool {
        for _ in 0..<(20 * seconds) {
            if try isSo() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test("A model that says the same abnormal things about every film is noticed; normal films may sound alike")
    func collapsed() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        for number in 1...9 { try await clinic.take(.chest(number)) }
        try await read(clinic)
        #expect(try clinic.archive().alarms.flagged().isEmpty)
        try await server.answerTexts(
            #"{"pathologic":"yes","severity":7,"summary":"opacity","confidence":80}"#)
        for number in 11...19 { try await clinic.take(.chest(number)) }
        try await read(clinic)
        let flagged = try clinic.archive().alarms.flagged()
        #expect(!flagged.isEmpty && flagged.allSatisfy { $0.kind == "near-identical" })
        try await clinic.open().status(watch: false)
        #expect(clinic.answers.last?.contains("exams with an odd answer") == true)
        #expect(clinic.answers.last?.contains("alarms     0 exams") == false)
    }

    @Test("Another model at the same address is noticed, over a restart too")
    func otherModel() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await server.rename("first-model")
        try await clinic.take(.chest(1))
        try await read(clinic)
        #expect(try clinic.archive().alarms.latest().isEmpty)
        try await server.rename("second-model")
        try await clinic.take(.chest(2))
        try await read(clinic)
        #expect(try clinic.archive().alarms.latest().map(\.kind) == ["model-changed"])
        let events = try clinic.archive().events.after(0).map(\.kind)
        #expect(events.contains("model_changed"))
        #expect(try clinic.archive().endpoints.all().map(\.model) == ["second-model"])
    }

    @Test(
        "A film with a known answer is read again at night; an answer outside of its range raises an alarm",
        arguments: [("0-2", false), ("5-9", true)])
    func canary(expected: String, isChanged: Bool) async throws {
        let server = try ModelServer()
        let film = SyntheticFilm.chest(1)
        let clinic = try Clinic(
            Clinic.asking(server.url) + "[processing]\nCANARIES = \(film.uid) = \(expected)\nCANARY_HOUR = 0\n")
        try await clinic.take(film)
        try await read(clinic)
        let running = Task { try await clinic.open(json: true).run() }
        #expect(try await wait { try !clinic.archive().canaries.lastDay().isEmpty })
        running.cancel()
        _ = try? await running.value
        let night = try #require(try clinic.archive().canaries.lastDay().first)
        #expect(night.uid == film.uid && night.got == Severity(0) && night.changed == isChanged)
        #expect(try clinic.archive().alarms.latest().map(\.kind) == (isChanged ? ["canary"] : []))
        #expect(try clinic.attempts(film) == ["ok", "ok"] && clinic.status(film) == .done)
        #expect(try await server.counted().report_calls == 2)
    }

    @Test("A film that waits for its server is read as soon as the server is well again, whatever the pause was to be")
    func comesBack() async throws {
        let server = try ModelServer("http401")
        let clinic = try Clinic(
            Clinic.asking(server.url, "HEALTH_INTERVAL = 1").replacing("RETRY_BASE = 0.02", with: "RETRY_BASE = 600"))
        try await clinic.take(.chest(1))
        let running = Task { try await clinic.open(json: true).run() }
        #expect(try await wait { try clinic.record(SyntheticFilm.chest(1).uid).reason != nil })
        try await server.play("ok")
        // Without a wake-up it would be a minute.
        #expect(try await wait(seconds: 30) { try clinic.status(.chest(1)) == .done })
        running.cancel()
        _ = try? await running.value
        let states = try clinic.archive().events.after(0).filter { $0.kind == "endpoint_changed" }
        #expect(!states.isEmpty && !clinic.everythingSaid.contains("sk-secret-canary"))
        #expect(try clinic.attempts(.chest(1)) == ["ok"])
    }

    @Test("Side by side: as many films are in hand as CONCURRENCY says, and all go back when it is stopped")
    func sideBySide() async throws {
        let server = try ModelServer("hang")
        let clinic = try Clinic(Clinic.asking(server.url, "CONCURRENCY = 3"))
        let films = (1...5).map { SyntheticFilm.chest($0) }
        for film in films { try await clinic.take(film) }
        let running = Task { try await clinic.open(json: true).run() }
        func inHand() throws -> Int { try films.filter { try clinic.status($0) == .processing }.count }
        #expect(try await wait { try inHand() == 3 })
        #expect(try films.filter { try clinic.status($0) == .queued }.count == 2)
        running.cancel()
        _ = try? await running.value
        #expect(try films.allSatisfy { try clinic.status($0) == .queued })
        #expect(try films.allSatisfy { try clinic.record($0.uid).attempts == 0 })
    }
}

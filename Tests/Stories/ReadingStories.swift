import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("The whole reading")
struct ReadingStories {
    private func read(_ clinic: Clinic) async throws -> WorkstationError.Ending? {
        try await ending { try await clinic.open().analyse(limit: nil, region: nil, dryRun: false) }
    }

    private let opacity = "Opacitate bazală dreaptă de 3 cm. Fără lichid pleural."

    private func arrived(_ text: String, _ film: SyntheticFilm, _ clinic: Clinic) throws {
        _ = try clinic.archive().radReports.arrived(film.uid, ArrivedReport(id: "1", text: text), now: clinic.now)
    }

    @Test("Earlier reports of the patient and the region within 90 days are told, the radiologist's and the model's")
    func priors() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        let days = ["20251101", "20260201", "20260302"]
        let films = days.enumerated().map { number, day in
            SyntheticFilm.chest(number + 1).with { ($0.day, $0.patientID) = (day, "TEST-7") }
        }
        try await clinic.take(films[0], films[1])
        #expect(try await read(clinic) == nil)
        try arrived("The right lung is clear. No pleural effusion is seen on this film.", films[1], clinic)
        #expect(try await read(clinic) == nil)
        try await clinic.take(films[2])
        #expect(try await read(clinic) == nil)
        let question = try await server.lastQuestion()
        #expect(question.contains("2026-02-01, radiologist") && question.contains("2026-02-01, AI"))
        #expect(!question.contains("2025-11-01"))
    }

    @Test("A radiologist's text is translated, then checked; the same text is translated once, and English not at all")
    func translated() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        let films = (1...3).map { SyntheticFilm.chest($0) }
        try await clinic.take(films[0], films[1], films[2])
        #expect(try await read(clinic) == nil)
        try arrived(opacity, films[0], clinic)
        #expect(try await read(clinic) == nil)
        try arrived(opacity, films[1], clinic)
        try arrived("The lungs are clear and there is no pleural effusion on either side.", films[2], clinic)
        #expect(try await read(clinic) == nil)
        #expect(try await server.counted().translate_calls == 1)
        let reports = try films.map { try #require(try clinic.record($0.uid).radiologistReport) }
        #expect(reports[0].english != nil && reports[0].english == reports[1].english && reports[2].english == nil)
        #expect(reports.allSatisfy { $0.severity == Severity(0) })
        let kinds = try clinic.archive().aiReports.attempts(of: films[0].uid).map(\.kind)
        #expect(kinds == [.report, .translation, .check])
    }

    @Test(
        "A translation stays when the check fails, and a text that cannot be translated is checked all the same",
        arguments: [("no-object", true, false), ("translate-empty", false, true)])
    func apart(script: String, isTranslated: Bool, isChecked: Bool) async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        let film = SyntheticFilm.chest(1)
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        try await server.play(script)
        try arrived(opacity, film, clinic)
        #expect(try await read(clinic) == nil)
        let report = try #require(try clinic.record(film.uid).radiologistReport)
        #expect((report.english != nil) == isTranslated && (report.severity != nil) == isChecked)
        #expect(try clinic.status(film) == .done)
    }

    @Test("Of three servers the third is asked while the first two are away")
    func third() async throws {
        let (first, second, server) = (try ClosedPort(), try ClosedPort(), try ModelServer())
        func url(_ port: Int) -> String { "http://127.0.0.1:\(port)/v1/chat/completions" }
        let clinic = try Clinic(Clinic.asking(url(first.port), orElse: "\(url(second.port)), \(server.url)"))
        try await clinic.take(.chest(1))
        #expect(try await read(clinic) == nil)
        #expect(try clinic.record(SyntheticFilm.chest(1).uid).provenance?.endpoint == server.url)
    }

    @Test("A server that fails at every film takes none with it")
    func failingServer() async throws {
        let server = try ModelServer("http500")
        let clinic = try Clinic(Clinic.asking(server.url))
        let films = (1...4).map { SyntheticFilm.chest($0) }
        for film in films { try await clinic.take(film) }
        #expect(try await read(clinic) == .serviceUnreachable)
        #expect(try films.allSatisfy { try clinic.status($0) == .queued })
    }

    @Test("The sampling of the settings is what the server is told")
    func sampling() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url, "TEMPERATURE = 0\nTOP_K = 7\nSEED = 11\nMAX_TOKENS = 99"))
        try await clinic.take(.chest(1))
        #expect(try await read(clinic) == nil)
        let sampling = try #require(try clinic.record(SyntheticFilm.chest(1).uid).provenance?.sampling)
        for part in ["\"temperature\":0", "\"top_k\":7", "\"seed\":11", "\"max_tokens\":99"] {
            #expect(sampling.contains(part), "\(part)")
        }
    }
}

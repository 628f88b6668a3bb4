import Foundation
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("Odd answers on the pages")
struct OddAnswerPages {
    private let first = SyntheticFilm.chest(1).with { ($0.patientID, $0.day) = ("P1", "20260115") }
    private let second = SyntheticFilm.chest(2).with { ($0.patientID, $0.day) = ("P2", "20260203") }
    private let third = SyntheticFilm.chest(3).with { ($0.patientID, $0.day) = ("P3", "20260301") }
    private let everywhere = ["admin", "user"]

    private func clinicWithFilms() async throws -> Clinic {
        let clinic = try Clinic()
        try await clinic.take(first, second, third)
        try await clinic.open().runOnce()
        return clinic
    }

    private func publish(_ clinic: Clinic, out: String? = nil) async throws {
        try await clinic.open().publish(out: out, audience: nil, since: nil, dryRun: false)
    }

    private func pages(_ clinic: Clinic, _ folder: String = "reports") throws -> [String: String] {
        var pages: [String: String] = [:]
        for name in clinic.files(folder) where name.hasSuffix(".html") {
            pages[name] = try clinic.text("\(folder)/\(name)")
        }
        return pages
    }

    private func changed(_ before: [String: String], _ after: [String: String]) -> Set<String> {
        Set(Set(before.keys).union(after.keys).filter { before[$0] != after[$0] })
    }

    /// Pages that say when the data changed last.
    private var overviews: Set<String> {
        let names = [PagePaths.index, PagePaths.days, PagePaths.about] + StatisticsSubject.allCases.map(\.path)
        return Set(everywhere.flatMap { audience in names.map { "\(audience)/\($0)" } })
    }

    private func flag(_ film: SyntheticFilm, like other: SyntheticFilm, _ clinic: Clinic) throws {
        let archive = try clinic.archive()
        let note = AlarmNote(
            kind: "near-identical",
            detail: ["words": .text("Nearly as about others."), "partner": .text(other.uid.rawValue)])
        let answer = try archive.aiReports.standing(of: film.uid)
        try archive.alarms.raise(note, uid: film.uid, analysisID: answer?.id, now: clinic.now)
    }

    @Test("A raised alarm is drawn on its exam's page, its day and the front page, and goes with the answer")
    func raisedAndCleared() async throws {
        let clinic = try await clinicWithFilms()
        let before = try pages(clinic)
        try flag(second, like: first, clinic)
        try await publish(clinic)
        let flagged = try pages(clinic)
        for audience in everywhere {
            let page = try #require(flagged["\(audience)/\(PagePaths.film(second.uid))"])
            #expect(page.contains("Nearly as about others.") && page.contains("../../\(PagePaths.film(first.uid))"))
            for list in [PagePaths.index, PagePaths.day("2026-02-03")] {
                #expect(flagged["\(audience)/\(list)"]?.components(separatedBy: "same text</span>").count == 2)
            }
        }
        let own = everywhere.flatMap { audience in
            [PagePaths.film(second.uid), PagePaths.day("2026-02-03")].map { "\(audience)/\($0)" }
        }
        #expect(changed(before, flagged).subtracting(overviews) == Set(own))
        try await publish(clinic, out: "copy")
        #expect(try changed(flagged, pages(clinic, "copy")).isEmpty)

        _ = try clinic.archive().exams.requeue(second.uid, now: clinic.now)
        try await clinic.open().runOnce()
        let cleared = try pages(clinic)
        #expect(cleared.values.allSatisfy { !$0.contains("Nearly as about others.") && !$0.contains("same text<") })
    }

    @Test("A partner that is not among the exams is not linked to")
    func lostPartner() async throws {
        let clinic = try await clinicWithFilms()
        try flag(second, like: .chest(99), clinic)
        try await publish(clinic)
        let page = try #require(try pages(clinic)["admin/\(PagePaths.film(second.uid))"])
        #expect(page.contains("Nearly as about others.") && !page.contains("Compare with the other film"))
    }

    @Test("A changed model is a banner of the front page although no exam changed; then nothing is drawn again")
    func changedModel() async throws {
        let clinic = try await clinicWithFilms()
        let before = try pages(clinic)
        let detail = [
            "address": EventValue.text("http://reader:8080/v1"), "before": .text("a-4b"), "model": .text("b-4b"),
        ]
        try clinic.archive().alarms.raise(AlarmNote(kind: "model-changed", detail: detail), now: clinic.now)
        try await publish(clinic)
        let after = try pages(clinic)
        for audience in everywhere {
            let page = try #require(after["\(audience)/\(PagePaths.index)"])
            #expect(page.contains("calls its model “b-4b”; before it was “a-4b”") && page.contains("2026-03-02 08:"))
            #expect(page.contains("http://reader:8080") == (audience == "admin"))
        }
        #expect(changed(before, after).isSubset(of: overviews))
        try await publish(clinic)
        #expect(clinic.answers.last?.hasPrefix("0 pages drawn, 0 written") == true)
    }

    @Test("A film with a known answer that is read otherwise is a banner until it is read as expected")
    func knownAnswer() async throws {
        let clinic = try await clinicWithFilms()
        let canaries = try clinic.archive().canaries
        func night(_ day: String, _ got: Int, changed: Bool) async throws -> String {
            let canary = Canary(
                uid: first.uid, day: day, expected: Severity(0), got: Severity(got), changed: changed)
            try canaries.record(canary, now: clinic.now)
            try await publish(clinic)
            return try clinic.text("reports/user/\(PagePaths.index)")
        }
        let banner = "A film with a known answer was read otherwise."
        let odd = try await night("2026-03-02", 7, changed: true)
        #expect(odd.contains(banner) && odd.contains("Expected 0, answered 7."))
        #expect(odd.contains("href=\"\(PagePaths.film(first.uid))\">Open the film"))
        #expect(try await !night("2026-03-03", 0, changed: false).contains(banner))
    }

    @Test("The page says which earlier reports were told, and that an answer was taken over")
    func circumstances() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        let later = SyntheticFilm.chest(4).with { ($0.patientID, $0.day) = ("P1", "20260301") }
        let twin = first.with { ($0.instance, $0.patientID) = ("2.25.900.3", "P9") }
        for film in [first, later, twin] {
            try await clinic.take(film)
            try await clinic.open().analyse(limit: nil, region: nil, dryRun: false)
        }
        try await publish(clinic)
        let pages = try pages(clinic)
        func page(_ film: SyntheticFilm) throws -> String { try #require(pages["admin/\(PagePaths.film(film.uid))"]) }
        #expect(
            try page(first).contains("told</th><td>none<") && page(first).contains("http://127.0.0.1:\(server.port)<"))
        #expect(try page(later).contains("told</th><td>2026-01-15 (AI)<"))
        #expect(try page(twin).contains("that answer was taken over") && !page(first).contains("taken over"))
    }
}

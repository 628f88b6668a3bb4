import Foundation
import GRDB
import Store
import Testing
import Workstation

@Suite("The nightly report, through the whole programme", .serialized)
struct NightlyReportStories {
    /// 2026-03-04, 06:00 UTC: yesterday has 17 of the forty exams, the day before it 20.
    private static let morning = Date(timeIntervalSince1970: 1_772_604_000)

    private static func clinic(_ settings: String = Clinic.baseline, forty: Bool = true) async throws -> Clinic {
        let clinic = try Clinic(settings, beginning: morning)
        _ = try clinic.open()
        guard forty else { return clinic }
        let exams = try FortyExamsStories.rows("FortyExams.csv")
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            for exam in exams { try FortyExamsStories.admit(exam, db) }
        }
        return clinic
    }

    private struct Row: Decodable, Equatable {
        let id: String
        let count, total: Int?
        let value, lower, upper: Double?
        let method: String
    }

    private struct Night: Decodable {
        struct Figures: Decodable { let now, before: [Row] }
        let letter: [String]
        let figures: Figures
    }

    private struct Stats: Decodable { let figures: [Row] }

    private static func night(_ clinic: Clinic, _ path: String) throws -> Night {
        try JSONDecoder().decode(Night.self, from: Data(try clinic.bytes(path)))
    }

    private static func stats(_ clinic: Clinic, from: String, to: String) throws -> [Row] {
        var wish = StatsWish()
        wish.filters = ["from": from, "to": to]
        try clinic.open(json: true).stats(wish)
        let answer = try #require(clinic.answers.last)
        return try JSONDecoder().decode(Stats.self, from: Data(answer.utf8)).figures
    }

    @Test("The report, the command line and the pencil have the same numbers")
    func same() async throws {
        let clinic = try await Self.clinic()
        try clinic.open().nightly(date: nil, audience: nil, dryRun: false)
        let night = try Self.night(clinic, "reports/admin/nightly/2026-03-03/figures.json")
        #expect(night.figures.now == (try Self.stats(clinic, from: "2026-03-03", to: "2026-03-03")))
        #expect(night.figures.before == (try Self.stats(clinic, from: "2026-02-03", to: "2026-03-02")))
        #expect(night.letter[0].hasPrefix("On Tuesday, 3 March 2026, 17 exams were taken and all of them are read"))
        let table = try clinic.text("reports/admin/nightly/2026-03-03/figures.csv")
        #expect(table.hasPrefix("days,id,count,total,value,lower,upper,method,unit\r\nday,overall.exams,17,,"))
    }

    @Test("Made again, nothing is written; a verdict that comes later is told")
    func again() async throws {
        let clinic = try await Self.clinic()
        try clinic.open().nightly(date: nil, audience: "user", dryRun: false)
        let page = try clinic.bytes("reports/nightly/2026-03-03/index.html")
        let index = try clinic.text("reports/nightly/index.html")
        #expect(index.contains(#"href="2026-03-03/index.html""#))
        try clinic.open().nightly(date: "2026-03-03", audience: "user", dryRun: false)
        #expect(try clinic.bytes("reports/nightly/2026-03-03/index.html") == page)
        #expect(clinic.answers.last == "reports/nightly/2026-03-03/index.html is as it was.")
        // The list is made again from the nights when its lines are lost.
        try clinic.remove("reports/nightly/nights.json")
        try clinic.open().nightly(date: "2026-03-02", audience: "user", dryRun: false)
        let both = try clinic.text("reports/nightly/index.html")
        #expect(both.contains("2026-03-02/index.html") && both.contains("2026-03-03/index.html"))
        #expect(try clinic.bytes("reports/nightly/2026-03-03/index.html") == page)
    }

    @Test("With initials small groups, radiologists and diagnoses are nowhere in the files")
    func initials() async throws {
        let clinic = try await Self.clinic()
        try clinic.open().nightly(date: nil, audience: "user", dryRun: false)
        let night = try Self.night(clinic, "reports/nightly/2026-03-03/figures.json")
        #expect(night.figures.now.contains { $0.method == "few" && $0.count == nil && $0.value == nil })
        #expect(!night.figures.now.contains { $0.id.hasPrefix("radiologist.") || $0.id.hasPrefix("diagnosis.") })
        for file in ["index.html", "figures.json", "figures.csv"] {
            #expect(!(try clinic.text("reports/nightly/2026-03-03/\(file)")).contains("Exemplu"))
        }
        #expect(!clinic.exists("reports/admin/nightly"))
    }

    @Test("An empty archive, a day without films and days that are not over")
    func odd() async throws {
        let empty = try await Self.clinic(forty: false)
        try empty.open().nightly(date: nil, audience: "user", dryRun: true)
        #expect(empty.answers.first == "There is no exam in this archive yet.")
        #expect(!empty.exists("reports/nightly"))
        let clinic = try await Self.clinic()
        try clinic.open().nightly(date: "2026-02-20", audience: "user", dryRun: true)
        #expect(clinic.answers.first == "No exam was taken on Friday, 20 February 2026, nor on any day before it.")
        for (date, message) in [
            ("2026-03-04", "This day is not over."), ("2099-01-01", "This day has not come yet."),
            ("yesterday", "--date is not a day."),
        ] {
            let error = #expect(throws: WorkstationError.self) {
                try clinic.open().nightly(date: date, audience: nil, dryRun: false)
            }
            #expect(error?.message == message && error?.ending == .usage)
        }
    }

    @Test("Exams of a clock that runs ahead are told of, and are in no report")
    func future() async throws {
        let clinic = try await Self.clinic()
        try clinic.open(json: true).nightly(date: nil, audience: "user", dryRun: true)
        // Three of the forty are of April.
        #expect(clinic.answers.last?.contains("3 exams bear a date that has not come yet") == true)
        // Of an older day nothing is measured.
        try clinic.open(json: true).nightly(date: "2026-03-02", audience: "user", dryRun: true)
        #expect(clinic.answers.last?.contains("has not come yet") == false)
    }

    @Test("Two nights are compared in words, and one without a report is asked for")
    func difference() async throws {
        let clinic = try await Self.clinic()
        for date in ["2026-03-02", "2026-03-03"] {
            try clinic.open().nightly(date: date, audience: "admin", dryRun: false)
        }
        let before = clinic.answers.count
        try clinic.open().nightlyDifference("2026-03-02", "2026-03-03", audience: "admin", all: false)
        let lines = clinic.answers.dropFirst(before)
        #expect(lines.first == "Monday, 2 March 2026 (20 exams) and Tuesday, 3 March 2026 (17 exams)")
        #expect(lines.contains { $0.hasPrefix("  Specificity: ") && $0.hasSuffix("the intervals overlap") })
        let error = #expect(throws: WorkstationError.self) {
            try clinic.open().nightlyDifference("2026-03-01", "2026-03-03", audience: nil, all: false)
        }
        #expect(error?.ending == .badInput)
    }

    @Test("The mail is the letter; without readers it says so")
    func mail() async throws {
        let clinic = try await Self.clinic()
        try clinic.open().nightly(date: nil, audience: nil, dryRun: false)
        try await clinic.open().nightlyMail(date: nil, dryRun: true)
        let letter = try Self.night(clinic, "reports/nightly/2026-03-03/figures.json").letter
        let body = try #require(clinic.answers.last)
        #expect(letter.allSatisfy(body.contains) && body.contains("reports/nightly/2026-03-03/index.html"))
        #expect(!body.contains("Exemplu") && !body.contains("1.2.826"))
        let error = await #expect(throws: WorkstationError.self) {
            try await clinic.open().nightlyMail(date: nil, dryRun: false)
        }
        #expect(error?.ending == .badSettings)
    }
}

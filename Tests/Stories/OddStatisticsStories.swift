import Foundation
import GRDB
import Reports
import Store
import Testing
import Workstation

@Suite("Statistics of odd archives, and pages of statistics alone", .serialized)
struct OddStatisticsStories {
    /// Films of one morning, `minutes` after nine, with a report so many minutes later; `nil` without one.
    private func admit(_ films: [(minutes: Int, report: Int?)], to clinic: Clinic) async throws {
        _ = try clinic.open()
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            for (number, film) in films.enumerated() {
                let uid = "1.2.826.0.1.43.\(number)"
                let created = String(format: "2026-03-02 09:%02d:00", film.minutes)
                try Self.admit(uid, created, db)
                guard let report = film.report else { continue }
                try db.execute(
                    sql: """
                        INSERT INTO rad_reports (uid, created, updated, text, severity)
                        VALUES (?1, datetime(?2, '+' || ?3 || ' minutes'), ?2, 'text', 2)
                        """, arguments: [uid, created, report])
            }
        }
    }

    private static func admit(_ uid: String, _ created: String, _ db: Database) throws {
        try db.execute(sql: "INSERT INTO patients (cnp, name) VALUES (?, 'Exemplu^Ana')", arguments: [uid])
        try db.execute(
            sql: "INSERT INTO exams (uid, cnp, created, region, type, status) VALUES (?, ?, ?, 'chest', 'DX', 'done')",
            arguments: [uid, uid, created])
        try db.execute(
            sql: """
                INSERT INTO ai_reports (uid, created, updated, text, severity, confidence, model)
                VALUES (?, '2026-03-02 10:00:00', '2026-03-02 10:00:00', 't', 2, 90, 'm')
                """, arguments: [uid])
    }

    private func median(_ clinic: Clinic) throws -> String {
        var wish = StatsWish()
        wish.isCSV = true
        try clinic.open().stats(wish)
        let table = try #require(clinic.answers.last).split(separator: "\r\n")
        let row = try #require(table.first { $0.hasPrefix("overall.report.medianKM,") })
        return row.split(separator: ",", omittingEmptySubsequences: false)[3...5].joined(separator: ",")
    }

    @Test("A film of a clock that runs years ahead makes no other film wait")
    func ahead() async throws {
        let clinic = try Clinic()
        // At 9:30 the four without a report have waited for half an hour, and nobody knows of them later.
        try await admit([(0, 10), (0, 200), (0, nil), (0, nil), (0, nil), (30, nil)], to: clinic)
        let before = try median(clinic)
        #expect(before.hasPrefix("200"), "\(before)")
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            try Self.admit("1.2.826.0.1.43.99", "2099-01-01 08:00:00", db)
        }
        #expect(try median(clinic) == before)
    }

    /// Addresses inside the pages of a folder that lead to no file.
    private func leadingNowhere(_ clinic: Clinic, _ folder: String) throws -> Set<String> {
        let pattern = try Regex(##"(?:href|src)="([^"#?:]+)["#?]"##, as: (Substring, Substring).self)
        var nowhere: Set<String> = []
        for page in clinic.files(folder) where page.hasSuffix(".html") {
            let base = URL(filePath: "/\(page)").deletingLastPathComponent()
            for link in try clinic.text("\(folder)/\(page)").matches(of: pattern) {
                let target = base.appending(path: String(link.1)).standardized.path
                if !clinic.exists(folder + target) { nowhere.insert("\(page): \(link.1)") }
            }
        }
        return nowhere
    }

    @Test("Statistics drawn alone lead to no page of films, and do as soon as there are some")
    func alone() async throws {
        let clinic = try Clinic()
        try await admit([(0, 10), (5, nil)], to: clinic)
        let path = "alone/admin/\(StatisticsSubject.overview.path)"
        func publish(statisticsOnly: Bool) async throws -> String {
            try await clinic.open().publish(
                out: "alone", audience: nil, since: nil, statisticsOnly: statisticsOnly, dryRun: false)
            return try clinic.text(path)
        }
        let alone = try await publish(statisticsOnly: true)
        #expect(try leadingNowhere(clinic, "alone") == [])
        #expect(!alone.contains(">Films</a>"))
        let beside = try await publish(statisticsOnly: false)
        #expect(beside.contains(">Films</a>") && beside.contains(">About</a>"))
        #expect(try leadingNowhere(clinic, "alone") == [])
        #expect(try await publish(statisticsOnly: true) == beside)
    }
}

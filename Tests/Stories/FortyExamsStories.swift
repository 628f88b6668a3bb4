import Foundation
import GRDB
import HTTPClient
import Reports
import Store
import Testing
import Workstation

@Suite("Forty exams counted by hand, through the whole programme", .serialized)
struct FortyExamsStories {
    private static let tables = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "StatisticsTests")

    /// Lines of a table without the first; the arithmetic behind the last comma that counts is left alone.
    static func rows(_ file: String) throws -> [[String]] {
        try String(contentsOf: tables.appending(path: file), encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// As the predecessor's columns and ours keep them; the fields are those of FortyExams.csv.
    static func admit(_ exam: [String], _ db: Database) throws {
        let uid = "1.2.826.0.1.40.\(exam[0])"
        let (reader, reported, review) = (exam[1], exam[2], exam[3])
        let hour = exam[9].count == 1 ? "0" + exam[9] : exam[9]
        let created = "\(exam[8]) \(hour):00:00"
        try db.execute(
            sql: "INSERT INTO patients (cnp, id, name, birthdate, sex) VALUES (?, ?, 'Exemplu^Forty', ?, ?)",
            arguments: [
                "40\(exam[0])", exam[0], "\(2026 - (Int(exam[6]) ?? 0))-01-01", exam[5].isEmpty ? nil : exam[5],
            ])
        try db.execute(
            sql: "INSERT INTO exams (uid, cnp, created, region, type, status) VALUES (?, ?, ?, ?, 'DX', 'done')",
            arguments: [uid, "40\(exam[0])", created, exam[4]])
        try db.execute(
            sql: """
                INSERT INTO ai_reports (uid, created, updated, text, severity, confidence, latency, model)
                VALUES (?, ?, ?, 't', ?, ?, ?, 'm')
                """,
            arguments: [uid, created, created, Int(reader) ?? -1, Int(exam[10]) ?? -1, Int(exam[11])])
        let device = exam[7].split(separator: " ")
        try db.execute(
            sql: """
                INSERT INTO films (uid, content_hash, bytes, source, received, facts)
                VALUES (?, ?, 1, 'test', 't', json_object('manufacturer', ?, 'device', ?))
                """, arguments: [uid, exam[0], String(device[0]), String(device[1])])
        if let minutes = Int(exam[12]) {
            try db.execute(
                sql: """
                    INSERT INTO rad_reports (uid, created, updated, text, severity)
                    VALUES (?, datetime(?, '+' || ? || ' minutes'), ?, 'text', ?)
                    """, arguments: [uid, created, minutes, created, Int(reported) ?? -1])
        }
        if review != "none" {
            try db.execute(
                sql: "INSERT INTO reviews (uid, reviewer, normal, severity, at) VALUES (?, 'rena', ?, ?, ?)",
                arguments: [uid, review == "normal" ? 1 : 0, review == "normal" ? 0 : 5, "2026-03-05T08:00:00Z"])
        }
    }

    private func filled(_ clinic: Clinic) async throws {
        let exams = try Self.rows("FortyExams.csv")
        #expect(exams.count == 40)
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            for exam in exams { try Self.admit(exam, db) }
        }
    }

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private func printed(_ clinic: Clinic, json: Bool = false, _ wish: StatsWish) throws -> String {
        let before = clinic.answers.count
        try clinic.open(json: json).stats(wish)
        // A daemon beside it may say something of its own.
        return (clinic.answers.dropFirst(before).last { !$0.hasPrefix("{\"event\"") } ?? "") + "\n"
    }

    /// By id; the cells of a table without quoted ones.
    private func figures(_ csv: String) -> [String: [String]] {
        let rows = csv.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return Dictionary(rows.map { ($0[0], $0) }) { first, _ in first }
    }

    @Test("Command line, API and pencil have the same numbers")
    func same() async throws {
        let ward = try await LiveWard()
        try await filled(ward.clinic)
        var wish = StatsWish()
        let json = try printed(ward.clinic, json: true, wish)
        wish.isCSV = true
        let csv = try printed(ward.clinic, wish)
        #expect(text(try await ward.get("/api/stats/performance", as: "boss")) == json)
        let table = try await ward.get("/api/stats/performance?format=csv", as: "boss")
        #expect(text(table) == csv && table.headers["content-type"] == "text/csv; charset=utf-8")
        let found = figures(csv)
        for row in try Self.rows("FortyFigures.csv") {
            let cells = try #require(found[row[0]], "\(row[0])")
            #expect(cells[1] == row[1] && cells[2] == row[2], "\(row) \(cells)")
            for column in 3...5 where !row[column].isEmpty {
                let (own, hand) = (Double(cells[column]) ?? .nan, Double(row[column]) ?? .nan)
                #expect((own - hand).magnitude <= 1e-12 * max(1, hand.magnitude), "\(row) \(cells)")
            }
        }
        wish = StatsWish()
        try ward.clinic.open().stats(wish)
        #expect(
            ward.clinic.answers.contains {
                $0.hasPrefix("  Sensitivity") && $0.contains("12/15") && $0.contains("80.0 %")
            })
        await ward.close()
    }

    @Test("A filter means the same for both, and who may not see small groups does not")
    func filters() async throws {
        let ward = try await LiveWard()
        try await filled(ward.clinic)
        for (query, filters, exams) in [
            ("sex=F", ["sex": "F"], "24"), ("region=chest&correct=no", ["region": "chest", "correct": "no"], "4"),
            ("from=2026-03-03&to=2026-03-03", ["from": "2026-03-03", "to": "2026-03-03"], "17"),
            ("severity=5-", ["severity": "5-"], "16"),
            ("search=1.2.826.0.1.40.12", ["search": "1.2.826.0.1.40.12"], "1"),
        ] {
            var wish = StatsWish()
            (wish.filters, wish.isCSV) = (filters, true)
            let csv = try printed(ward.clinic, wish)
            let path = "/api/stats/performance?format=csv&" + query
            #expect(text(try await ward.get(path, as: "boss")) == csv, "\(query)")
            #expect(figures(csv)["overall.exams"]?[1] == exams, "\(query)")
        }
        let shown = figures(text(try await ward.get("/api/stats/performance?format=csv", as: "maria")))
        #expect(shown["region.hand.exams"]?[6] == "few" && shown["region.hand.exams"]?[1] == "")
        #expect(shown["region.chest.exams"]?[1] == "26" && shown["region.chest.sensitivity"]?[6] == "few")
        // All exams are told, unless a filter makes a group of patients of them.
        #expect(shown["overall.sensitivity"]?.prefix(3).suffix(2) == ["12", "15"])
        let chest = figures(text(try await ward.get("/api/stats/performance?format=csv&region=chest", as: "maria")))
        #expect(chest["overall.exams"]?[1] == "26" && chest["overall.sensitivity"]?[6] == "few")
        await ward.close()
    }

    @Test("The same figures are not sent twice, and a failed attempt makes them others")
    func tags() async throws {
        let ward = try await LiveWard()
        try await filled(ward.clinic)
        let first = try await ward.get("/api/stats/performance", as: "boss")
        let again = try await ward.get("/api/stats/performance", as: "boss")
        #expect(first.headers["etag"] != nil && first.headers["etag"] == again.headers["etag"])
        // No exam changed by that, and nothing that a list shows.
        try await DatabaseQueue(path: ward.clinic.paths.database).write { db in
            try db.execute(
                sql: """
                    INSERT INTO analyses (uid, kind, outcome, error_code, answered, image_hash, recipe, recipe_hash,
                        prompt_hashes, endpoint, model_configured, sampling, attempt, report_ms, raw_report,
                        program_version)
                    VALUES ('1.2.826.0.1.40.1', 'report', 'failed', 'timeout', 't', '', 'r', 'r', '{}', '', 'm', '{}', 1, 1,
                        '', '1')
                    """)
        }
        let failed = try await ward.get("/api/stats/performance", as: "boss")
        #expect(failed.headers["etag"] != first.headers["etag"], "a failed attempt is in the figures")
        #expect(try await ward.get("/api/stats/performance?interval=wide", as: "boss").status == 400)
        #expect(try await ward.get("/api/stats/performance", as: nil).status == 401)
        await ward.close()
    }

    /// The tables of groups and figures; their charts lie elsewhere.
    private func grids(_ page: String) -> [Substring] {
        page.split(separator: "<table class=\"numbers cards grid\">", omittingEmptySubsequences: false).dropFirst()
            .map { $0.prefix(upTo: $0.firstRange(of: "</table>")?.lowerBound ?? $0.endIndex) }
    }

    @Test("The pages in the folder and those of the dashboard show the same numbers, and so do their files")
    func pages() async throws {
        let ward = try await LiveWard()
        try await filled(ward.clinic)
        try await ward.clinic.open().publish(out: "drawn", audience: nil, since: nil, dryRun: false)
        func drawn(_ path: String) throws -> String {
            String(decoding: try ward.clinic.bytes("drawn/\(path)"), as: UTF8.self)
        }
        var wish = StatsWish()
        #expect(try drawn("admin/\(PagePaths.figuresObject)") == printed(ward.clinic, json: true, wish))
        wish.isCSV = true
        #expect(try drawn("admin/\(PagePaths.figuresTable)") == printed(ward.clinic, wish))
        for subject in StatisticsSubject.allCases {
            let page = try drawn("admin/\(subject.path)")
            let live = text(try await ward.get("/" + subject.livePath, as: "boss"))
            // Second readings are counted by the dashboard alone.
            let shown =
                subject == .insights
                ? [grids(page).dropLast(), grids(live).dropLast()] : [grids(page)[...], grids(live)[...]]
            #expect(!shown[0].isEmpty && Array(shown[0]) == Array(shown[1]), "\(subject)")
        }
        let overview = try drawn("admin/\(StatisticsSubject.overview.path)")
        for words in ["80.0 %", "12/15", "54.8–93.0"] { #expect(overview.contains(words), "\(words)") }
        #expect(try ward.clinic.bytes("drawn/user/charts/hours@2x.png").count > 5000)
        #expect(try drawn("user/\(StatisticsSubject.overview.path)").contains("<td>few</td>"))
        let chart = try await ward.get("/charts/agreement-by-region.csv", as: "boss")
        #expect(text(chart) == (try drawn("admin/charts/agreement-by-region.csv")))
        await ward.close()
    }
}

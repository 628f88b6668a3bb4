import Foundation
import HTTPClient
import Radiology
import Store
import Testing
import Web

@Suite("What readers without names are told by the API")
struct APIPrivacyTests {
    /// Stand in every text that a film can bring along.
    static let canaries = ["Canarescu", "Iosefina", "1900101400", "Vulturescu", "Haralambie", "HID-4711", "1990-01-01"]
    static let words = "Canarescu Iosefina, CNP 1900101400081, Dr. Vulturescu Haralambie"

    static let patient = Patient(
        key: PatientKey(rawValue: "1900101400081"), name: "CANARESCU^Iosefina", sex: .female,
        birthDate: CalendarDay(year: 1990, month: 1, day: 1), hospitalID: "HID-4711")

    @Sendable static func plant(_ archive: Archive) throws {
        let ward = APIWard(on: archive)
        // So many that no group is hidden for being of few exams.
        for number in 21...32 {
            let severity = number.isMultiple(of: 2) ? 1 : 8
            let film = try planted(number, "2026-03-01 07:\(number):00")
            _ = try archive.exams.admit(
                film,
                film: FilmReceipt(
                    contentHash: String(format: "%064d", number), bytes: 1, source: "test", received: APIWard.now))
            _ = try archive.radReports.arrived(
                film.uid,
                ArrivedReport(
                    id: "HID-4711", text: words, radiologist: "Vulturescu Haralambie", justification: words, type: words
                ),
                now: APIWard.now)
            try archive.radReports.keep(
                .init(severity: Severity(5), summary: words.lowercased(), english: words, model: words, latency: 2),
                of: words, for: film.uid, threshold: 5, now: APIWard.now)
            _ = try archive.exams.claimNext(at: APIWard.now)
            let answer = AIReport(
                text: words, summary: words.lowercased(), severity: Severity(severity), confidence: Confidence(50),
                model: words, latency: 3)
            try archive.aiReports.record(film.uid, report: answer, analyses: [], threshold: 5, now: APIWard.now)
            try archive.flags.raise(film.uid, by: "mara", note: words, now: APIWard.now)
            try archive.reviews.record(film.uid, isNormal: false, by: "mara", threshold: 5, now: APIWard.now)
        }
        _ = ward
    }

    private static func planted(_ number: Int, _ day: String) throws -> Exam {
        var facts = FilmFacts()
        facts.exposed = day
        return Exam(
            uid: APIWard.uid(number), patient: patient, study: StudyInstanceUID(validated: "1.1900101400081.\(number)"),
            series: SeriesInstanceUID(validated: "1.1900101400081.\(number).1"), created: day, protocolName: words,
            region: BodyRegion(rawValue: words.lowercased()), modality: "Canarescu", facts: facts)
    }

    static let questions = [
        "/api/exams", "/api/exams?status=any&order=severity", "/api/worklist", "/api/exams/1.2.826.0.1.7.21",
        "/api/exams/1.2.826.0.1.7.21/history", "/api/exams.csv", "/api/patients", "/api/regions", "/api/diagnostics",
        "/api/diagnostics/monthly_trends", "/api/radiologists", "/api/severity", "/api/config", "/api/stats",
        "/api/stats/radiologists", "/api/stats/radiologists/monthly_trends", "/api/stats/diagnostics",
        "/api/stats/insights", "/api/stats/performance", "/api/spec",
    ]

    @Test("A name, a number, a birth date or a radiologist planted in every text comes out of no answer")
    func canaries() async throws {
        try await APISite.serving(ward: Self.plant) { site in
            for path in Self.questions {
                let admin = try await site.get(path)
                for login in ["una", "mara"] {
                    let answer = try await site.send("GET", path, as: login)
                    let text = String(decoding: answer.body, as: UTF8.self).lowercased()
                    #expect(answer.status == 200, "\(path)")
                    for canary in Self.canaries { #expect(!text.contains(canary.lowercased()), "\(path) \(canary)") }
                    #expect(!text.contains("mara") || login == "mara", "\(path)")
                }
                #expect(!admin.isEmpty)
            }
            // The canaries are there to be found.
            #expect(try await site.get("/api/exams").contains("Canarescu"))
            #expect(try await site.get("/api/stats/diagnostics").contains("canarescu"))
        }
    }

    @Test("Each question of the table that needs no more than a look was asked for canaries")
    func complete() async throws {
        try await APISite.serving(ward: Self.plant) { site in
            let asked = Set(
                Self.questions.map {
                    String($0.prefix { $0 != "?" }).replacing("1.2.826.0.1.7.21", with: "{uid}")
                })
            let rows = RouteTable.lines(site.house, hub: site.hub).filter {
                $0.method == "GET" && $0.path.hasPrefix("/api/")
            }
            let left = rows.map(\.path).filter { !asked.contains($0) }
            #expect(left == ["/api/patients/{cnp}"])
            let token = try await site.object("/api/patients", as: "una")["patients"] as? [[String: Any]]
            let text = try await site.get("/api/patients/\(token?.first?["token"] as? String ?? "")", as: "una")
            for canary in Self.canaries { #expect(!text.contains(canary)) }
        }
    }

    @Test("A spreadsheet takes no cell of the export for a formula, and each line has all its cells")
    func formulas() async throws {
        try await APISite.serving(ward: { archive in
            let ward = APIWard(on: archive)
            for (number, name) in [
                (31, #"=HYPERLINK("http://x","y")"#), (32, "+1^A"), (33, "-2^B"), (34, "@SUM(A1)"), (35, "\tX"),
            ] {
                let patient = Patient(key: PatientKey(rawValue: "=\(number)"), name: name)
                try ward.film(
                    number, of: patient, "2026-03-01 10:00:0\(number - 30)", nil, reads: 2, in: 1,
                    APIWard.Report(text: "=1+1\r\n\"quoted\", and more", radiologist: " =R", severity: 1, summary: "n"))
            }
        }) { site in
            let response = try await site.send("GET", "/api/exams.csv?status=done", as: "adam")
            #expect(response.headers["Content-Type"] == "text/csv; charset=utf-8")
            #expect(response.headers["Content-Disposition"] == "attachment; filename=\"exams.csv\"")
            let text = String(decoding: response.body, as: UTF8.self)
            for begin in [
                #""'=HYPERLINK(""http://x"",""y"")""#, "'+1^A", "'-2^B", "'@SUM(A1)", "\"'=1+1\r\n\"\"quoted\"\"",
            ] {
                #expect(text.contains(begin), "\(begin)")
            }
            let cells = Self.cells(of: text)
            #expect(cells.count == 6)
            #expect(cells.allSatisfy { $0.count == cells.first?.count })
            #expect(!cells.joined().contains { "=+-@\t".contains($0.first ?? "x") })
            let written = try String(
                contentsOfFile: try #require(site.archive.paths?.audit) + "/2026-03.jsonl", encoding: .utf8)
            #expect(written.contains(#""action":"export""#))
        }
    }

    /// A reader of RFC 4180.
    private static func cells(of text: String) -> [[String]] {
        var (rows, row, cell, isQuoted) = ([] as [[String]], [] as [String], "", false)
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            switch (scalar, isQuoted) {
            case ("\"", true) where rest.first == "\"":
                rest.removeFirst()
                cell.unicodeScalars.append(scalar)
            case ("\"", _): isQuoted.toggle()
            case (",", false):
                row.append(cell)
                cell = ""
            case ("\n", false):
                rows.append(row + [cell])
                (row, cell) = ([], "")
            case ("\r", false): break
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return rows
    }

    @Test("A text full of quotes, controls and line separators stays one JSON string that cannot become markup")
    func hostile() async throws {
        let name = "Q\"uo\\te^</script><!--&\u{2028}\u{2029}\u{7}\u{7f}ﬀ\u{1F480}"
        try await APISite.serving(ward: { archive in
            try APIWard(on: archive).admit(
                41, of: Patient(key: PatientKey(rawValue: "K"), name: name), "2026-03-01", nil)
        }) { site in
            let text = try await site.get("/api/exams")
            for mark in ["<", ">", "&", "\u{2028}", "\u{2029}", "\u{7}", "\u{7f}"] { #expect(!text.contains(mark)) }
            let exams = try await site.object("/api/exams")["exams"] as? [[String: Any]]
            let patient = exams?.first?["patient"] as? [String: Any]
            #expect(patient?["name"] as? String == name)
        }
    }
}

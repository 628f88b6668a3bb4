import Foundation
import HTTPClient
import Radiology
import Store
import Testing
import Web

@Suite("Figures over the API")
struct APIFigureTests {
    /// Worked out by hand from the ward: exams 1 (7 against 6), 2 (2, 1), 3 (8, 0), 4 (1, a review: 5), 5 (none).
    static let statistics = """
        {"total":5,"reviewed":4,"positive":2,"correct":2,"wrong":2,"mcc":0.0,"avg_processing_time":4.0,\
        "throughput":830.77,"error_stats":{},"region":{\
        "chest":{"total":3,"reviewed":3,"positive":1,"correct":2,"wrong":1,"tpos":1,"tneg":1,"fpos":0,"fneg":1,\
        "ppv":100,"pnv":50,"snsi":50,"spci":100,"mcc":0.5},\
        "elbow":{"total":1,"reviewed":1,"positive":1,"correct":0,"wrong":1,"tpos":0,"tneg":0,"fpos":1,"fneg":0,\
        "ppv":0,"pnv":"-","snsi":"-","spci":0,"mcc":0.0},\
        "unknown":{"total":1,"reviewed":0,"positive":0,"correct":0,"wrong":0,"tpos":0,"tneg":0,"fpos":0,"fneg":0,\
        "ppv":"-","pnv":"-","snsi":"-","spci":"-","mcc":0.0}},\
        "trends":{"chest":[{"date":"2026-03-01","total":1,"positive":0},{"date":"2026-03-02","total":1,"positive":1}],\
        "elbow":[{"date":"2026-02-10","total":1,"positive":1}],\
        "unknown":[{"date":"2026-03-02","total":1,"positive":0}]},\
        "monthly_trends":{"chest":[{"month":"2025-12","total":1,"positive":0},\
        {"month":"2026-03","total":2,"positive":1}],"elbow":[{"month":"2026-02","total":1,"positive":1}],\
        "unknown":[{"month":"2026-03","total":1,"positive":0}]}}
        """

    static let radiologists = """
        {"Dr. Ionescu Vasile":{"report_count":2,"avg_severity":3.0,"ai_accuracy":50.0,"ai_compared":2,\
        "top_diagnostics":{"normal":1,"pneumonia":1},"avg_latency":6.0,"min_latency":3,"max_latency":9,\
        "avg_check_latency":3.0},\
        "Ivanov Vlad":{"report_count":1,"avg_severity":1.0,"ai_accuracy":100.0,"ai_compared":1,\
        "top_diagnostics":{"normal":1},"avg_latency":4.0,"min_latency":4,"max_latency":4,"avg_check_latency":1.0}}
        """

    static let diagnoses = """
        {"normal":{"report_count":2,"avg_severity":0.5,"ai_accuracy":50.0,"ai_compared":2,\
        "top_regions":{"chest":1,"elbow":1},"first_seen":"2026-02-10 09:30:00","last_seen":"2026-03-01 20:00:00",\
        "accuracy":50,"sensitivity":"-","ppv":0},\
        "pneumonia":{"report_count":1,"avg_severity":6.0,"ai_accuracy":100.0,"ai_compared":1,\
        "top_regions":{"chest":1},"first_seen":"2026-03-02 07:55:00","last_seen":"2026-03-02 07:55:00",\
        "accuracy":100,"sensitivity":100,"ppv":100}}
        """

    /// Ages at the exams: 10, 20, 10, 20, unknown.
    static let insights = """
        {"processing_times":{"chest":{"avg_time":3.0,"count":3},"elbow":{"avg_time":9.0,"count":1},\
        "unknown":{"avg_time":5.0,"count":1}},"rad_severity_distribution":{"0":1,"1":1,"5":1,"6":1},\
        "ai_severity_distribution":{"1":1,"2":1,"7":1,"8":1},"severity_differences":{"-4":1,"1":2,"8":1},\
        "age_distribution":{"8-10":{"total_exams":2,"positive_findings":1,"positive_rate":50.0},\
        "> 18":{"total_exams":2,"positive_findings":1,"positive_rate":50.0}},\
        "hourly_patterns":{"7":1,"9":2,"20":1,"23":1},\
        "requeue_analysis":{"total_requeued":0,"avg_latency_improvement":0.0},"radiologist_metrics":{}}
        """

    /// Regions come in the order of the index; every other order is part of the answer.
    static let answers: [(path: String, json: String)] = [
        ("/api/stats", statistics), ("/api/stats/radiologists", radiologists), ("/api/stats/diagnostics", diagnoses),
        ("/api/stats/insights", insights),
        (
            "/api/stats/radiologists/monthly_trends",
            #"{"2026-02":{"Dr. Ionescu Vasile":1},"2026-03":{"Dr. Ionescu Vasile":1,"Ivanov Vlad":1}}"#
        ),
        ("/api/diagnostics", #"{"normal":2,"pneumonia":1}"#),
        ("/api/diagnostics/monthly_trends", #"{"2026-02":{"normal":1},"2026-03":{"normal":1,"pneumonia":1}}"#),
        ("/api/regions", #"["chest","clavicle","elbow"]"#), ("/api/severity", #"{"0":1,"1":1,"5":1,"6":1}"#),
        ("/api/radiologists", #"["Dr. Ionescu Vasile","Ivanov Vlad"]"#),
        ("/api/config", #"{"AE_TITLE":"XRV","NTFY_URL":"https://ntfy.invalid/secret","USER_ROLE":"admin"}"#),
    ]

    @Test("Each answer is the definition worked out by hand")
    func definitions() async throws {
        try await APISite.serving { site in
            for (path, json) in Self.answers {
                let answer = try await site.get(path)
                #expect(try Self.sorted(answer) == Self.sorted(json), "\(path)\n\(answer)")
            }
        }
    }

    @Test("Two radiologists with the same initials stay two, everywhere, and can be asked for as they are shown")
    func initials() async throws {
        try await APISite.serving(ward: Self.busy) { site in
            let bytes = try await site.send("GET", "/api/radiologists", as: "una").body
            let names = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String] ?? []
            #expect(names.count == 2)
            #expect(names.allSatisfy { $0.wholeMatch(of: /Dr\. I\.V\. \([0-9a-f]{2,}\)/) != nil })
            let figures = try await site.object("/api/stats/radiologists", as: "una")
            #expect(Set(figures.keys) == Set(names))
            let months = try await site.object("/api/stats/radiologists/monthly_trends", as: "una")
            #expect(Set((months["2026-03"] as? [String: Int] ?? [:]).keys) == Set(names))
            var lists: [[Int]] = []
            for name in names {
                let word = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                lists.append(try await site.numbers("/api/exams?radiologist=" + word, as: "una").sorted())
            }
            let own = [[2, 55, 56, 57, 58], [1, 3, 51, 52, 53, 54, 61, 62, 63, 64]]
            #expect(lists.sorted { $0.count < $1.count } == own)
            #expect(try await site.numbers("/api/exams?radiologist=Ivanov%20Vlad", as: "una") == [])
        }
    }

    /// Five reports of each radiologist in each month, where there is one.
    @Sendable private static func busy(_ archive: Archive) throws {
        let ward = APIWard(on: archive)
        for number in [1, 2, 3] + Array(51...58) + Array(61...64) {
            let isSecond = number == 2 || (55...58).contains(number)
            let month = number == 3 || number > 60 ? "02" : "03"
            try ward.film(
                number, of: APIWard.ana, "2026-\(month)-01 08:00:\(number % 50 + 10)", "chest", reads: 2, in: 4,
                APIWard.Report(
                    radiologist: isSecond ? "Ivanov Vlad" : "Dr. Ionescu Vasile", severity: 1, summary: "normal"))
        }
    }

    @Test("Addresses inside the hospital are for admins")
    func config() async throws {
        try await APISite.serving { site in
            for (login, role) in [("una", "user"), ("mara", "reviewer")] {
                let answer = try await site.get("/api/config", as: login)
                #expect(answer == #"{"AE_TITLE":"XRV","USER_ROLE":"\#(role)"}"#)
            }
        }
    }

    @Test("Patients come by name; who sees no names opens one by a token")
    func patients() async throws {
        try await APISite.serving { site in
            let page = try await site.object("/api/patients")
            let names = (page["patients"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
            #expect(names == ["Exemplu^Dan", "Pop-Ion^Ana Maria", "POPESCU^ION"])
            let one = try await site.get("/api/patients/5150312170012")
            #expect(
                one.hasPrefix(
                    #"{"cnp":"5150312170012","id":"9001","name":"POPESCU^ION","age":10,"birthdate":"2015-03-12","sex":"M","#
                ))
            #expect(one.hasSuffix(#""exams":["1.2.826.0.1.7.1","1.2.826.0.1.7.3"]}"#))
            let shown = try await site.object("/api/patients", as: "una")["patients"] as? [[String: Any]] ?? []
            let token = try #require(shown.first { $0["name"] as? String == "P.I." }?["token"] as? String)
            let redacted = try await site.get("/api/patients/" + token, as: "una")
            #expect(redacted.hasPrefix(#"{"cnp":"...","id":null,"name":"P.I.","age":10,"birthdate":null,"sex":"M","#))
            let missing = try await site.send("GET", "/api/patients/17%5E%5E%5EX", as: "una")
            #expect(missing.status == 404)
            #expect(String(decoding: missing.body, as: UTF8.self) == #"{"error":"Patient not found"}"#)
        }
    }

    @Test("Who sees no numbers cannot find one out digit by digit")
    func digits() async throws {
        try await APISite.serving { site in
            for (word, numbers) in [("515", []), ("9001", []), ("5150312170012", [1, 3]), ("popescu", [1, 3])] {
                #expect(try await site.numbers("/api/exams?search=" + word, as: "una") == numbers, "\(word)")
                let people = try await site.object("/api/patients?search=" + word, as: "una")["total"] as? Int
                #expect(people == min(numbers.count, 1), "\(word)")
            }
        }
    }

    /// The same members in one order.
    private static func sorted(_ json: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
        let bytes = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        return String(decoding: bytes, as: UTF8.self)
    }
}

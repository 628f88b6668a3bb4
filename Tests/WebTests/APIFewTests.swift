import Foundation
import Radiology
import Store
import Testing
import Web

@Suite("Few exams, in the endpoints of the predecessor")
struct APIFewTests {
    /// One kind of films of the ward: how many, and what AI and radiologist think of them.
    private struct Films {
        let count: Int
        let region: String
        let created: String
        let radiologist: String
        let ai: Int
        let compared: Int
        var summary = ""
    }

    /// Chest 20 (TP 8, FP 2, FN 2, TN 8), knee 20 (TP 2, TN 18), elbow 12 (TP 6, TN 6), wrist 3 (TP 3).
    private static let films: [Films] = [
        Films(count: 8, region: "chest", created: "2026-02-20 10", radiologist: "Mare Ion", ai: 8, compared: 7),
        Films(count: 2, region: "chest", created: "2026-02-20 10", radiologist: "Mare Ion", ai: 8, compared: 0),
        Films(count: 2, region: "chest", created: "2026-02-20 10", radiologist: "Mare Ion", ai: 1, compared: 7),
        Films(count: 7, region: "chest", created: "2026-02-21 10", radiologist: "Mare Ion", ai: 1, compared: 0),
        Films(count: 1, region: "chest", created: "2026-02-24 10", radiologist: "Mare Ion", ai: 1, compared: 0),
        Films(count: 2, region: "knee", created: "2026-02-20 10", radiologist: "Mare Ion", ai: 8, compared: 7),
        Films(count: 18, region: "knee", created: "2026-02-20 10", radiologist: "Mare Ion", ai: 1, compared: 0),
        Films(count: 6, region: "elbow", created: "2026-02-20 12", radiologist: "Mediu Ana", ai: 8, compared: 7),
        Films(count: 6, region: "elbow", created: "2026-02-20 12", radiologist: "Mediu Ana", ai: 1, compared: 0),
        Films(
            count: 1, region: "wrist", created: "2026-02-20 07", radiologist: "Mare Ion", ai: 8, compared: 9,
            summary: "gout"),
        Films(count: 2, region: "wrist", created: "2026-02-20 07", radiologist: "Mic Dan", ai: 8, compared: 7),
    ]

    @Sendable static func plant(_ archive: Archive) throws {
        let ward = APIWard(on: archive)
        var number = 100
        for kind in films {
            for _ in 0..<kind.count {
                number += 1
                let created = "\(kind.created):\(number / 60 + 10):\(number % 50 + 10)"
                let summary = kind.summary.isEmpty ? (kind.compared < 5 ? "normal" : "pneumonia") : kind.summary
                try ward.film(
                    number, of: APIWard.ana, created, kind.region, reads: kind.ai, in: 10,
                    APIWard.Report(radiologist: kind.radiologist, severity: kind.compared, summary: summary))
            }
        }
    }

    private static let paths = [
        "/api/stats", "/api/stats/radiologists", "/api/stats/radiologists/monthly_trends", "/api/stats/diagnostics",
        "/api/stats/insights", "/api/diagnostics", "/api/diagnostics/monthly_trends", "/api/severity",
    ]

    @Test("Readers without names are told of no group of 1 to 4 exams, admins are", arguments: paths)
    func noFew(_ path: String) async throws {
        try await APISite.serving(ward: Self.plant) { site in
            let open = try await site.object(path)
            #expect(!Self.few(open).isEmpty, "\(path)")
            for login in ["una", "mara"] {
                let answer = try await site.object(path, as: login)
                #expect(Self.few(answer) == [], "\(path)")
                #expect(!answer.isEmpty, "\(path)")
            }
        }
    }

    @Test("Small regions go with the next smallest; a table with a small number is null, a day of one exam absent")
    func regions() async throws {
        try await APISite.serving(ward: Self.plant) { site in
            let all = try #require(try await site.object("/api/stats")["region"] as? [String: [String: Any]])
            #expect(Set(all.keys) == ["chest", "elbow", "knee", "wrist"])
            let answer = try await site.object("/api/stats", as: "una")
            let regions = try #require(answer["region"] as? [String: [String: Any]])
            #expect(Set(regions.keys) == ["chest", "knee"])
            let (chest, knee) = (try #require(regions["chest"]), try #require(regions["knee"]))
            #expect(Set(knee.keys) == Set(chest.keys) && Set(chest.keys) == Set((all["chest"] ?? [:]).keys))
            // Two false positives and two false negatives; of the knees two are positive.
            #expect(chest["total"] as? Int == 20 && chest["reviewed"] as? Int == 20 && chest["positive"] as? Int == 10)
            for name in Set(chest.keys).subtracting(["total", "reviewed", "positive"]) {
                #expect(chest[name] is NSNull, "\(name)")
            }
            #expect(knee["total"] as? Int == 20 && knee["reviewed"] as? Int == 20)
            for name in Set(knee.keys).subtracting(["total", "reviewed"]) { #expect(knee[name] is NSNull, "\(name)") }
            let trends = try #require(answer["trends"] as? [String: [[String: Any]]])
            #expect(Set(trends.keys) == ["chest", "knee"])
            let days = try #require(trends["chest"])
            #expect(days.map { $0["date"] as? String } == ["2026-02-20"])
            #expect(days.first?["total"] as? Int == 12 && days.first?["positive"] is NSNull)
            let months = try #require(answer["monthly_trends"] as? [String: [[String: Any]]])
            #expect(months["chest"]?.first?["positive"] as? Int == 10)
            #expect(months["knee"]?.first?["positive"] is NSNull)
        }
    }

    @Test("Few reports of a radiologist or with a diagnosis are left out, and no moment is one exam's")
    func groups() async throws {
        try await APISite.serving(ward: Self.plant) { site in
            #expect(try await site.object("/api/stats/radiologists").count == 3)
            let people = try await site.object("/api/stats/radiologists", as: "una")
            #expect(people.values.map { ($0 as? [String: Any])?["report_count"] as? Int } == [41])
            #expect(try await Set(site.object("/api/stats/diagnostics").keys) == ["gout", "normal", "pneumonia"])
            let diagnoses = try await site.object("/api/stats/diagnostics", as: "una")
            #expect(Set(diagnoses.keys) == ["normal"])
            let normal = try #require(diagnoses["normal"] as? [String: Any])
            #expect(normal["first_seen"] as? String == "2026-02-20" && normal["last_seen"] as? String == "2026-02-24")
            #expect(normal["top_regions"] as? [String: Int] == ["chest": 10, "elbow": 6, "knee": 18])
            #expect(normal["sensitivity"] is NSNull && normal["ppv"] is NSNull && normal["accuracy"] is NSNull)
            let insights = try await site.object("/api/stats/insights", as: "una")
            #expect(insights["hourly_patterns"] as? [String: Int] == ["10": 40])
            let times = try #require(insights["processing_times"] as? [String: Any])
            #expect(Set(times.keys) == ["chest", "knee"])
            #expect(insights["rad_severity_distribution"] as? [String: Int] == ["0": 34])
        }
    }

    /// The names of whole numbers 1…4, but of means and of seconds.
    private static func few(_ value: Any, _ name: String = "") -> [String] {
        if let object = value as? [String: Any] { return object.flatMap { few($0.value, $0.key) }.sorted() }
        if let array = value as? [Any] { return array.flatMap { few($0, name) } }
        let others = ["mcc", "min_latency", "max_latency"]
        guard let number = value as? Int, (1...4).contains(number), !others.contains(name), !name.hasPrefix("avg")
        else { return [] }
        return [name]
    }
}

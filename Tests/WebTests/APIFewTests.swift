import Foundation
import Radiology
import Store
import Testing
import Web

@Suite("Few exams, in the endpoints of the predecessor")
struct APIFewTests {
    /// One kind of films of the ward: how many, and what AI and radiologist think of them; `nil`: nobody reported them.
    private struct Films {
        let count: Int
        let region: String
        let created: String
        let radiologist: String
        let ai: Int
        let compared: Int?
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

    @Sendable static func plant(_ archive: Archive) throws { try admit(films, to: archive) }

    private static func admit(_ films: [Films], to archive: Archive) throws {
        let ward = APIWard(on: archive)
        var number = 100
        for kind in films {
            let report = kind.compared.map { severity in
                APIWard.Report(
                    radiologist: kind.radiologist, severity: severity,
                    summary: kind.summary.isEmpty ? (severity < 5 ? "normal" : "pneumonia") : kind.summary)
            }
            for _ in 0..<kind.count {
                number += 1
                let created = "\(kind.created):\(number / 60 + 10):\(number % 50 + 10)"
                try ward.film(number, of: APIWard.ana, created, kind.region, reads: kind.ai, in: 10, report)
            }
        }
    }

    /// - Parameters:
    ///   - cells: TP, FP, FN, TN.
    ///   - alone: read by the AI, as positive and as negative, but not reported.
    private static func region(
        _ name: String, _ cells: [Int], alone: [Int] = [0, 0], radiologist: String = "Mare Ion",
        summary: String = ""
    ) -> [Films] {
        let kinds: [(ai: Int, compared: Int?)] = [(8, 7), (8, 0), (1, 7), (1, 0), (8, nil), (1, nil)]
        return zip(cells + alone, kinds).map { count, kind in
            Films(
                count: count, region: name, created: "2026-02-20 10", radiologist: radiologist, ai: kind.ai,
                compared: kind.compared, summary: summary)
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
            // Two false positives and two false negatives in all.
            #expect(answer["correct"] is NSNull && answer["wrong"] is NSNull && answer["positive"] as? Int == 21)
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
            // Who is hidden among the radiologists is no less here.
            let metrics = try #require(insights["radiologist_metrics"] as? [String: Any])
            #expect(Set(metrics.keys) == Set(people.keys))
            let all = try await site.object("/api/stats/insights")["radiologist_metrics"] as? [String: Any]
            #expect(all?.count == 2)
            let times = try #require(insights["processing_times"] as? [String: Any])
            #expect(Set(times.keys) == ["chest", "knee"])
            #expect(insights["rad_severity_distribution"] as? [String: Int] == ["0": 34])
        }
    }

    private static func byRegion(_ answer: [String: Any]) throws -> [String: [String: Any]] {
        try #require(answer["region"] as? [String: [String: Any]])
    }

    /// Regions whose table is null, all of it.
    private static func hidden(_ regions: [String: [String: Any]]) -> Set<String> {
        let table = ["correct", "wrong", "tpos", "tneg", "fpos", "fneg", "ppv", "pnv", "snsi", "spci", "mcc"]
        return Set(regions.filter { region in table.allSatisfy { region.value[$0] is NSNull } }.keys)
    }

    @Test("A region where AI and radiologist differ in two exams tells no table, and another one with it")
    func cells() async throws {
        // One false positive and one false negative: no row and no column of the table is few.
        let films =
            Self.region("chest", [12, 1, 1, 12]) + Self.region("elbow", [8, 8, 8, 8])
            + Self.region("knee", [6, 6, 6, 6])
        try await APISite.serving(ward: { try Self.admit(films, to: $0) }) { site in
            let all = try Self.byRegion(try await site.object("/api/stats"))
            #expect(all["chest"]?["wrong"] as? Int == 2)
            let answer = try await site.object("/api/stats", as: "una")
            let regions = try Self.byRegion(answer)
            #expect(Self.hidden(regions) == ["chest", "knee"])
            let (chest, elbow) = (try #require(regions["chest"]), try #require(regions["elbow"]))
            #expect(chest["total"] as? Int == 26 && chest["reviewed"] as? Int == 26 && chest["positive"] as? Int == 13)
            #expect(NSDictionary(dictionary: elbow) == NSDictionary(dictionary: all["elbow"] ?? [:]))
            // All but the elbows: 36 and 14, which are both regions'.
            #expect(answer["correct"] as? Int == 52 && answer["wrong"] as? Int == 30)
        }
    }

    @Test("A hidden table is joined by one that has the cell in which it has few, not by the smallest")
    func complement() async throws {
        // Without a false positive the knees would leave the two of the chests alone.
        let films =
            Self.region("chest", [12, 2, 6, 12]) + Self.region("elbow", [8, 8, 8, 8])
            + Self.region("knee", [6, 0, 6, 6]) + Self.region("wrist", [7, 7, 7, 7])
        try await APISite.serving(ward: { try Self.admit(films, to: $0) }) { site in
            let regions = try Self.byRegion(try await site.object("/api/stats", as: "mara"))
            #expect(Self.hidden(regions) == ["chest", "wrist"])
            #expect(regions["knee"]?["fpos"] as? Int == 0 && regions["elbow"]?["fpos"] as? Int == 8)
        }
    }

    @Test(
        "An accuracy that means two wrong answers is null, and so is the next; how many were compared is told",
        arguments: ["/api/stats/radiologists", "/api/stats/diagnostics"])
    func accuracies(_ path: String) async throws {
        let films =
            Self.region("chest", [12, 1, 1, 12], radiologist: "Mare Ion", summary: "scar")
            + Self.region("elbow", [5, 5, 5, 5], radiologist: "Mediu Ana", summary: "fracture")
            + Self.region("knee", [8, 8, 7, 7], radiologist: "Bun Dan", summary: "effusion")
        try await APISite.serving(ward: { try Self.admit(films, to: $0) }) { site in
            let open = try await site.object(path).values.compactMap { $0 as? [String: Any] }
            #expect(open.contains { $0["ai_accuracy"] as? Double == 92.3 })
            let groups = try await site.object(path, as: "una").values.compactMap { $0 as? [String: Any] }
            #expect(groups.count == 3)
            let half: [Double] = [50, 50, 53, 50]
            for group in groups {
                let count = group["report_count"] as? Int
                #expect(group["ai_compared"] as? Int == count)
                let rates = ["ai_accuracy", "accuracy", "sensitivity", "ppv"].compactMap { group[$0] }
                #expect(rates.count == (path.hasSuffix("diagnostics") ? 4 : 1))
                if count == 30 {
                    #expect(rates.compactMap { $0 as? Double } == Array(half.prefix(rates.count)))
                } else {
                    #expect(rates.allSatisfy { $0 is NSNull }, "\(count ?? 0)")
                }
            }
        }
    }

    /// What the AI calls positive and what not, not compared; `nil` where a region does not tell all that this takes.
    private static func beside(_ region: [String: Any]) -> [Int]? {
        let names = ["total", "positive", "tpos", "fpos", "fneg", "tneg"]
        let counts = names.compactMap { region[$0] as? Int }
        guard counts.count == names.count else { return nil }
        return [counts[1] - counts[2] - counts[3], counts[0] - counts[1] - counts[4] - counts[5]]
    }

    @Test(
        "Three exams that the AI read and nobody compared do not follow, of one region or of all that hide them",
        arguments: [[3, 6], [6, 3]])
    func alone(_ few: [Int]) async throws {
        let films =
            Self.region("chest", [6, 6, 6, 6], alone: few) + Self.region("elbow", [6, 6, 6, 6], alone: [6, 6])
            + Self.region("hip", [7, 7, 7, 7], alone: [7, 7]) + Self.region("knee", [5, 5, 5, 5])
        try await APISite.serving(ward: { try Self.admit(films, to: $0) }) { site in
            let all = try Self.byRegion(try await site.object("/api/stats"))
            let answer = try await site.object("/api/stats", as: "una")
            #expect(answer["positive"] as? Int == 61 + few[0] && answer["correct"] as? Int == 48)
            let regions = try Self.byRegion(answer)
            let told = regions.values.compactMap(Self.beside)
            let untold = all.filter { Self.beside(regions[$0.key] ?? [:]) == nil }.values.compactMap(Self.beside)
            let together = untold.reduce([0, 0]) { [$0[0] + $1[0], $0[1] + $1[1]] }
            for number in told.joined() + together { #expect(!(1...4).contains(number)) }
            #expect(Self.hidden(regions) == ["chest", "elbow"] && Set(regions.keys).count == 4)
            #expect(regions["chest"]?["positive"] as? Int == 12 + few[0])
        }
    }

    @Test("Two positive exams that are older than the months do not follow from them")
    func older() async throws {
        let counts = [("2024-01-10 10", 2, 18), ("2026-02-20 10", 10, 10)]
        let films = counts.flatMap { created, positive, negative in
            [(positive, 8, 7), (negative, 1, 0)].map { count, ai, compared in
                Films(
                    count: count, region: "chest", created: created, radiologist: "Mare Ion", ai: ai,
                    compared: compared)
            }
        }
        try await APISite.serving(ward: { try Self.admit(films, to: $0) }) { site in
            let answer = try await site.object("/api/stats", as: "una")
            #expect(try Self.byRegion(answer)["chest"]?["positive"] as? Int == 12)
            let months = try #require(answer["monthly_trends"] as? [String: [[String: Any]]])["chest"] ?? []
            #expect(months.map { $0["total"] as? Int } == [20])
            #expect(months.first?["positive"] is NSNull)
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

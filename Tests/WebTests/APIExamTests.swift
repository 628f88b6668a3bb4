import Foundation
import HTTPClient
import Radiology
import Store
import Testing
import Web

@Suite("The list of exams over the API")
struct APIExamTests {
    /// Exam 1 as an admin reads it, to the byte.
    static let exam = """
        {"uid":"1.2.826.0.1.7.1","patient":{"name":"POPESCU^ION","cnp":"5150312170012","id":"9001","age":10,\
        "birthdate":"2015-03-12","sex":"M","county":17},"exam":{"created":"2026-03-02 07:55:00","date":"20260302",\
        "time":"075500","protocol":"Torace PA","region":"chest","status":"done","type":"CR","study":"1.2.3.1",\
        "series":"1.2.3.1.1","id":null},"report":{"ai":{"text":"FINDINGS: opacity.","summary":"opacity",\
        "created":"2026-03-02 08:00:00","updated":"2026-03-02 08:00:00","positive":1,"severity":7,"confidence":80,\
        "model":"reader-1","latency":3},"rad":{"text":"POPESCU ION: opacitate bazală dreaptă.","text_en":"As before.",\
        "positive":1,"severity":6,"summary":"pneumonia","created":"2026-03-02 08:00:00",\
        "updated":"2026-03-02 08:00:00","id":"R1","type":"radio","radiologist":"Dr. Ionescu Vasile",\
        "justification":"tuse","model":"checker","latency":2},"correct":1,"reviewed":1}}
        """

    /// The same for a reader who sees no names; `#` stands for the mark of the radiologist.
    static let redacted = """
        {"uid":"1.2.826.0.1.7.1","patient":{"name":"P.I.","cnp":"...","id":null,"age":10,"birthdate":null,"sex":"M",\
        "county":null},"exam":{"created":"2026-03-02 07:55:00","date":"20260302","time":"075500",\
        "protocol":"Torace PA","region":"chest","status":"done","type":"CR","study":null,"series":null,"id":null},\
        "report":{"ai":{"text":"FINDINGS: opacity.","summary":"opacity","created":"2026-03-02 08:00:00",\
        "updated":"2026-03-02 08:00:00","positive":1,"severity":7,"confidence":80,"model":"reader-1","latency":3},\
        "rad":{"text":"[…]: opacitate bazală dreaptă.","text_en":"As before.","positive":1,"severity":6,\
        "summary":"pneumonia","created":"2026-03-02 08:00:00","updated":"2026-03-02 08:00:00","id":null,\
        "type":"radio","radiologist":"Dr. I.V. (#)","justification":"tuse","model":"checker","latency":2},"correct":1,\
        "reviewed":1}}
        """

    /// Exam 5 was read without a verdict and nobody reported it; exam 6 waits.
    static let unassessed = """
        {"ai":{"text":"FINDINGS: opacity.","summary":null,"created":"2026-03-02 08:00:00",\
        "updated":"2026-03-02 08:00:00","positive":-1,"severity":-1,"confidence":-1,"model":"reader-1","latency":5},\
        "rad":{"text":null,"text_en":null,"positive":null,"severity":null,"summary":null,"created":null,\
        "updated":null,"id":null,"type":null,"radiologist":null,"justification":null,"model":null,"latency":null},\
        "correct":-1,"reviewed":0}
        """

    static func unmarked(_ text: String) -> String {
        text.replacing(/\(([0-9a-f]{2,64})\)/, with: "(#)")
    }

    @Test("An exam has the names, the order and the types that clients know, and no name for those who see none")
    func objects() async throws {
        try await APISite.serving { site in
            #expect(try await site.get("/api/exams/1.2.826.0.1.7.1") == Self.exam)
            for login in ["una", "mara"] {
                #expect(Self.unmarked(try await site.get("/api/exams/1.2.826.0.1.7.1", as: login)) == Self.redacted)
            }
            #expect(try await site.get("/api/exams/1.2.826.0.1.7.5").contains(#""report":"# + Self.unassessed))
            // A review counts as if the radiologist had written it.
            #expect(
                try await site.get("/api/exams/1.2.826.0.1.7.4").contains(
                    #""rad":{"text":null,"text_en":null,"positive":1,"severity":5,"#))
            let missing = try await site.send("GET", "/api/exams/1.2.3", as: "una")
            #expect(missing.status == 404)
            #expect(String(decoding: missing.body, as: UTF8.self) == #"{"error":"Exam not found"}"#)
        }
    }

    /// By the definitions: threshold 5, compared severities 6, 1, 0, 5 (a review), none, none.
    static let lists: [(query: String, numbers: [Int])] = [
        ("", [6, 5, 1, 2, 3, 4]), ("page=0", [6, 5, 1, 2, 3, 4]), ("page=-3", [6, 5, 1, 2, 3, 4]), ("page=2", []),
        ("page=99999999999999999999", []), ("unknown=1", [6, 5, 1, 2, 3, 4]), ("reviewed=any", [6, 5, 1, 2, 3, 4]),
        ("reviewed=yes", [1, 2, 3, 4]), ("reviewed=no", [6, 5]), ("positive=yes", [1, 3]), ("positive=no", [2, 4]),
        ("correct=yes", [1, 2]), ("correct=no", [3, 4]), ("region=HES", [1, 2, 4]), ("status=done", [5, 1, 2, 3, 4]),
        ("status=queued,error", [6]), ("status=strange", []), ("status=DONE", [5, 1, 2, 3, 4]),
        ("status=any", [6, 5, 1, 2, 3, 4]),
        ("severity=3-6", [1, 4]), ("severity=-1", [2, 3]), ("severity=5-", [1, 4]), ("severity=0", [3]),
        ("severity=nonsense", [6, 5, 1, 2, 3, 4]), ("confidence=80", [1, 2, 3, 4]), ("confidence=81-", []),
        ("diagnostic=Normal", [2, 3]), ("radiologist=ivanov%20VLAD", [2]), ("radiologist=ivanov+vlad", [2]),
        ("search=popescu", [1, 3]), ("search=9001", [1, 3]), ("search=515031", [1, 3]), ("search=1.7.6", [6]),
        ("order=severity", [3, 1, 2, 4, 6, 5]), ("order=disagreement", [3, 4, 1, 2, 6, 5]),
        ("sex=F", [2, 4]), ("from=2026-03-02", [6, 5, 1]), ("to=2026-01-31", [4]), ("flagged=yes", []),
    ]

    @Test("Each filter means what it says")
    func filters() async throws {
        try await APISite.serving { site in
            for (query, numbers) in Self.lists {
                let found = try await site.numbers("/api/exams?" + query)
                #expect(found == numbers, "\(query)")
            }
            #expect(try await site.numbers("/api/worklist") == [3, 4])
        }
    }

    @Test("An answer names its filters, its total and its pages")
    func frame() async throws {
        try await APISite.serving(change: { $0.pageSize = 2 }) { site in
            let first = try await site.get("/api/exams?region=chest&reviewed=any&severity=2-&page=1&status=")
            #expect(
                first.hasSuffix(#""total":2,"pages":1,"filters":{"region":"chest","severity":"2-10"},"next":null}"#))
            let all = try await site.object("/api/exams?page=3")
            #expect(all["total"] as? Int == 6)
            #expect(all["pages"] as? Int == 3)
            #expect(all["next"] is NSNull)
        }
    }

    @Test("Pages by cursor lose and double nothing while films arrive")
    func cursor() async throws {
        try await APISite.serving(change: { $0.pageSize = 2 }) { site in
            let ward = APIWard(on: site.archive)
            var (seen, query) = ([] as [Int], "")
            for number in 0..<9 {
                let answer = try await site.object("/api/exams?" + query)
                seen += try await site.numbers("/api/exams?" + query)
                try ward.admit(100 + number, of: APIWard.dan, "2026-03-02 09:40:0\(number)", nil)
                guard let next = answer["next"] as? String else { break }
                query = "after=" + next
            }
            #expect(seen == [6, 5, 1, 2, 3, 4])
        }
    }

    @Test("What is not understood is refused with a sentence that names it")
    func nonsense() async throws {
        try await APISite.serving { site in
            for (path, name) in [
                ("/api/exams?page=two", "page"), ("/api/exams?page=1.5", "page"),
                ("/api/exams?reviewed=maybe", "reviewed"),
                ("/api/exams?order=best", "order"), ("/api/exams?after=here", "after"),
                ("/api/exams?from=monday", "from"),
                ("/api/exams?search=%ff", "search"), ("/api/exams?search=%4", "search"),
                ("/api/patients?page=x", "page"),
                ("/api/exams?search=" + String(repeating: "a", count: 1001), "search"), ("/api/exams?sex=x", "sex"),
            ] {
                let answer = try await site.send("GET", path, as: "una")
                #expect(answer.status == 400, "\(path)")
                #expect(String(decoding: answer.body, as: UTF8.self).contains(#"\"\#(name)\""#), "\(path)")
            }
        }
    }

    @Test("An answer that the client has already is not sent again, until something changes")
    func tags() async throws {
        try await APISite.serving { site in
            for path in ["/api/exams", "/api/exams/1.2.826.0.1.7.1", "/api/stats", "/api/patients", "/api/spec"] {
                let first = try await site.send("GET", path, as: "adam")
                let tag = try #require(first.headers["ETag"])
                let again = try await site.send("GET", path, as: "adam", [("If-None-Match", "W/\"x\", \(tag)")])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                let head = try await site.send("HEAD", path, as: "adam")
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
                #expect(head.headers["ETag"] == tag)
            }
            let before = try await site.send("GET", "/api/exams", as: "adam")
            let other = try await site.send("GET", "/api/exams", as: "una")
            #expect(before.headers["ETag"] != other.headers["ETag"])
            _ = try await site.post("/api/radreview", #"{"uid":"1.2.826.0.1.7.5","normal":true}"#)
            let after = try await site.send(
                "GET", "/api/exams", as: "adam", [("If-None-Match", before.headers["ETag"] ?? "")])
            #expect(after.status == 200)
        }
    }
}

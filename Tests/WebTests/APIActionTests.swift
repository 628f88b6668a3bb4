import Foundation
import HTTPClient
import Radiology
import Store
import Testing
import Web

@Suite("Actions over the API")
struct APIActionTests {
    private static let five = "1.2.826.0.1.7.5"

    @Test(
        "A review counts at once under each of its paths, and is taken back",
        arguments: [
            "/api/rad_review", "/api/radreview", "/api/validate",
        ])
    func reviews(path: String) async throws {
        try await APISite.serving { site in
            let (status, answer) = try await site.post(path, #"{"uid":"\#(Self.five)","normal":false}"#)
            #expect(status == 200)
            let number = try Self.number(answer)
            #expect(answer == #"{"status":"success","message":"Reviewed as abnormal.","review":\#(number)}"#)
            #expect(site.asked.all == ["changed"])
            #expect(try await site.numbers("/api/exams?reviewed=yes").contains(5))
            // Somebody else's is left alone.
            let others = try await site.post("/api/review/undo", #"{"uid":"\#(Self.five)"}"#, as: "rada")
            #expect(others == (409, #"{"error":"The latest review is somebody else's."}"#))
            let own = try await site.post("/api/review/undo", #"{"uid":"\#(Self.five)"}"#)
            #expect(own.0 == 200)
            #expect(try await site.numbers("/api/exams?reviewed=yes") == [1, 2, 3, 4])
            #expect(try await site.post("/api/review/undo", #"{"uid":"\#(Self.five)"}"#).0 == 409)
        }
    }

    @Test("An admin takes somebody else's review back only by its number, which the history tells")
    func undoOfOthers() async throws {
        try await APISite.serving { site in
            let uid = "1.2.826.0.1.7.4"
            let history = try await site.object("/api/exams/\(uid)/history")["reviews"] as? [[String: Any]]
            let number = try #require(history?.last?["review"] as? Int)
            let blind = try await site.post("/api/review/undo", #"{"uid":"\#(uid)"}"#, as: "adam")
            #expect(blind.0 == 409 && blind.1.contains("`review` must say which one"))
            #expect(try await site.numbers("/api/exams?reviewed=yes").contains(4))
            let meant = #"{"uid":"\#(uid)","review":\#(number)}"#
            #expect(try await site.post("/api/review/undo", meant, as: "rada").0 == 409)
            #expect(try await site.post("/api/review/undo", meant, as: "adam").0 == 200)
            #expect(try await !site.numbers("/api/exams?reviewed=yes").contains(4))
        }
    }

    /// The number of the review in an answer.
    private static func number(_ answer: String) throws -> Int {
        let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        return try #require(object?["review"] as? Int)
    }

    @Test("Only the review that is meant is taken back, also by admins: what a colleague said meanwhile stands")
    func undoOfOne() async throws {
        try await APISite.serving { site in
            func review(_ isNormal: Bool, as login: String) async throws -> Int {
                let body = #"{"uid":"\#(Self.five)","normal":\#(isNormal)}"#
                return try Self.number(try await site.post("/api/rad_review", body, as: login).1)
            }
            func undo(_ review: String, as login: String) async throws -> (Int, String) {
                try await site.post("/api/review/undo", #"{"uid":"\#(Self.five)","review":\#(review)}"#, as: login)
            }
            let first = try await review(false, as: "adam")
            let second = try await review(true, as: "mara")
            #expect(second > first)
            let late = #"{"error":"This review is not the latest any more: nothing was taken back."}"#
            #expect(try await undo("\(first)", as: "adam") == (409, late))
            #expect(try await undo("\(second)", as: "mara").0 == 200)
            #expect(try await undo("\(second)", as: "mara") == (409, late))
            #expect(try await undo("\(first)", as: "adam").0 == 200)
            #expect(try await undo("\"x\"", as: "adam").0 == 400)
            let last = try await review(false, as: "mara")
            #expect(last > second)
            #expect(try await undo("null", as: "mara").0 == 200)
        }
    }

    @Test("A flag is raised with a note, replaced and cleared; the history tells it to each role")
    func flags() async throws {
        try await APISite.serving { site in
            let uid = "1.2.826.0.1.7.1"
            let note = #"Popescu again? \u2028 \"<b>\""#
            #expect(try await site.post("/api/flag", #"{"uid":"\#(uid)","note":"\#(note)"}"#).0 == 200)
            #expect(try await site.numbers("/api/exams?flagged=yes") == [1])
            let own = try await site.get("/api/exams/\(uid)/history", as: "mara")
            #expect(own.contains(#""login":"mara","note":"[…] again? \u2028 \"\u003cb\u003e\"""#))
            let another = try await site.get("/api/exams/\(uid)/history", as: "una")
            #expect(!another.contains("mara"))
            let admin = try await site.get("/api/exams/\(uid)/history")
            #expect(admin.contains(#""login":"mara","note":"Popescu again?"#))
            #expect(try await site.post("/api/unflag", #"{"uid":"\#(uid)"}"#, as: "rada").0 == 200)
            #expect(try await site.numbers("/api/exams?flagged=yes") == [])
            #expect(
                try await site.post("/api/unflag", #"{"uid":"\#(uid)"}"#).1
                    == #"{"status":"success","message":"No flag stood."}"#)
        }
    }

    static let requests: [(path: String, body: String, login: String, asked: String)] = [
        ("/api/requeue", #"{"uid":"\#(five)"}"#, "mara", "requeue \(five) -"),
        (
            "/api/lookagain", #"{"uid":"\#(five)","prompt":" mind the hilum "}"#, "mara",
            "requeue \(five) mind the hilum"
        ),
        ("/api/dicomquery", "{}", "adam", "query 3"), ("/api/dicomquery", #"{"hours":24}"#, "adam", "query 24"),
        ("/api/trigger_query", #"{"hours":1}"#, "adam", "query 1"),
        ("/api/dicomquery", #"{"hours":168}"#, "adam", "query 168"),
        ("/api/dicomquery", #"{"hours":"6"}"#, "adam", "query 6"),
        ("/api/getrad", #"{"uid":"\#(five)"}"#, "mara", "fetch \(five)"),
    ]

    @Test("The workstation is asked for what was asked")
    func requests() async throws {
        try await APISite.serving { site in
            for row in Self.requests {
                let (status, answer) = try await site.post(row.path, row.body, as: row.login)
                #expect(status == 200, "\(row.path)")
                #expect(answer.hasPrefix(#"{"status":"success","message":""#))
                #expect(site.asked.all.last == row.asked)
            }
        }
    }

    @Test("Texts are checked, analysed and translated for everyone who has signed in")
    func texts() async throws {
        try await APISite.serving { site in
            let body = #"{"report":"fractură < 3 mm"}"#
            #expect(
                try await site.post("/api/check", body, as: "una")
                    == (200, #"{"pathologic":"yes","severity":6,"summary":"fracture"}"#))
            #expect(try await site.post("/api/analyse", body, as: "una") == (200, #"{"overall_assessment":"fair"}"#))
            #expect(
                try await site.post("/api/translate", body, as: "una")
                    == (200, #"{"translation":"English: fractură \u003c 3 mm"}"#))
            for empty in ["{}", #"{"report":""}"#, #"{"report":"  "}"#, #"{"report":null}"#] {
                let (status, answer) = try await site.post("/api/check", empty, as: "una")
                #expect(status == 400)
                #expect(answer == #"{"error":"No report text provided"}"#)
            }
        }
    }

    static let refused: [(path: String, body: String, status: Int)] = [
        ("/api/rad_review", "{}", 400), ("/api/rad_review", #"{"uid":"1.2.3"}"#, 400),
        ("/api/rad_review", #"{"uid":"1.2.3","normal":true}"#, 404),
        ("/api/rad_review", #"{"uid":"1.2.3","normal":"yes"}"#, 400),
        ("/api/rad_review", #"{"uid":17,"normal":true}"#, 400), ("/api/rad_review", "[1]", 400),
        ("/api/rad_review", "not json", 400), ("/api/rad_review", #"{"uid":"../etc/passwd","normal":true}"#, 400),
        ("/api/rad_review", String(repeating: #"{"a":"#, count: 5000), 400),
        ("/api/requeue", "{}", 400), ("/api/requeue", #"{"uid":"1.2.3"}"#, 404),
        ("/api/requeue", #"{"uid":"\#(five)","prompt":"\#(String(repeating: "x", count: 2001))"}"#, 400),
        ("/api/getrad", #"{"uid":""}"#, 400), ("/api/getrad", #"{"uid":"1.2.3"}"#, 404),
        ("/api/flag", #"{"uid":"1.2.3"}"#, 404), ("/api/unflag", #"{"uid":"1.2.3"}"#, 404),
        ("/api/review/undo", #"{"uid":"1.2.3"}"#, 404), ("/api/dicomquery", #"{"hours":0}"#, 400),
        ("/api/dicomquery", #"{"hours":169}"#, 400), ("/api/dicomquery", #"{"hours":1.5}"#, 400),
        ("/api/dicomquery", #"{"hours":1e300}"#, 400), ("/api/dicomquery", #"{"hours":[3]}"#, 400),
        ("/api/check", String(repeating: " ", count: (1 << 20) + 1), 413),
    ]

    @Test("What is missing, unknown or nonsense is refused in words, and nothing is done")
    func refusals() async throws {
        try await APISite.serving { site in
            for row in Self.refused {
                let (status, answer) = try await site.post(row.path, row.body, as: "adam")
                #expect(status == row.status, "\(row.path) \(row.body.prefix(60))")
                #expect(answer.hasPrefix(#"{"error":""#))
            }
            #expect(site.asked.all.isEmpty)
        }
    }

    @Test("Looking is for users, opinions are for reviewers, the archive for admins")
    func roles() async throws {
        try await APISite.serving { site in
            let body = #"{"uid":"1.2.3","normal":true}"#
            for path in [
                "/api/rad_review", "/api/review/undo", "/api/flag", "/api/unflag", "/api/requeue", "/api/getrad",
            ] {
                let (status, _) = try await site.post(path, body, as: "una")
                #expect(status == 403, "\(path)")
            }
            for login in ["una", "mara"] {
                let (status, _) = try await site.post("/api/dicomquery", "{}", as: login)
                #expect(status == 403)
            }
            let anonymous = try await site.send("POST", "/api/rad_review", as: nil, body: body)
            #expect(anonymous.status == 401)
        }
    }
}

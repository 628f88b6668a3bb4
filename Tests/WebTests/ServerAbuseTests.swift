import Foundation
import HTTPClient
import Testing
import Web

@Suite("Forged, hostile and too many requests")
struct ServerAbuseTests {
    struct Forged: Sendable, CustomTestStringConvertible {
        let proof: String
        let fields: [(String, String)]
        let status: Int
        var testDescription: String { "\(proof) \(fields) \(status)" }

        init(_ proof: String, _ fields: [(String, String)], _ status: Int) {
            (self.proof, self.fields, self.status) = (proof, fields, status)
        }
    }

    @Test(
        "What changes something is asked by our own pages, or by a programme with a login; `OWN` stands for our origin",
        arguments: [
            Forged("cookie", [("Content-Type", "application/json"), ("Origin", "OWN")], 400),
            Forged("cookie", [("Content-Type", "application/json; charset=utf-8"), ("Origin", "OWN")], 400),
            Forged("cookie", [("Content-Type", "application/json"), ("Sec-Fetch-Site", "same-origin")], 400),
            Forged("cookie", [("Content-Type", "application/json")], 403),
            Forged("cookie", [("Content-Type", "application/json"), ("Origin", "null")], 403),
            Forged("cookie", [("Content-Type", "application/json"), ("Origin", "http://evil.example")], 403),
            Forged("cookie", [("Content-Type", "application/json"), ("Sec-Fetch-Site", "cross-site")], 403),
            Forged(
                "cookie",
                [("Content-Type", "application/json"), ("Origin", "OWN"), ("Sec-Fetch-Site", "cross-site")], 403),
            Forged("cookie", [("Content-Type", "text/plain"), ("Origin", "OWN")], 415),
            Forged("cookie", [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "OWN")], 415),
            Forged("cookie", [("Content-Type", "multipart/form-data; boundary=x"), ("Origin", "OWN")], 415),
            Forged("basic", [("Content-Type", "application/json")], 400),
            Forged("basic", [("Content-Type", "application/json"), ("Origin", "http://evil.example")], 403),
            Forged("basic", [("Content-Type", "application/json"), ("Sec-Fetch-Site", "cross-site")], 403),
            Forged("basic", [("Content-Type", "text/plain")], 415),
            Forged("none", [("Content-Type", "application/json"), ("Origin", "OWN")], 401),
        ])
    func forgery(forged: Forged) async throws {
        try await DaemonSite.serving { site in
            var fields = forged.fields.map { ($0.0, $0.1 == "OWN" ? site.origin : $0.1) }
            if forged.proof == "cookie" {
                fields.append(("Cookie", try #require(try await site.cookie(of: "radu"))))
            } else if forged.proof == "basic" {
                fields.append(DaemonSite.basic("radu"))
            }
            let answer = try await site.send("POST", "/api/radreview", fields, body: "{}")
            #expect(answer.status == forged.status && answer.text.hasPrefix(#"{"error":""#))
            let isLogged = try site.auditLines().contains { $0.contains("/api/radreview") }
            #expect(isLogged == (forged.proof != "none"))
        }
    }

    @Test("Signing in is no way in for foreign pages either")
    func signInForgery() async throws {
        try await DaemonSite.serving { site in
            let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "http://evil.example")]
            let answer = try await site.send("POST", "/sign-in", form, body: "login=ana&password=anaana")
            #expect(answer.status == 403 && answer.headers["Set-Cookie"] == nil)
        }
    }

    @Test("A thousand wrong passwords get nobody in, shut nobody else out, cost a few hashes and are all accounted for")
    func guessing() async throws {
        var options = DaemonOptions()
        options.accounts = [
            Web.Account(login: "ana", role: .admin, secret: try PasswordHash.make("anaana")),
            Web.Account(login: "uma", role: .user, secret: try PasswordHash.make("umauma")),
        ]
        try await DaemonSite.serving(options) { site in
            let known = try #require(try await site.cookie(of: "uma"))
            let begin = ContinuousClock.now
            var counts: [Int: Int] = [:]
            for round in 0..<20 {
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for guess in 0..<50 {
                        group.addTask {
                            try await site.get("/api/exams", [DaemonSite.basic("ana", "guess\(round)-\(guess)")]).status
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for status in statuses { counts[status, default: 0] += 1 }
            }
            #expect(counts[200] == nil && counts[401] == 6 && counts[429] == 994)
            #expect(ContinuousClock.now - begin < .seconds(60))
            // Whoever is in stays in; whoever was in before comes in again; strangers at this address wait.
            #expect(try await site.get("/api/exams", [("Cookie", known)]).status == 200)
            #expect(try await site.get("/api/exams", [DaemonSite.basic("uma")]).status == 200)
            let right = try await site.get("/api/exams", [DaemonSite.basic("ana")])
            #expect(right.status == 429 && Int(right.headers["Retry-After"] ?? "") != nil)
            site.clock.advance(2)
            #expect(try await site.get("/api/exams", [DaemonSite.basic("ana")]).status == 200)
            site.clock.advance(61)
            _ = try await site.get("/api/exams", [DaemonSite.basic("ana", "one more")])
            let lines = try site.auditLines()
            let written = lines.count { $0.contains(#""outcome":"refused""#) && $0.contains(#""user":"ana""#) }
            let others = lines.filter { $0.contains(#""action":"refusals""#) }
            #expect(written == 21 && others.count == 1 && others.first?.contains(#""more":"981""#) == true)
            #expect(!lines.joined().contains("guess"))
        }
    }

    @Test("One wrong password, sent again and again by an old browser, is one guess")
    func repeatedMistake() async throws {
        try await DaemonSite.serving { site in
            var statuses: Set<Int> = []
            for _ in 0..<50 {
                statuses.insert(try await site.get("/api/exams", [DaemonSite.basic("ana", "old")]).status)
            }
            let right = try await site.get("/api/exams", [DaemonSite.basic("ana")])
            #expect(statuses == [401] && right.status == 200)
        }
    }

    @Test("Sixty requests a minute, ten for the model, thirty more for our own pages; a minute later it goes on")
    func rates() async throws {
        var options = DaemonOptions()
        (options.dataBudget, options.modelBudget) = (60, 10)
        try await DaemonSite.serving(options) { site in
            let cookie = ("Cookie", try #require(try await site.cookie(of: "uma")))
            let page = [cookie, ("X-XRayVision-Page", "1"), ("Sec-Fetch-Site", "same-origin")]
            func count(_ number: Int, _ fields: [(String, String)]) async throws -> Int {
                var good = 0
                for _ in 0..<number where try await site.get("/api/regions", fields).status == 200 { good += 1 }
                return good
            }
            #expect(try await count(70, [DaemonSite.basic("uma", "wrong")]) == 0)
            #expect(try await count(70, [DaemonSite.basic("uma")]) == 60, "a wrong password uses up nothing")
            let refused = try await site.get("/api/regions", [cookie])
            #expect(refused.status == 429 && refused.headers["Retry-After"] == "60")
            #expect(try await count(40, page) == 30)
            #expect(try await count(5, [DaemonSite.basic("uma"), ("X-XRayVision-Page", "1")]) == 0)
            #expect(try await site.get("/", [cookie]).status == 200, "pages are not counted")
            var models: [Int] = []
            for path in Array(repeating: ["/api/check", "/api/analyse", "/api/translate"], count: 4).joined() {
                models.append(
                    try await site.post(path, [DaemonSite.basic("uma")], json: #"{"report":"normal"}"#).status)
            }
            #expect(models == Array(repeating: 200, count: 10) + [429, 429])
            site.clock.advance(61)
            #expect(try await count(5, [cookie]) == 5)
        }
    }

    @Test("Behind a proxy of ours each browser has its own budget; anybody else's word counts for nothing")
    func behindProxy() async throws {
        var options = DaemonOptions()
        options.dataBudget = 2
        options.proxies = ["127.0.0.1"]
        try await DaemonSite.serving(options) { site in
            func ask(_ address: String) async throws -> HTTPResponse {
                try await site.get(
                    "/api/regions",
                    [DaemonSite.basic("uma"), ("X-Forwarded-For", address), ("X-Forwarded-Proto", "https")])
            }
            var statuses: [Int] = []
            for address in ["192.0.2.1", "192.0.2.1", "9.9.9.9, 192.0.2.1", "192.0.2.2"] {
                statuses.append(try await ask(address).status)
            }
            #expect(statuses == [200, 200, 429, 200])
            let secure = try await ask("192.0.2.3")
            #expect(secure.headers["Set-Cookie"]?.contains("; Secure") == true)
            #expect(secure.headers["Strict-Transport-Security"] != nil)
        }
    }

    @Test("While the audit log cannot be written, nothing is done that belongs into it; then nothing is missing")
    func auditIsBroken() async throws {
        try await DaemonSite.serving { site in
            let good = try await site.post(
                "/api/dicomquery", [DaemonSite.basic("ana")], json: #"{"hours":3}"#)
            #expect(good.status == 200)
            let (place, aside) = (site.folder.appending(path: "audit"), site.folder.appending(path: "aside"))
            try FileManager.default.moveItem(at: place, to: aside)
            var statuses: [Int] = []
            for _ in 0..<2 {
                statuses.append(
                    try await site.post("/api/dicomquery", [DaemonSite.basic("ana")], json: #"{"hours":6}"#).status)
            }
            #expect(try await site.get("/api/exams", [DaemonSite.basic("uma")]).status == 503, "a new sign-in")
            #expect(try await site.get("/api/exams", [DaemonSite.basic("ana")]).status == 200, "who is in may look")
            try FileManager.default.moveItem(at: aside, to: place)
            statuses.append(
                try await site.post("/api/dicomquery", [DaemonSite.basic("ana")], json: #"{"hours":12}"#).status)
            #expect(statuses == [503, 503, 200])
            let queries = try site.auditLines().count {
                $0.contains(#""action":"query""#) && $0.contains(#""outcome":"ok""#)
            }
            #expect(queries == 3, "the first, the one that was done when the log broke, and the last")
        }
    }
}

import Foundation
import HTTPClient
import Synchronization
import Testing
import Web

@Suite("Signing in and out")
struct ServerSignInTests {
    @Test("The sign-in page gives a cookie that opens the API; its role is looked up and not believed")
    func signIn() async throws {
        try await DaemonSite.serving { site in
            let cookie = try #require(try await site.cookie(of: "uma"))
            let with = [("Cookie", cookie)]
            #expect(try await site.get("/api/exams", with).status == 200)
            #expect(try await site.get("/metrics", with).status == 403)
            site.accounts.list.withLock { $0 = [Web.Account(login: "uma", role: .admin, secret: "umauma")] }
            #expect(try await site.get("/metrics", with).status == 200)
            #expect(try await site.get("/api/exams").status == 401)
        }
    }

    @Test("The form leads back to where one wanted to go, and nowhere else")
    func form() async throws {
        try await DaemonSite.serving { site in
            let fields = [("Content-Type", "application/x-www-form-urlencoded")]
            let wishes = [
                ("%2Fworklist.html%3Fpage%3D2", "/worklist.html?page=2"), ("%2F%2Fevil.example", "/"),
                ("https%3A%2F%2Fevil.example", "/"), ("%2F%5Cevil.example", "/"), ("%2Fa%0D%0ASet-Cookie:%20x", "/"),
                ("", "/"),
            ]
            for (wish, target) in wishes {
                let answer = try await site.send(
                    "POST", "/sign-in", fields, body: "login=ANA&password=anaana&next=\(wish)")
                #expect(answer.status == 303 && answer.headers["Location"] == target)
                let cookie = answer.headers["Set-Cookie"] ?? ""
                #expect(cookie.hasPrefix("xrv_session=") && cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
            }
            let wrong = try await site.send("POST", "/sign-in", fields, body: "login=ana&password=b&next=%2F")
            #expect(wrong.status == 401 && wrong.headers["Set-Cookie"] == nil && wrong.text.contains("<form"))
            let page = try await site.get("/patients.html?page=2", [("Accept", "text/html")])
            #expect(page.status == 303 && page.headers["Location"] == "/sign-in?next=/patients.html%3Fpage%3D2")
            let json = try await site.post("/sign-in", [], json: #"{"login":"ana","password":"anaana"}"#)
            #expect(json.status == 200 && json.headers["Set-Cookie"]?.isEmpty == false)
            #expect(try await site.post("/sign-in", [], json: #"{"login":"ana","password":"b"}"#).status == 401)
        }
    }

    @Test("A cookie that was tampered with, cut, swapped or invented opens nothing")
    func tampering() async throws {
        try await DaemonSite.serving { site in
            let good = try #require(try await site.cookie(of: "uma")).dropFirst("xrv_session=".count)
            let admin = try #require(try await site.cookie(of: "ana")).dropFirst("xrv_session=".count)
            let (goodParts, adminParts) = (good.split(separator: "."), admin.split(separator: "."))
            var forged = [
                "", ".", String(good.dropLast()), String(good.dropFirst()), "\(adminParts[0]).\(goodParts[1])",
                "\(goodParts[0]).", ".\(goodParts[1])", "\(good).\(good)", good.uppercased(),
                String(repeating: "A", count: 4000), "\(goodParts[0]).\(goodParts[1])=", "%00", "\(goodParts[0])..",
            ]
            for place in stride(from: 0, to: good.count, by: 7) {
                var letters = Array(good)
                letters[place] = letters[place] == "x" ? "y" : "x"
                forged.append(String(letters))
            }
            var statuses: Set<Int> = []
            for text in forged {
                statuses.insert(try await site.get("/api/exams", [("Cookie", "xrv_session=\(text)")]).status)
            }
            #expect(statuses == [401])
            let lines = try site.auditLines().count { $0.contains(#""outcome":"401""#) && $0.contains("/api/exams") }
            #expect(lines == 20, "noted, but not without end")
            let planted = "xrv_session=\(forged[4]); xrv_session=\(good)"
            #expect(try await site.get("/api/exams", [("Cookie", planted)]).status == 200)
        }
    }

    @Test("A session ends after two idle hours and after twelve in any case; use keeps it open by a fresh cookie")
    func expiry() async throws {
        try await DaemonSite.serving { site in
            let idle = try #require(try await site.cookie(of: "uma"))
            var used = idle
            var renewals = 0
            for _ in 0..<11 {
                site.clock.advance(3600)
                let answer = try await site.get("/api/exams", [("Cookie", used)])
                #expect(answer.status == 200)
                if let fresh = answer.headers["Set-Cookie"] {
                    used = String(fresh.prefix { $0 != ";" })
                    renewals += 1
                }
            }
            #expect(renewals == 11)
            #expect(try await site.get("/api/exams", [("Cookie", idle)]).status == 401)
            site.clock.advance(3600)
            #expect(try await site.get("/api/exams", [("Cookie", used)]).status == 401)
        }
    }

    @Test("Signing out, another password or a removed login end a session, also after a restart")
    func ending() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "daemon-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = TestClock()
        let cookies = CookieJar()
        try await DaemonSite.serving(folder: folder, clock: clock) { site in
            for login in ["ana", "radu", "uma"] { cookies.keep(try await site.cookie(of: login), of: login) }
            let out = try await site.send(
                "POST", "/sign-out",
                [
                    ("Cookie", cookies["ana"]), ("Origin", site.origin),
                    ("Content-Type", "application/x-www-form-urlencoded"),
                ])
            #expect(out.status == 303 && out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(try await site.get("/api/exams", [("Cookie", cookies["ana"])]).status == 401)
            site.accounts.list.withLock {
                $0[$0.firstIndex { $0.login == "radu" } ?? 0] = Web.Account(
                    login: "radu", role: .reviewer, secret: "new")
            }
            #expect(try await site.get("/api/exams", [("Cookie", cookies["radu"])]).status == 401)
        }
        try await DaemonSite.serving(folder: folder, clock: clock) { site in
            #expect(try await site.get("/api/exams", [("Cookie", cookies["ana"])]).status == 401)
            #expect(try await site.get("/api/exams", [("Cookie", cookies["uma"])]).status == 200)
            let lines = try site.auditLines()
            #expect(lines.contains { $0.contains(#""action":"sign-out""#) && $0.contains(#""user":"ana""#) })
        }
        var options = DaemonOptions()
        options.secret = [UInt8](repeating: 8, count: 32)
        try await DaemonSite.serving(options, folder: folder, clock: clock) { site in
            let answer = try await site.get("/api/exams", [("Cookie", cookies["uma"])])
            #expect(answer.status == 401, "another key")
        }
    }

    @Test("Basic works as before and sets the cookie once; a wrong one is refused although a cookie is good")
    func basic() async throws {
        try await DaemonSite.serving { site in
            let first = try await site.get("/api/exams", [DaemonSite.basic("Uma", "umauma")])
            let cookie = String(try #require(first.headers["Set-Cookie"]).prefix { $0 != ";" })
            #expect(try await site.get("/api/exams", [("Cookie", cookie)]).status == 200)
            let both = try await site.get("/api/exams", [DaemonSite.basic("uma"), ("Cookie", cookie)])
            #expect(both.status == 200 && both.headers["Set-Cookie"] == nil)
            let wrong = try await site.get("/api/exams", [DaemonSite.basic("uma", "x"), ("Cookie", cookie)])
            #expect(wrong.status == 401 && wrong.headers["WWW-Authenticate"]?.hasPrefix("Basic realm=") == true)
            #expect(wrong.text == #"{"error":"The login or the password is wrong."}"#)
            let script = try await site.get("/api/exams", [("X-XRayVision-Page", "1")])
            #expect(script.status == 401 && script.headers["WWW-Authenticate"]?.contains("Basic") == false)
            #expect(try await site.get("/livez", [DaemonSite.basic("uma", "y")]).status == 200, "for anyone")
        }
    }

    @Test("Hashed passwords work, and a changed one stops the old one at once")
    func hashed() async throws {
        var options = DaemonOptions()
        options.accounts = [Web.Account(login: "ana", role: .admin, secret: try PasswordHash.make("first"))]
        try await DaemonSite.serving(options) { site in
            #expect(try await site.get("/api/exams", [DaemonSite.basic("ana", "first")]).status == 200)
            let next = try PasswordHash.make("second")
            site.accounts.list.withLock { $0 = [Web.Account(login: "ana", role: .admin, secret: next)] }
            #expect(try await site.get("/api/exams", [DaemonSite.basic("ana", "first")]).status == 401)
            #expect(try await site.get("/api/exams", [DaemonSite.basic("ana", "second")]).status == 200)
        }
    }
}

/// Cookies of several people, carried from one daemon to the next.
final class CookieJar: Sendable {
    private let pairs = Mutex<[String: String]>([:])
    func keep(_ pair: String?, of login: String) { pairs.withLock { $0[login] = pair } }
    subscript(login: String) -> String { pairs.withLock { $0[login] } ?? "" }
}

import Foundation
import HTTPClient
import Logging
import ServiceLifecycle
import Testing
import Web

@Suite("Showing the pages to a browser")
struct LivePagesTests {
    @Test(
        "A page, a style sheet and a picture arrive as what they are; everything else is not there",
        arguments: [
            ("/", 200, "text/html; charset=utf-8", "home"),
            ("/index.html", 200, "text/html; charset=utf-8", "home"),
            ("/?day=1", 200, "text/html; charset=utf-8", "home"),
            ("/style.css", 200, "text/css; charset=utf-8", "body {}"),
            ("/images/1.2.3.png", 200, "image/png", "picture"),
            ("/user/day%20one/", 200, "text/html; charset=utf-8", "day"),
            ("/inside.html", 200, "text/html; charset=utf-8", "home"),
            ("/health", 200, "text/plain; charset=utf-8", "ok\n"),
            ("/user/day%20one", 301, "text/plain; charset=utf-8", "301 Moved Permanently\n"),
            ("/images/", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/nothing.html", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/.secret", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/%2e%2e/outside.txt", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/images%2f1.2.3.png", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/outside.txt", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/escape/outside.txt", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/%00", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
            ("/%zz", 404, "text/plain; charset=utf-8", "404 Not Found\n"),
        ])
    func answers(path: String, status: Int, type: String, body: String) async throws {
        try await LiveSite.serving { site in
            let answer = try await site.get(path)
            #expect(answer.status == status && String(decoding: answer.body, as: UTF8.self) == body)
            #expect(answer.headers["Content-Type"] == type)
            #expect(answer.headers["Location"] == (status == 301 ? "/user/day%20one/" : nil))
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
            #expect(answer.headers["Referrer-Policy"] == "no-referrer")
            #expect(answer.headers["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
        }
    }

    @Test("A page that did not change is not sent again, a changed one is")
    func revalidation() async throws {
        try await LiveSite.serving { site in
            let first = try await site.get("/index.html")
            let tag = try #require(first.headers["ETag"])
            let date = try #require(first.headers["Last-Modified"])
            var statuses: [Int] = []
            let conditions = [
                ("If-None-Match", tag), ("If-None-Match", "\"x\", W/\(tag)"), ("If-None-Match", "*"),
                ("If-None-Match", "\"x\""), ("If-Modified-Since", date),
                ("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"), ("If-Modified-Since", "yesterday"),
            ]
            for (name, value) in conditions {
                statuses.append(try await site.send("GET", "/index.html", [(name, value)]).status)
            }
            try site.folder.write("home, rewritten", "reports/index.html")
            statuses.append(try await site.send("GET", "/index.html", [("If-None-Match", tag)]).status)
            #expect(statuses == [304, 304, 304, 200, 304, 200, 200, 200])
        }
    }

    @Test(
        "Pages are only read: other methods are refused, HEAD has no body",
        arguments: [("HEAD", "/", 200), ("HEAD", "/health", 200), ("POST", "/", 405), ("DELETE", "/index.html", 405)])
    func methods(method: String, path: String, status: Int) async throws {
        try await LiveSite.serving { site in
            let answer = try await site.send(method, path, [])
            #expect(answer.status == status && (method != "HEAD" || answer.body.isEmpty))
            #expect(status != 405 || answer.headers["Allow"] == "GET, HEAD")
        }
    }

    @Test(
        "A foreign name that points at this machine gets nothing",
        arguments: [
            ("127.0.0.1", 200), ("127.0.0.1:99", 200), ("localhost:80", 200), ("LOCALHOST", 200), ("[::1]:8000", 200),
            ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("localhost.evil.example:80", 421),
            ("127.0.0.1:x", 421), ("10.0.0.1", 421), ("127.1", 421),
        ])
    func rebinding(host: String, status: Int) async throws {
        try await LiveSite.serving { site in
            let answer = try await site.send("GET", "/", [("Host", host)])
            #expect(answer.status == status)
        }
    }

    @Test("Without a folder, or with a taken port, the operator is told what to do")
    func refusals() async throws {
        let folder = try PagesFolder()
        let missing = folder.location.appending(path: "none")
        #expect(throws: WebError.folderMissing(path: missing.path)) {
            try LivePages(folder: missing, logger: LiveSite.silent)
        }
        try await LiveSite.serving { site in
            let second = try LivePages(folder: site.folder.reports, port: site.listening.port, logger: LiveSite.silent)
            let error = await #expect(throws: WebError.self) { try await second.run() }
            #expect(error?.suggestion.contains("\(site.listening.port)") == true)
        }
    }

    @Test(
        "Hostile request lines never leave the folder",
        arguments: ["/../outside.txt", "//etc/passwd", "", "x", "/a//b", "/./x"])
    func hostilePaths(path: String) throws {
        let folder = try PagesFolder()
        guard case .nothing = try PageFolder(folder.reports).answer(to: path) else {
            Issue.record("\(path) was answered")
            return
        }
    }

    @Test("Dates in headers are written and read in whole seconds", arguments: ["Tue, 14 Nov 2023 22:13:20 GMT"])
    func dates(text: String) {
        #expect(HTTPDate.text(Date(timeIntervalSince1970: 1_700_000_000.9)) == text)
        #expect(HTTPDate.date(text) == Date(timeIntervalSince1970: 1_700_000_000))
    }
}

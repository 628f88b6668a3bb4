import Foundation
import HTTPClient
import Radiology
import Reports
import Store
import Testing
import Web

@Suite("Live pages, over the wire", .serialized)
struct PagesTests {
    /// Films of the ward of the API's tests.
    private static var options: DaemonOptions {
        var options = DaemonOptions()
        options.prepare = { _ = try APIWard($0) }
        return options
    }

    private static let film = "/" + PagePaths.film(APIWard.uid(1))

    @Test("Everybody who has signed in can open every page, and nobody else")
    func open() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let paths = [
                "/", "/index.html", "/?status=any&order=severity&page=2", Self.film, "/worklist.html", "/patients.html",
                "/check.html", "/about.html", "/api.html", "/statistics.html", "/stats/radiologists",
                "/stats/diagnostics",
                "/stats/insights", "/fragments/films", "/fragments/state", "/fragments/film/\(APIWard.uid(1))",
                "/fragments/look/\(APIWard.uid(1))",
            ]
            for path in paths {
                for login in ["ana", "radu", "uma"] {
                    let answer = try await site.get(path, [DaemonSite.basic(login), ("Accept", "text/html")])
                    #expect(answer.status == 200, "\(path) as \(login)")
                    #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8", "\(path)")
                    #expect(answer.text.contains("</html>"), "\(path)")
                }
                #expect(try await site.get(path).status == 401, "\(path)")
            }
        }
    }

    @Test("Readers without names find none on any page")
    func redacted() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let paths = [
                "/?status=any", Self.film, "/patients.html", "/worklist.html", "/statistics.html",
                "/stats/radiologists", "/stats/diagnostics", "/stats/insights", "/fragments/look/\(APIWard.uid(1))",
            ]
            for path in paths {
                for login in ["uma", "radu"] {
                    let text = try await site.get(path, [DaemonSite.basic(login)]).text.lowercased()
                    let canaries = ["popescu", "ionescu", "vasile", "ivanov", "5150312170012", "2015-03-12", "9001"]
                    #expect(canaries.filter { text.contains($0) } == [], "\(path) as \(login)")
                }
            }
            #expect(try await site.get(Self.film, [DaemonSite.basic("ana")]).text.contains("POPESCU ION"))
        }
    }

    @Test("A page that says the same is not sent twice; a review changes it")
    func tags() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let ana = DaemonSite.basic("ana")
            for path in ["/", Self.film, "/fragments/films", "/patients.html"] {
                let tag = try #require(try await site.get(path, [ana]).headers["ETag"])
                #expect(try await site.get(path, [ana, ("If-None-Match", tag)]).status == 304, "\(path)")
                #expect(try await site.get(path, [DaemonSite.basic("uma"), ("If-None-Match", tag)]).status == 200)
            }
            let tag = try #require(try await site.get(Self.film, [ana]).headers["ETag"])
            let said = try await site.post(
                "/api/radreview", [ana], json: #"{"uid":"\#(APIWard.uid(1))","normal":true}"#)
            #expect(said.status == 200)
            let page = try await site.get(Self.film, [ana, ("If-None-Match", tag)])
            #expect(page.status == 200 && page.text.contains("Reviewed as <b>normal</b>"))
        }
    }

    @Test("A patient's address holds no number, and opens only with this workspace's key")
    func patients() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let uma = DaemonSite.basic("uma")
            let list = try await site.get("/patients.html", [uma]).text
            let link = try #require(list.split(separator: "href=\"patients/").dropFirst().first?.prefix { $0 != "\"" })
            let page = try await site.get("/patients/" + String(link), [uma])
            #expect(page.status == 200 && page.text.contains("class=\"study\""))
            for forged in ["AAAA.html", "5150312170012.html", String(link.reversed()), "x" + String(link), ".html"] {
                #expect(try await site.get("/patients/" + forged, [uma]).status == 404, "\(forged)")
            }
            // A part of a number would tell the whole of it.
            #expect(try await site.get("/patients.html?search=515", [uma]).text.contains("No patient found"))
            #expect(try await site.get("/patients.html?search=515", [DaemonSite.basic("ana")]).text.contains("POPESCU"))
        }
    }

    @Test("The film's neighbours are those of the list that the reader came from")
    func neighbours() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let query = "?search=popescu&status=any"
            let page = try await site.get(Self.film + query, [DaemonSite.basic("ana")]).text
            #expect(page.contains(PagePaths.film(APIWard.uid(3)) + "?search=popescu&amp;status=any"))
            #expect(!page.contains("rel=\"prev\""))
        }
    }

    @Test("Style sheets and scripts need no sign-in; nothing else lies beside them")
    func assets() async throws {
        try await DaemonSite.serving { site in
            for (path, bytes) in Pages.sharedFiles + LiveFiles.all {
                for place in ["/", "/static/"] {
                    let answer = try await site.get(place + path)
                    #expect(answer.status == 200 && answer.body == bytes, "\(place)\(path)")
                }
            }
            #expect(try await site.get("/favicon.ico").status == 200)
            for path in ["/static/../xrayvision.db", "/static/%2e%2e/xrayvision.db", "/static/", "/static/none.js"] {
                #expect([401, 404].contains(try await site.get(path).status), "\(path)")
            }
        }
    }

    @Test("Pictures by role: originals and overlays for admins, the rest for who has signed in, and looks are kept")
    func pictures() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let images = site.folder.appending(path: "reports/images")
            try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
            let uid = APIWard.uid(1)
            for ending in [".png", ".display.png", ".thumb.png", ".viewer.js", ".overlays.js"] {
                try Data(ending.utf8).write(to: images.appending(path: "\(uid)\(ending)"))
            }
            for (ending, login, status) in [
                (".png", "uma", 200), (".display.png", "uma", 200), (".thumb.png", "uma", 200),
                (".viewer.js", "radu", 200), (".overlays.js", "uma", 403), (".overlays.js", "radu", 403),
                (".overlays.js", "ana", 200), (".dcm", "uma", 403), (".dcm", "radu", 403), (".dcm", "ana", 404),
                (".txt", "ana", 404),
            ] {
                let answer = try await site.get("/images/\(uid)\(ending)", [DaemonSite.basic(login)])
                #expect(answer.status == status, "\(ending) as \(login)")
            }
            #expect(try await site.get("/images/\(uid).png").status == 401)
            for path in ["/images/..%2f..%2fxrayvision.db.png", "/images/%2e%2e.png", "/images/a.png"] {
                #expect(try await site.get(path, [DaemonSite.basic("ana")]).status == 404, "\(path)")
            }
            let looks = try site.auditLines().filter { $0.contains("\"image\"") && $0.contains("\"ok\"") }
            #expect(looks.count == 4, "three pictures and an overlay; thumbnails are not written down")
        }
    }

    @Test("Old addresses lead on, a day is a list, and a page not drawn yet says so")
    func older() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let ana = DaemonSite.basic("ana")
            #expect(try await site.get("/stats", [ana]).headers["Location"] == "/statistics.html")
            #expect(try await site.get("/about", [ana]).headers["Location"] == "/about.html")
            let day = try await site.get("/days/2026-03-02-2.html", [ana])
            #expect(day.headers["Location"] == "/?status=any&from=2026-03-02&to=2026-03-02")
            #expect(try await site.get("/days/undated.html", [ana]).status == 404)
            let missing = try await site.get("/films/00/1.2.3.html", [ana, ("Accept", "text/html")])
            #expect([302, 404].contains(missing.status))
        }
    }
}

import Foundation
import HTTPClient
import Reports
import Testing
import Web

@Suite("Nightly reports, over the wire", .serialized)
struct PagesNightlyTests {
    private static let ana = DaemonSite.basic("ana")
    private static let uma = DaemonSite.basic("uma")

    private static func page(_ audience: Audience) throws -> [UInt8] {
        var report = NightlyReport(night: "2026-03-01", audience: audience)
        (report.workspaceName, report.version) = ("Ward of \(audience.rawValue)", "0.1.0")
        return try NightlyPage(report, films: audience == .user ? "../../user/" : "../../").html()
    }

    private static func put(_ bytes: [UInt8], _ path: String, _ site: DaemonSite) throws {
        let file = site.folder.appending(path: "reports/" + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    @Test("Users are shown the pages with initials, admins those with names, and their links lead to films")
    func audiences() async throws {
        try await DaemonSite.serving { site in
            try Self.put(Self.page(.user), "nightly/2026-03-01/index.html", site)
            try Self.put(Self.page(.admin), "admin/nightly/2026-03-01/index.html", site)
            try Self.put(Array("id\r\n".utf8), "nightly/2026-03-01/figures.csv", site)
            let (names, initials) = (
                try await site.get("/nightly/2026-03-01/index.html", [Self.ana]),
                try await site.get("/nightly/2026-03-01/index.html", [Self.uma])
            )
            #expect(names.status == 200 && names.text.contains("Ward of admin"))
            #expect(initials.status == 200 && initials.text.contains("Ward of user"))
            for page in [names, initials] {
                #expect(page.text.contains("href=\"../../index.html\"") && !page.text.contains("user/index.html"))
                let policy = try #require(page.headers["Content-Security-Policy"])
                #expect(policy.contains("style-src 'unsafe-inline'") && policy.contains("default-src 'none'"))
                #expect(!policy.contains("script-src") && policy.contains("frame-ancestors 'none'"))
            }
            let table = try await site.get("/nightly/2026-03-01/figures.csv", [Self.uma])
            #expect(table.status == 200 && table.headers["Content-Type"] == "text/csv; charset=utf-8")
            #expect(try await site.get("/nightly/2026-03-01/figures.csv", [Self.ana]).status == 404)
            #expect(try await site.get("/nightly/2026-03-01/index.html").status == 401)
            let tag = try #require(names.headers["ETag"])
            let again = try await site.get("/nightly/2026-03-01/index.html", [Self.ana, ("If-None-Match", tag)])
            #expect(again.status == 304)
        }
    }

    @Test("Before the first report the list says how to make it, and only nights' own files are answered")
    func none() async throws {
        try await DaemonSite.serving { site in
            let empty = try await site.get("/nightly/index.html", [Self.uma])
            #expect(empty.status == 200 && empty.text.contains("No night has a report yet"))
            #expect(empty.text.contains("href=\"../index.html\""))
            let moved = try await site.get("/nightly", [Self.uma])
            #expect(moved.status == 302 && moved.headers["Location"] == "/nightly/index.html")
            try Self.put([1], "nightly/nights.json", site)
            try Self.put([1], "nightly/2026-03-01/other.txt", site)
            for path in [
                "nights.json", "2026-03-01/index.html", "2026-03-01/other.txt", "2026-3-1/index.html",
                "2026-03-01/..%2f..%2fnights.json", "../figures.json", "2026-02-30/index.html",
            ] {
                #expect(try await site.get("/nightly/" + path, [Self.uma]).status == 404, "\(path)")
            }
            let film = try await site.get("/", [Self.uma])
            #expect(film.text.contains("href=\"nightly/index.html\">Nightly</a>"))
        }
    }
}

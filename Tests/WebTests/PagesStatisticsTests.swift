import Foundation
import HTTPClient
import Radiology
import Reports
import Testing
import Web

@Suite("Pages of the statistics, over the wire", .serialized)
struct PagesStatisticsTests {
    private static var options: DaemonOptions {
        var options = DaemonOptions()
        options.prepare = { _ = try APIWard($0) }
        return options
    }

    private static let ana = DaemonSite.basic("ana")
    private static let uma = DaemonSite.basic("uma")
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

    @Test("A page's charts are there in both sizes, with their tables, and are not sent twice")
    func charts() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let page = try await site.get("/stats/insights", [Self.ana]).text
            let links = page.split(separator: "src=\"../charts/").dropFirst().map { $0.prefix { $0 != "\"" } }
            #expect(links.count > 8 && links.allSatisfy { $0.contains("?of=") })
            for link in links.prefix(3) {
                let chart = try await site.get("/charts/" + link, [Self.ana])
                #expect(chart.status == 200 && chart.headers["Content-Type"] == "image/png", "\(link)")
                #expect(Array(chart.body.prefix(4)) == Self.png)
                let tag = try #require(chart.headers["ETag"])
                let again = try await site.get("/charts/" + link, [Self.ana, ("If-None-Match", tag)])
                #expect(again.status == 304 && again.body.isEmpty)
            }
            let table = try await site.get("/charts/severities.csv", [Self.ana])
            #expect(table.headers["Content-Type"] == "text/csv; charset=utf-8")
            #expect(table.text.hasPrefix("severity,AI,AI share,"))
            let sharp = try await site.get("/charts/severities@2x.png", [Self.ana])
            #expect(sharp.status == 200 && sharp.body.count > 4000)
            for path in ["roc", "roc.png.html", "none.png", "..%2fseverities.csv", "severities@3x.png"] {
                #expect(try await site.get("/charts/" + path, [Self.ana]).status == 404, "\(path)")
            }
            #expect(try await site.get("/charts/roc.png").status == 401)
        }
    }

    @Test("The filters are those of the list, stay in the address, and nonsense is refused by its name")
    func filters() async throws {
        try await DaemonSite.serving(Self.options) { site in
            func exams(_ query: String, _ who: (String, String) = Self.ana) async throws -> String {
                let page = try await site.get("/statistics.html" + query, [who]).text
                let tile = page.split(separator: ">Exams</a></dt><dd><b>").dropFirst().first ?? ""
                return String(tile.prefix { $0 != "<" })
            }
            #expect(try await exams("") == "5")
            #expect(try await exams("?region=chest") == "3")
            #expect(try await exams("?from=2026-03-01&to=2026-03-01") == "1")
            #expect(try await exams("?search=popescu") == "2")
            #expect(try await exams("?correct=no&interval=exact") == "2")
            #expect(try await exams("", Self.uma) == "5")
            // Three exams are few.
            #expect(try await exams("?region=chest", Self.uma) == "few")
            let page = try await site.get("/statistics.html?region=chest&interval=exact", [Self.ana]).text
            #expect(page.contains("charts/roc.png?region=chest&amp;interval=exact&amp;of="))
            #expect(page.contains("api/stats/performance?format=csv&amp;region=chest&amp;interval=exact"))
            #expect(page.contains("<option value=\"chest\" selected>chest</option>"))
            #expect(page.contains("href=\"statistics.html?interval=exact\" title=\"Take this filter away\""))
            for query in ["?sex=x", "?from=yesterday", "?correct=perhaps"] {
                #expect(try await site.get("/statistics.html" + query, [Self.ana]).status == 400, "\(query)")
                #expect(try await site.get("/charts/roc.png" + query, [Self.ana]).status == 400, "\(query)")
            }
            #expect(
                try await site.get("/statistics.html?region=elbow&sex=O", [Self.ana]).text.contains("No exam matches"))
        }
    }

    @Test("Whoever searches is written down with how many it means; the charts of an open page stay those of the page")
    func audited() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let page = try await site.get("/statistics.html?search=popescu", [Self.ana]).text
            let lines = try site.auditLines().filter { $0.contains("\"search\"") && $0.contains("/statistics.html") }
            #expect(lines.count == 1 && lines[0].contains("\"hits\":\"2\"") && !lines[0].contains("popescu"))
            let link = try #require(page.split(separator: "src=\"charts/agreement").dropFirst().first)
                .prefix { $0 != "\"" }.replacing("&amp;", with: "&")
            let before = try await site.get("/charts/agreement" + link, [Self.ana]).body
            let said = try await site.post(
                "/api/radreview", [Self.ana], json: #"{"uid":"\#(APIWard.uid(1))","normal":true}"#)
            #expect(said.status == 200)
            #expect(try await site.get("/charts/agreement" + link, [Self.ana]).body == before)
            let fresh = try await site.get("/statistics.html?search=popescu", [Self.ana]).text
            let newer = try #require(fresh.split(separator: "src=\"charts/agreement").dropFirst().first)
                .prefix { $0 != "\"" }.replacing("&amp;", with: "&")
            #expect(newer != link)
            #expect(try await site.get("/charts/agreement" + newer, [Self.ana]).body != before)
        }
    }

    @Test("A page of which nothing changed is not sent twice")
    func tags() async throws {
        try await DaemonSite.serving(Self.options) { site in
            for subject in StatisticsSubject.allCases {
                let path = "/" + subject.livePath
                let tag = try #require(try await site.get(path, [Self.ana]).headers["ETag"])
                #expect(try await site.get(path, [Self.ana, ("If-None-Match", tag)]).status == 304, "\(path)")
                #expect(try await site.get(path, [Self.uma, ("If-None-Match", tag)]).status == 200, "\(path)")
            }
        }
    }
}

import Foundation
import Radiology
import Reports
import Testing

@Suite("What the page of a night owes its readers")
struct NightlyPageStories {
    private static func index(_ entries: [NightlyEntry]) throws -> String {
        let index = NightlyIndex(entries, audience: .user, workspaceName: "Ward 7", version: "0.1.0")
        return String(decoding: try index.html(), as: UTF8.self)
    }

    @Test("Every rate stands with its n/N and its interval, in the regions too")
    func evidence() throws {
        let page = try NightlyGallery.usual.html(.user)
        for evidence in [
            "21.8–33.5\u{A0}% · 60/220", "22.3–24.4\u{A0}% · 1\u{202F}400/6\u{202F}000", "16.8–35.5\u{A0}% · 20/80",
        ] {
            #expect(page.contains(evidence), "\(evidence)")
        }
        // A cell without a number is empty, and so left out on a phone.
        #expect(!page.contains(#"<span class="interval"></span>"#) && !page.contains(#"<span class="counts"></span>"#))
    }

    @Test("The list of nights has n/N, and lines of an older version are read")
    func list() throws {
        let page = try Self.index([NightlyEntry(NightlyGallery.usual.report(.user))])
        #expect(page.contains("94/405") && page.contains("31/130"))
        let old = """
            {"acts":0,"changes":["model: reader-8b","model server: http://gpu:8080"],"disagreement":"0.0 %","done":6,\
            "exams":6,"failed":0,"looks":0,"night":"2026-03-21","positive":"16.7 %"}
            """
        var line = try JSONDecoder().decode(NightlyEntry.self, from: Data(old.utf8))
        #expect(line.exams == 6 && line.positiveCounts == nil && !line.isWhole)
        #expect(try Self.index([line]).contains("16.7 %"))
        line.hideAddresses()
        #expect(line.changes == ["model: reader-8b", "model server"])
    }

    @Test("Each chart can be taken along as a picture and as a table")
    func downloads() throws {
        let page = try NightlyGallery.usual.html(.user)
        let chart = try #require(NightlyGallery.usual.report(.user).watch.charts.first)
        let name = "2026-11-20-positive-rate-of-the-ai-by-day"
        let table = "data:text/csv;charset=utf-8;base64,\(Base64.text(chart.picture.table.csv))"
        #expect(page.contains(#"<a href="\#(table)" download="\#(name).csv">"#))
        #expect(page.contains(#"<a href="data:image/png;base64,iVBORw==" download="\#(name).png">"#))
    }

    @Test("A figure's name leads to what it means, and back", arguments: NightlyGallery.allCases)
    func definitions(night: NightlyGallery) throws {
        let page = try night.html(.user)
        for link in page.matches(of: #/href="#([A-Za-z0-9-]+)"/#) {
            #expect(page.components(separatedBy: #"id="\#(link.1)""#).count == 2, "\(link.1)")
        }
        guard night == .usual else { return }
        #expect(page.contains(##"<a href="#def-positive">Positive</a>"##) && page.contains(##"href="#fig-positive""##))
    }

    @Test("Readers of initials see numbers for model servers, and no address of the house")
    func addresses() throws {
        let report = NightlyGallery.troubled.report(.user)
        let digest = NightlyDigest(
            night: report.night, letter: report.letter, notices: report.notices, workspaceName: "Ward 7", place: "p")
        let health = String(decoding: try JSONEncoder().encode(report.health), as: UTF8.self)
        let line = String(decoding: try JSONEncoder().encode(NightlyEntry(report)), as: UTF8.self)
        for text in [try NightlyGallery.troubled.html(.user), digest.body, health, line, "\(report.force)"] {
            for secret in ["http:", "gpu", "spare", "PACS", "10.1.2.3"] { #expect(!text.contains(secret), "\(secret)") }
        }
        let headings = report.notices.map(\.heading)
        #expect(headings.first == "model server 1 was away since 2026-11-21 02:10 UTC")
        #expect(headings.contains("the last query of the image archive failed"))
        #expect(headings.contains("the model server changed from model server 1 to model server 2"))
        #expect(NightlyEntry(report).changes == ["model: reader-8b", "model server 2"])
        let admin = try NightlyGallery.troubled.html(.admin)
        #expect(admin.contains("http://gpu:8080") && admin.contains("PACS at 10.1.2.3"))
    }

    @Test("A report that is made again keeps the numbers of its servers")
    func again() {
        var report = NightlyGallery.troubled.report(.user)
        let (health, force) = (report.health, report.force)
        report.hideAddresses(["http://gpu:8080", "http://spare:8080"])
        #expect(report.health == health && report.force == force)
    }

    @Test("One of a thing is one")
    func singular() throws {
        var report = NightlyGallery.troubled.report(.admin)
        (report.work.answers, report.work.failedAttempts, report.work.reviews, report.work.alerts) = (1, 1, 1, 1)
        (report.daysBefore, report.undated, report.watch.monitored, report.watch.alarms) = (1, 1, 1, [])
        var health = try #require(report.health)
        (health.waiting, health.checks, health.failed, health.alertsWaiting, health.spooled) = (1, 1, 1, 1, 1)
        var pacs = try #require(health.archive)
        (pacs.waiting, pacs.gaps, pacs.givenUp) = (1, 1, 1)
        health.archive = pacs
        (report.health, report.statuses) = (health, [.done: 1])
        let page = String(decoding: try NightlyPage(report, films: "../").html(), as: UTF8.self)
        let plural =
            #/[ >(]1 (exams|answers|attempts|reviews|alerts|studies|spans|films|figures|days|files|radiologists)\b/#
        for slip in page.matches(of: plural) { Issue.record("\(slip.0)") }
        for words in [
            "1 answer kept, 1 attempt failed, 1 review, 1 alert sent", "1 of the 28 days before has exams",
            "1 exam waits, 1 radiologist&#39;s text waits to be understood, 1 exam stands failed",
            "1 study waits, 1 given up, 1 span not answered whole", "of 1 figure watched since",
            "1 exam stood failed on the morning after", "1 exam in the archive bears no date",
        ] { #expect(page.contains(words), "\(words)") }
    }

    @Test("The letter ends with what is true")
    func ending() {
        var report = NightlyGallery.usual.report(.user)
        report.statuses = [.done: 405]
        #expect(report.letter.last == "Nothing failed, nothing has changed, and nothing needs you.")
        report.force = []
        #expect(report.letter.last == "Nothing failed, and nothing needs you.")
        report.health?.failed = 1
        #expect(report.letter.last == "1 exam stood failed on the morning after.")
    }

    @Test("Times to the report are in the units of the other pages")
    func times() throws {
        let page = try NightlyGallery.usual.html(.user)
        #expect(page.contains("29.0 h") && page.contains("25.7 h–33.4 h") && page.contains("80 min–2.2 h"))
        #expect(!page.contains("740 min"))
    }
}

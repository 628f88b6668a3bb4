import Foundation
import Radiology
import Reports
import Testing

@Suite("The report that is read with a coffee")
struct NightlyStories {
    @Test("Each night's page is byte for byte the approved one", arguments: NightlyGallery.allCases, Audience.allCases)
    func approved(night: NightlyGallery, audience: Audience) throws {
        let file = GoldenPages.folder.appending(path: "nightly-\(night.rawValue).\(audience.rawValue).html")
        let drawn = try night.html(audience)
        if GoldenPages.updates { try Data(drawn.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == drawn)
        #expect(try night.html(audience) == drawn)
    }

    @Test("A usual night is told in three sentences")
    func usual() {
        #expect(
            NightlyGallery.usual.report(.user).letter == [
                "On Friday, 20 November 2026, 412 exams were taken and 405 of them are read; that is more than on the four "
                    + "Fridays before (371 to 402).",
                "The AI called 23.2 % (94/405) of the assessed films positive, within chance of the 21.0 % "
                    + "(2\u{202F}277/10\u{202F}842) of the 28 days before; it disagreed with the radiologists on 23.8 % "
                    + "(31/130) of the compared ones, clearly more than the 8.2 % (290/3\u{202F}540) of the 28 days before.",
                "2 exams failed.",
            ])
    }

    @Test("What needs somebody comes in the order in which it must be done")
    func troubled() {
        let notices = NightlyGallery.troubled.report(.admin).notices
        #expect(notices.first?.heading == "the model server http://gpu:8080 was away since 2026-11-21 02:10 UTC")
        #expect(notices.map(\.weight) == notices.map(\.weight).sorted { $0 == .act && $1 != .act })
        let headings = notices.map(\.heading).joined(separator: "\n")
        for part in [
            "the disk is full: 21 GiB", "1 film with a known answer was read otherwise", "2 exams failed",
            "changed from reader-4b to reader-8b", "3 exams bear a date that has not come yet", "1 alert was refused",
            "an alarm stands on the severities of chest since 18 November: the level most probably changed on 16 November",
            "an alarm stands on the unreadable answers of all exams since 20 November: the share was found above the agreed "
                + "target of 5 %", "3 exams of all days stood failed on the morning after", "2 answers are odd",
            "the last query of the image archive PACS failed",
        ] { #expect(headings.contains(part), "\(part)") }
    }

    @Test("A night without films, the first one, and an empty archive have sensible words")
    func little() {
        #expect(
            NightlyGallery.quiet.report(.user).letter == [
                "No exam was taken on Friday, 20 November 2026; the last day with exams was Tuesday, 3 November 2026, "
                    + "17 days before.",
                "So there are no verdicts to compare with the days before.",
                "Nothing failed, and nothing needs you.",
            ])
        #expect(
            NightlyGallery.first.report(.admin).letter == [
                "On Friday, 20 November 2026, 1 exam was taken and it is read; the archive has no earlier Friday to compare "
                    + "with.",
                "The AI called 100.0 % (1/1) of the assessed films positive, with no earlier days to compare with; nothing is "
                    + "compared.",
                "Nothing failed, and nothing needs you.",
            ])
        #expect(NightlyGallery.empty.report(.user).letter[0] == "There is no exam in this archive yet.")
    }

    @Test("With initials the day as a whole is told, be it of one exam: its film is on a page of its own")
    func whole() throws {
        let report = NightlyGallery.first.report(.user)
        #expect(report.letter[0].hasPrefix("On Friday, 20 November 2026, 1 exam was taken and it is read"))
        #expect(NightlyEntry(report).exams == 1 && NightlyEntry(report).done == 1)
        var usual = NightlyGallery.usual.report(.user)
        usual.usual = [2, 380]
        #expect(usual.letter[0].contains("(2 to 380)"))
    }

    @Test("With initials nobody is named, no number is told, and a film with burned-in text has no picture")
    func initials() throws {
        for night in NightlyGallery.allCases {
            let page = try night.html(.user).lowercased()
            for secret in ["canaryescu", "miruna", "vulturescu", "2710302123456", "his-778899", "rep-4455"] {
                #expect(!page.contains(secret), "\(night) \(secret)")
            }
        }
        let page = try NightlyGallery.usual.html(.user)
        #expect(page.contains("picture withheld") && page.contains("data:image/png;base64,AQIDAA=="))
        #expect(!page.contains("AQIDAQ=="))
        #expect(try NightlyGallery.usual.html(.admin).contains("AQIDAQ=="))
    }

    @Test("The page is whole: it loads nothing from anywhere", arguments: NightlyGallery.allCases)
    func whole(night: NightlyGallery) throws {
        let page = try night.html(.admin)
        #expect(!page.contains("<script") && !page.contains("<link") && !page.contains("url("))
        #expect(!page.contains(#"src="http"#) && page.contains("default-src 'none'"))
        #expect(page.contains("@page") && page.contains("size: A4"))
    }

    @Test(
        "Pictures are written as RFC 4648 says",
        arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64(text: String, encoded: String) { #expect(Base64.text(Array(text.utf8)) == encoded) }

    @Test("Two nights: what changed, which intervals are apart, which overlap")
    func difference() {
        func side(_ night: String, _ report: NightlyReport, threshold: Int = 5) -> NightlyDifference.Side {
            .init(
                night: night, threshold: threshold, exams: 405,
                figures: report.figures.map { ($0.id, $0.name, night == "2026-11-19" ? $0.before : $0.now) },
                force: report.force)
        }
        let (usual, troubled) = (NightlyGallery.usual.report(.user), NightlyGallery.troubled.report(.user))
        let difference = NightlyDifference(side("2026-11-19", usual), side("2026-11-20", troubled, threshold: 4))
        #expect(difference.apart.map(\.id) == ["overall.disagreement", "overall.report.median"])
        let lines = difference.lines(all: false)
        #expect(lines[0] == "Thursday, 19 November 2026 (405 exams) and Friday, 20 November 2026 (405 exams)")
        #expect(lines.contains { $0.hasPrefix("The threshold was 5 and is 4") })
        #expect(lines.contains("The model changed: reader-4b, then reader-8b, reader-4b."))
        #expect(
            lines.contains(
                "  Disagreement: 8.2 % (290/3\u{202F}540, 7.3–9.1 %), then 23.8 % (31/130, 17.4–31.9 %): higher, the "
                    + "intervals are apart"))
    }

    @Test("The mail has the letter and what needs somebody, and no patient")
    func digest() {
        let report = NightlyGallery.troubled.report(.admin)
        let digest = NightlyDigest(
            night: report.night, letter: report.letter, notices: report.notices, workspaceName: "Ward 7",
            place: "reports/nightly/2026-11-20/index.html")
        #expect(digest.subject == "XRayVision 2026-11-20: 8 things to act on")
        #expect(report.letter.allSatisfy(digest.body.contains) && digest.body.contains("To act on\n- The model server"))
        #expect(!digest.body.lowercased().contains("canaryescu") && !digest.body.contains("data:"))
    }
}

import Foundation
import Radiology
import Reports
import Testing

@Suite("The nightly report on paper")
struct NightlyPrintTests {
    private static let chromium = Stranger(path: "/usr/bin/chromium")
    private static let reader = Stranger(path: "/usr/bin/pdftotext")
    private static let facts = Stranger(path: "/usr/bin/pdfinfo")

    @Test(
        "Chromium prints it on A4, with page numbers, and nothing of the screen's links",
        .enabled(
            if: chromium.isHere && reader.isHere && facts.isHere,
            Comment(rawValue: absent("chromium, or poppler-utils,"))))
    func printed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nightly-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (page, paper) = (folder.appending(path: "index.html"), folder.appending(path: "night.pdf"))
        try Data(try NightlyPage(Self.report, films: "../").html()).write(to: page)

        let run = try Self.chromium.run([
            "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            "--user-data-dir=\(folder.path)/user",
            "--print-to-pdf=\(paper.path)", page.absoluteString,
        ])
        #expect(run.status == 0)
        let facts = try Self.facts.run([paper.path]).output
        let pages =
            facts.split(separator: "\n").first { $0.hasPrefix("Pages:") }
            .flatMap { Int($0.dropFirst(6).trimmingCharacters(in: .whitespaces)) } ?? 0
        #expect(facts.contains("(A4)") && (2...9).contains(pages), "\(facts)")
        let text = try Self.reader.run(["-layout", paper.path, "-"]).output
        // How wide the space around the stroke is read depends on the font.
        let narrow = text.filter { $0 != " " }
        for page in 1...max(1, pages) { #expect(narrow.contains("\(page)/\(pages)\n"), "\(page)") }
        #expect(text.contains("On Friday, 20 November 2026, 60 exams were taken") && text.contains("r39"))
        #expect(!text.contains("all nights") && !text.contains("Numbers of"))
    }

    private static var report: NightlyReport {
        var report = NightlyReport(night: "2026-11-20", audience: .user)
        (report.workspaceName, report.version, report.statuses) = ("Ward 7", "0.1.0", [.done: 60])
        let number = NightlyNumber(count: 12, total: 60, value: 0.2, lower: 0.118, upper: 0.318, unit: .share)
        report.figures = [NightlyFigure(id: "overall.positive", name: "Positive", now: number, before: number)]
        report.regions = (0..<40).map {
            NightlyRegion(
                name: "r\($0)", exams: .init(count: 60, unit: .count), positive: number, positiveBefore: number,
                disagreement: number, disagreementBefore: number)
        }
        let nights = (10...29).map { ControlChartPicture.Night("2026-10-\($0)", value: 0.2) }
        let picture = ControlChartPicture(title: "Positive rate of the AI by day", unit: .share, nights: nights)
        let png = try? picture.png(font: Charts.debianFont, scale: 2)
        report.watch.charts = [.init(picture, png: png ?? [], signal: nil)]
        return report
    }
}

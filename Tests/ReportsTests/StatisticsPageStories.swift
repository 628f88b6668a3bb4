import Radiology
import Reports
import Statistics
import Testing

@Suite("Pages of the statistics")
struct StatisticsPageStories {
    private static let pages: [Gallery] = [.statistics, .radiologists, .diagnostics, .insights]

    private static func parts(_ html: String, after mark: String) -> [Substring] {
        html.split(separator: mark, omittingEmptySubsequences: false).dropFirst().map { $0.prefix { $0 != "\"" } }
    }

    @Test("Every figure leads to its meaning on the same page", arguments: pages, Audience.allCases)
    func definitions(page: Gallery, audience: Audience) throws {
        let html = try page.html(audience)
        let wanted = Set(Self.parts(html, after: "href=\"#d-"))
        #expect(wanted.count > 5)
        #expect(wanted.subtracting(Self.parts(html, after: "<div id=\"d-")).isEmpty)
    }

    @Test("Every chart has its words, both sizes, its table and its files", arguments: pages)
    func charts(page: Gallery) throws {
        let html = try page.html(.admin)
        let names = page.statistics(.admin).charts
        #expect(!names.isEmpty && html.components(of: "<img class=\"chart\"") == names.count)
        for name in names {
            for ending in StatisticsChartName.Ending.allCases { #expect(html.contains(name.path(ending)), "\(name)") }
            let chart = name.chart(of: SyntheticFigures.figures(.admin))
            #expect(!chart.altText.contains(" yet"), "\(name): \(chart.altText)")
            #expect(chart.table.rows.count > 0 && html.contains("The numbers: "))
            #expect(StatisticsChartName.named(name.rawValue + "@2x.png")?.ending == .sharpPicture)
        }
        #expect(!html.contains("alt=\"\""))
    }

    @Test("Every chart is on one page, once")
    func once() {
        let all = Self.pages.flatMap { $0.statistics(.admin).charts }
        #expect(Set(all) == Set(StatisticsChartName.allCases) && all.count == StatisticsChartName.allCases.count)
        #expect(StatisticsChartName.named("../roc.png") == nil && StatisticsChartName.named("roc") == nil)
    }

    @Test("What a page shows is the figure: value, n of N, interval")
    func values() throws {
        let html = try Gallery.statistics.html(.admin)
        let figures = SyntheticFigures.figures(.admin).performance
        for id in ["overall.sensitivity", "overall.ppv", "region.chest.specificity", "region.lower_limb.npv"] {
            let figure = try #require(figures[id])
            let (count, total) = (try #require(figure.count), try #require(figure.total))
            #expect(html.contains("\(count)/\(total)"), "\(id)")
            for number in [figure.value, figure.lower, figure.upper] {
                let tenths = Int((try #require(number) * 1000).rounded())
                #expect(html.contains("\(tenths / 10).\(tenths % 10)"), "\(id)")
            }
        }
    }

    @Test("Small groups say few for readers without names, and nothing gives them away")
    func few() throws {
        let (admin, user) = (try Gallery.statistics.html(.admin), try Gallery.statistics.html(.user))
        #expect(admin.contains("<th scope=\"row\">skull</th>") && !admin.contains("<td>few</td>"))
        #expect(user.contains("<td>few</td>") && user.contains("what would give their numbers away"))
        let shown = SyntheticFigures.figures(.user)
        #expect(shown.performance["region.skull.exams"]?.isFew == true)
        for (kind, groups) in shown.details.groups {
            for (name, group) in groups {
                #expect(shown.performance[Figure.id(kind, name, "exams")]?.isFew != true, "\(name)")
                #expect(group.most.allSatisfy { $0.exams == nil } && (group.severities == 0 || group.severities > 4))
            }
        }
        for counts in shown.details.months.values + [shown.details.days] {
            let rows = counts.counts + counts.groups.indices.map { column in counts.counts.map { $0[column] } }
            for row in rows {
                #expect(row.allSatisfy { $0 == nil || $0 == 0 || $0 ?? 0 > 4 })
                #expect(row.count { $0 == nil } != 1, "one alone follows from the sum: \(row)")
            }
        }
    }

    @Test("Without a font the tables stand alone, and say so")
    func withoutCharts() throws {
        let page = StatisticsPage(
            .insights, SyntheticFigures.figures(.admin), place: .folder(hasCharts: false))
        let html = String(decoding: try Pages(frame: Gallery.frame(.admin)).statistics(page), as: UTF8.self)
        #expect(html.components(of: "<img") == 0 && html.contains("could not be drawn on this machine"))
        #expect(html.contains("charts/severities.csv"))
    }

    @Test("The filters of a live page are in its form, its links and its charts, and nothing of them becomes markup")
    func filters() throws {
        let html = try LiveGallery.statisticsFiltered.html(.admin)
        #expect(html.contains("value=\"a b&amp;&quot;c\"") && html.contains("value=\"2026-01-02\""))
        #expect(
            html.contains("stats/insights?search=a%20b%26%22c&amp;region=hand&amp;from=2026-01-02&amp;interval=exact"))
        #expect(html.contains("No exam matches") && html.contains(">all exams</a>"))
        let full = try LiveGallery.statistics.html(.admin)
        #expect(full.contains("charts/roc.png?of=a1b2\"") && full.contains("api/stats/performance?format=csv\""))
    }

    @Test(
        "Minutes, hours and days are said as people say them",
        arguments: [(42.0, "42 min"), (119, "119 min"), (312, "5.2 h"), (4464, "3.1 d")])
    func durations(minutes: Double, words: String) throws {
        var counts = PerformanceCounts()
        for _ in 0..<5 {
            var exam = CountedExam(status: "done")
            exam.reportMinutes = Int(minutes)
            counts.add(exam)
        }
        let page = StatisticsPage(.radiologists, StatisticsFigures(Performance(counts, threshold: 4)))
        let html = String(decoding: try Pages(frame: Gallery.frame(.admin)).statistics(page), as: UTF8.self)
        #expect(html.contains("<b>\(words)</b>"))
    }
}

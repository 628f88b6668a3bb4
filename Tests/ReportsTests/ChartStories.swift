import Radiology
import Reports
import Testing

@Suite("Charts")
struct ChartStories {
    private static func draw(_ chart: Charts.Name, scale: Int, font: String = Charts.debianFont) throws -> [UInt8] {
        switch chart {
        case .examsByDayAndRegion: try Charts.examsByDayAndRegion(Gallery.dayCounts, font: font, scale: scale)
        case .severityDistribution: try Charts.severityDistribution(Gallery.severityCounts, font: font, scale: scale)
        }
    }

    @Test(
        "A chart is a PNG of the promised size, and of twice the size for sharp screens",
        arguments: Charts.Name.allCases, [1, 2])
    func size(chart: Charts.Name, scale: Int) throws {
        let png = try Self.draw(chart, scale: scale)
        func number(at offset: Int) -> Int { png[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
        #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
        #expect([number(at: 16), number(at: 20)] == [Charts.width * scale, Charts.height * scale])
    }

    @Test("The same numbers give the same picture, other numbers another one")
    func repeatable() throws {
        let once = try Self.draw(.examsByDayAndRegion, scale: 1)
        #expect(try Self.draw(.examsByDayAndRegion, scale: 1) == once)
        #expect(try Charts.examsByDayAndRegion(Array(Gallery.dayCounts.dropLast()), font: Charts.debianFont) != once)
    }

    @Test("A missing font is an error that names the package to install")
    func missingFont() throws {
        let error = #expect(throws: ReportsError.self) {
            try Self.draw(.severityDistribution, scale: 1, font: "/nowhere/Font.ttf")
        }
        #expect(error?.suggestion.contains("fonts-dejavu-core") == true)
        #expect(error?.recovery == .pagesWithoutCharts)
    }

    @Test("No films at all still give a picture")
    func empty() throws {
        #expect(try Charts.examsByDayAndRegion([], font: Charts.debianFont).count > 500)
        #expect(try Charts.severityDistribution([], font: Charts.debianFont).count > 500)
    }

    @Test("The words beside a chart hold the numbers of its table")
    func words() throws {
        let html = try Gallery.statistics.html(.user)
        #expect(html.contains("23 films on 2 days; chest 19, lower limb 3, region unknown 1; most on 2026-11-20, 16."))
        #expect(html.contains("of 20 films read by the AI 2 are not assessed and 9 are at 4 or above"))
        #expect(
            html.contains(
                "<tfoot><tr><th scope=\"row\">all</th><td>19</td><td>3</td><td>1</td><td><b>23</b></td></tr></tfoot>"))
    }

    @Test("Seven regions and forty days: six regions keep a colour, the rest is summed, the latest 31 days are shown")
    func manyRegions() {
        let regions = ["chest", "hand", "knee", "spine", "foot", "hip", "skull", "ankle"]
        let counts = (1...40).flatMap { day in
            regions.enumerated().map { index, region in
                DayRegionCount(
                    day: day < 31
                        ? "2026-01-\(day < 10 ? "0" : "")\(day)" : "2026-02-\(day < 40 ? "0" : "")\(day - 30)",
                    region: BodyRegion(rawValue: region), films: 10 - index)
            }
        }
        let grid = DayRegionGrid(counts)
        #expect(grid.days.count == 31 && grid.days.last == "2026-02-10" && grid.days.first == "2026-01-10")
        #expect(grid.columns == ["chest", "hand", "knee", "spine", "foot", "hip", "other regions"])
        #expect(grid.films.allSatisfy { $0 == [10, 9, 8, 7, 6, 5, 7] })
        #expect(Set(grid.colours).count == 7)
    }

    @Test(
        "An axis ends above its largest bar in whole steps",
        arguments: [
            (0, 1, 1), (1, 1, 1), (5, 1, 5), (7, 2, 8), (23, 5, 25), (81, 20, 100), (1_234, 500, 1_500),
            (99_999, 20_000, 100_000),
        ])
    func axis(largest: Int, step: Int, top: Int) {
        let axis = CountAxis(upTo: largest)
        #expect([axis.step, axis.top] == [step, top])
    }
}

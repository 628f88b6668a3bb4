import Radiology
import Reports
import Testing

@Suite("Charts")
struct ChartStories {
    @Test("A missing font is an error that names the package to install")
    func missingFont() throws {
        let error = #expect(throws: ReportsError.self) {
            try ChartGallery.severities.chart(.usual).png(font: "/nowhere/Font.ttf", scale: 1)
        }
        #expect(error?.suggestion.contains("fonts-dejavu-core") == true)
        #expect(error?.recovery == .pagesWithoutCharts)
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

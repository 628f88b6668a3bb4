import Foundation
import Radiology
import Reports
import Synchronization
import Testing

@Suite("Charts of the statistics pages")
struct StatisticsChartStories {
    static let background: UInt32 = 0xF7F8F9
    /// Every colour that stands for a figure.
    static let meaning: Set<UInt32> = [
        0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0xF0E442, 0x3B4252, 0xC62828, 0xB86E00, 0xC3C9D0,
    ]

    private static func png(
        _ chart: ChartGallery, _ amount: ChartGallery.Amount, scale: Int = 1
    ) throws -> [UInt8] {
        let png = try chart.chart(amount).png(font: Charts.debianFont, scale: scale)
        // XRV_DRAW_CHARTS=DIR keeps the pictures, to be looked at.
        if let folder = ProcessInfo.processInfo.environment["XRV_DRAW_CHARTS"] {
            let name = "\(chart.rawValue)-\(amount.rawValue)\(scale == 1 ? "" : "@\(scale)x").png"
            try Data(png).write(to: URL(filePath: folder).appending(path: name))
        }
        return png
    }

    /// Each picture is drawn and read once for all stories.
    private static let read = Mutex<[String: PNGPixels]>([:])

    private static func picture(
        _ chart: ChartGallery, _ amount: ChartGallery.Amount, scale: Int = 1
    ) throws -> PNGPixels {
        let key = "\(chart) \(amount) \(scale)"
        if let known = read.withLock({ $0[key] }) { return known }
        let picture = try PNGPixels(png(chart, amount, scale: scale))
        read.withLock { $0[key] = picture }
        return picture
    }

    @Test(
        "A chart is a picture of its size, twice as large for sharp screens, and nothing touches its rim",
        arguments: ChartGallery.allCases, [1, 2])
    func size(chart: ChartGallery, scale: Int) throws {
        let (size, picture) = (chart.chart(.usual).size, try Self.picture(chart, .usual, scale: scale))
        #expect(picture.width == size.width * scale && picture.height == size.height * scale)
        #expect(picture.rim(3 * scale) == [Self.background])
    }

    @Test("The same figures give the same picture", arguments: ChartGallery.allCases)
    func repeatable(chart: ChartGallery) throws {
        #expect(try Self.png(chart, .usual) == Self.png(chart, .usual))
    }

    @Test(
        "Figures have the colours of those they are about",
        arguments: [
            (ChartGallery.verdicts, [0x009E73, 0xD55E00, 0x0072B2, 0xC3C9D0]), (.trend, [0x0072B2, 0xD55E00]),
            (.severities, [0x0072B2, 0xD55E00]), (.differences, [0x0072B2, 0xD55E00, 0x3B4252]), (.roc, [0x0072B2]),
            (.precisionRecall, [0x0072B2]), (.reliability, [0x0072B2]), (.confusion, [0x0072B2, 0xD55E00, 0x06402F]),
            (.control, [0x3B4252, 0xC62828, 0xB86E00]), (.calendar, [0xEBEDF0]),
            (.thresholds, [0x3B4252, 0x009E73, 0xCC79A7, 0xE69F00]), (.forest, [0x22272E]),
            (.days, [0x56B4E9, 0xE69F00, 0xF0E442]),
        ] as [(ChartGallery, [UInt32])])
    func colours(chart: ChartGallery, expected: [UInt32]) throws {
        #expect(try Self.picture(chart, .usual, scale: 2).colours.isSuperset(of: expected))
    }

    @Test("Without figures a chart says so, in the picture and in its words", arguments: ChartGallery.allCases)
    func empty(chart: ChartGallery) throws {
        let picture = try Self.picture(chart, .none)
        #expect(picture.colours.isDisjoint(with: Self.meaning) && picture.colours.count > 10)
        #expect(picture.rim(3) == [Self.background])
        let words = chart.chart(.none).altText
        #expect(words.contains("yet") || words.contains("it needs"), "\(words)")
    }

    @Test(
        "One figure, and far too many, are drawn within the picture", arguments: ChartGallery.allCases,
        [ChartGallery.Amount.one, .crowded])
    func extremes(chart: ChartGallery, amount: ChartGallery.Amount) throws {
        let picture = try Self.picture(chart, amount)
        #expect(picture.rim(3) == [Self.background])
        #expect(picture.height == chart.chart(amount).size.height)
        #expect(chart.chart(amount).table.rows.allSatisfy { $0.count == chart.chart(amount).table.columns.count })
    }

    @Test("Forty-five regions: forty have a bar, all are in the table")
    func manyRegions() {
        let chart = ChartGallery.verdicts.chart(.crowded)
        #expect(chart.table.rows.count == 45 && chart.size.height < 900)
        #expect(ChartGallery.trend.chart(.crowded).table.columns.count == 1 + 3 * 40)
    }

    @Test(
        "The words hold the numbers of the picture",
        arguments: [
            (
                ChartGallery.verdicts,
                ["both positive (TP) 694", "10 groups", "92.6 % agree", "most in chest, 3\u{202F}111"]
            ),
            (.trend, ["AI between 14.", "% (2026-02-03)"]),
            (.severities, ["AI: 7\u{202F}185 exams, 64 not assessed, mean severity 1.40, 1\u{202F}228 at 4 or above"]),
            (
                .differences,
                ["2\u{202F}233 exams; equal 60.0 %; within ±1 85.5 %", "AI higher in 499, radiologist higher in 394"]
            ),
            (.roc, ["reader-8b: area 0.928 (0.907–0.947)", "1\u{202F}204 positive", "specificity 91.0 %"]),
            (.precisionRecall, ["average precision 0.812", "without knowledge it would be 0.120", "positive from 4"]),
            (.reliability, ["calibration error 6.1 %", "Brier score 0.117", "stated 95 %, right 88.0 %"]),
            (.confusion, ["with both severities: equal", "11 by 11"]),
            (
                .control,
                [
                    "60 nights from 2026-01-05 to 2026-03-05", "2 signals: 2026-01-26 beyond the limits",
                    "model reader-8b",
                ]
            ),
            (.calendar, ["from 2026-01-05 to 2026-11-20", "mean"]),
            (.forest, ["11 groups with intervals; all together 8.0 %", "highest chest 20.0 % (640/3200)"]),
            (.days, ["on 31 days", "most on 2026-01-09", "Groups of few exams are left out."]),
            (.thresholds, ["from 4 (in force): sensitivity 90.4 %, specificity 94.6 %, PPV 63.0 %, NPV 99.0 %"]),
        ])
    func words(chart: ChartGallery, expected: [String]) {
        let words = chart.chart(.usual).altText
        for part in expected { #expect(words.contains(part), "\(part) is not in: \(words)") }
    }

    @Test("The table for programs keeps every digit, and nothing in it becomes a formula")
    func csv() {
        let chart = VerdictBars(rows: [
            VerdictBars.Row(
                name: "=SUM(A1), \"hand\"", truePositives: 1, falseNegatives: 2, falsePositives: 3, trueNegatives: 1_000
            ),
            VerdictBars.Row(hidden: "foot"),
        ])
        let lines = String(decoding: chart.table.csv, as: UTF8.self)
        #expect(
            lines
                == "group,TP,FN,FP,TN,compared\r\n\"'=SUM(A1), \"\"hand\"\"\",1,2,3,1000,1006\r\nfoot,few,few,few,few,few\r\n"
        )
        #expect(ChartTable.Cell.share(1.0 / 3).plain == "0.3333333333333333")
        #expect(
            [ChartTable.Cell.share(1.0 / 3), .share(nil), .count(12_345)].map(\.shown) == [
                "33.3 %", "–", "12\u{202F}345",
            ])
    }

    @Test("Names with line breaks, without end, or in other scripts stay in their place")
    func oddNames() throws {
        let names = ["a\nb\u{0}c", String(repeating: "spine ", count: 500), "胸部", "ט\u{202E}חזה", "👩‍⚕️ & <b>", ""]
        let chart = VerdictBars(
            rows: names.map {
                VerdictBars.Row(name: $0, truePositives: 5, falseNegatives: 1, falsePositives: 1, trueNegatives: 9)
            })
        #expect(try PNGPixels(chart.png(font: Charts.debianFont, scale: 1)).rim(3) == [Self.background])
    }
}

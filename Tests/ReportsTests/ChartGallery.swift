import Radiology
import Reports

/// Every kind of chart of the statistics pages, drawn from plausible figures, from nothing, from one value, from too much.
enum ChartGallery: String, CaseIterable, Sendable {
    case verdicts, trend, severities, differences, roc
    case precisionRecall = "precision-recall"
    case reliability, confusion, control, calendar, thresholds, forest, days

    enum Amount: String, CaseIterable, Sendable { case usual, none, one, crowded }

    func chart(_ amount: Amount) -> any StatisticsChart {
        switch self {
        case .verdicts: Self.verdicts(amount)
        case .trend: Self.trend(amount)
        case .severities: Self.severities(amount)
        case .differences: Self.differences(amount)
        case .roc: Self.roc(amount)
        case .precisionRecall: Self.precisionRecall(amount)
        case .reliability: Self.reliability(amount)
        case .confusion: Self.confusion(amount)
        case .control: Self.control(amount)
        case .calendar: Self.calendar(amount)
        case .thresholds: Self.thresholds(amount)
        case .forest: Self.forest(amount)
        case .days: Self.days(amount)
        }
    }

    static let regions = ["chest", "abdomen", "pelvis", "hand", "knee", "ankle", "foot", "spine", "shoulder", "skull"]
    static let longName = "thoracolumbar spine with both sacroiliac joints, standing, lateral and oblique"
    private static let names =
        regions + [longName] + (0..<29).map { "region \($0 + 12) \(["left", "right", "both sides"][$0 % 3])" }

    /// Numbers without a pattern, the same in every run.
    static func noise(_ seed: Int) -> Double {
        let mixed = (UInt64(seed) &+ 0x9E37_79B9) &* 0xBF58_476D_1CE4_E5B9
        return Double(((mixed ^ (mixed >> 31)) &* 0x94D0_49BB_1331_11EB) >> 11) * 0x1p-53
    }

    static func rate(_ value: Double, of count: Int) -> ChartRate {
        let half = 1.96 * (value * (1 - value) / Double(max(1, count))).squareRoot()
        return ChartRate(value, lower: max(0, value - half), upper: min(1, value + half))
    }

    static func day(_ offset: Int) -> CalendarDay? {
        CalendarDay("2026-01-05").flatMap { CalendarDay(dayNumber: $0.dayNumber + offset) }
    }

    static func label(_ offset: Int) -> String { day(offset)?.description ?? "" }

    private static func verdicts(_ amount: Amount) -> VerdictBars {
        func row(_ name: String, _ index: Int) -> VerdictBars.Row {
            let all = 3200 / (index * index + 1) + 9
            let found = all * 11 / 100
            return VerdictBars.Row(
                name: name, truePositives: found, falseNegatives: all * (2 + index % 3) / 100,
                falsePositives: all * (4 + index % 5) / 100, trueNegatives: all * 80 / 100)
        }
        let rows = names.enumerated().map { row($1, $0) }
        return switch amount {
        case .usual: VerdictBars(rows: Array(rows.prefix(9)) + [VerdictBars.Row(hidden: "elbow")])
        case .none: VerdictBars(rows: [])
        case .one:
            VerdictBars(
                rows: [
                    VerdictBars.Row(
                        name: "chest", truePositives: 0, falseNegatives: 1, falsePositives: 0, trueNegatives: 0)
                ])
        case .crowded: VerdictBars(rows: rows + rows.prefix(5), measure: .shares)
        }
    }

    private static func trend(_ amount: Amount) -> TrendChart {
        func line(_ name: String, _ subject: ChartSubject, _ level: Double, _ days: Int, _ seed: Int) -> TrendChart.Line
        {
            TrendChart.Line(
                name: name, subject: subject,
                values: (0..<days).map { day in
                    day % 11 == 6 ? nil : rate(level + 0.06 * (noise(100 * seed + day) - 0.5), of: 400)
                })
        }
        let title = "Positive exams by day"
        switch amount {
        case .usual:
            let lines = [line("AI", .ai, 0.17, 30, 1), line("radiologist", .radiologist, 0.15, 30, 2)]
            return TrendChart(title: title, unit: .share, labels: (0..<30).map(label), lines: lines)
        case .none: return TrendChart(title: title, unit: .share, labels: [], lines: [])
        case .one:
            let lines = [TrendChart.Line(name: "AI", subject: .ai, values: [rate(0.2, of: 40)])]
            return TrendChart(title: title, unit: .share, labels: [label(0)], lines: lines)
        case .crowded:
            let lines = names.enumerated().map { index, name in
                line(name, .region(BodyRegion(rawValue: name)), 0.1 + 0.015 * Double(index % 4), 120, index + 3)
            }
            return TrendChart(title: title, unit: .share, labels: (0..<120).map(label), lines: lines)
        }
    }

    private static func severities(_ amount: Amount) -> SeverityBars {
        switch amount {
        case .usual:
            SeverityBars(
                ai: SeverityFrequencies(
                    scores: [4120, 860, 512, 401, 377, 290, 233, 180, 95, 41, 12], notAssessed: 64),
                radiologist: SeverityFrequencies(
                    scores: [2210, 402, 233, 190, 201, 166, 120, 88, 51, 22, 9], notAssessed: 310), threshold: 4)
        case .none: SeverityBars(ai: SeverityFrequencies(scores: []), radiologist: SeverityFrequencies(scores: []))
        case .one:
            SeverityBars(
                ai: SeverityFrequencies(scores: [0, 0, 0, 0, 0, 0, 0, 1]), radiologist: SeverityFrequencies(scores: []),
                threshold: 4)
        case .crowded:
            SeverityBars(
                ai: SeverityFrequencies(scores: [Int](repeating: 123_456, count: 11), notAssessed: 987_654),
                radiologist: SeverityFrequencies(scores: [Int](repeating: 98_765, count: 11), notAssessed: 0),
                threshold: 10)
        }
    }

    private static func differences(_ amount: Amount) -> DifferenceBars {
        let usual = [-6: 1, -5: 4, -4: 11, -3: 30, -2: 88, -1: 260, 0: 1340, 1: 310, 2: 120, 3: 44, 4: 18, 5: 6, 7: 1]
        return switch amount {
        case .usual: DifferenceBars(counts: usual)
        case .none: DifferenceBars(counts: [:])
        case .one: DifferenceBars(counts: [3: 1])
        case .crowded:
            DifferenceBars(counts: Dictionary(uniqueKeysWithValues: (-10...10).map { ($0, 200_000 + 1000 * $0) }))
        }
    }
}

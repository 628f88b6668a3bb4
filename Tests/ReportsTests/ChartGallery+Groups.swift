import Radiology
import Reports
import Statistics

extension ChartGallery {
    static func forest(_ amount: Amount) -> ForestChart {
        func row(_ name: String, _ index: Int) -> ForestChart.Row {
            let (value, total) = (0.2 / Double(index + 1), 3200 / (index * index + 1))
            return ForestChart.Row(
                name: name, value: rate(value, of: total), counts: "\(Int(value * Double(total)))/\(total)")
        }
        let title = "AI and people disagree, by region"
        let overall = rate(0.08, of: 9_000)
        switch amount {
        case .usual:
            let rows = (regions.enumerated().map { row($1, $0) }) + [.init(name: "elbow", value: nil, counts: "few")]
            return ForestChart(title: title, unit: .share, rows: rows, overall: overall)
        case .none: return ForestChart(title: title, unit: .share, rows: [], overall: nil)
        case .one:
            return ForestChart(
                title: title, unit: .number(name: "s"),
                rows: [.init(name: longName, value: ChartRate(12.5), counts: "n 1")], overall: nil)
        case .crowded:
            return ForestChart(
                title: title, unit: .share, rows: (0..<45).map { row("\(longName) \($0)", $0) }, overall: overall)
        }
    }

    static func days(_ amount: Amount) -> DayBars {
        let shown = amount == .crowded ? regions : Array(regions.prefix(4))
        let count = amount == .none ? 0 : amount == .one ? 1 : 31
        var counts = (0..<count).map { day in shown.indices.map { max(0, 40 - 8 * $0 + day % 5) } }
        if amount == .one { counts = [[1, 0, 0, 0]] }
        let cross = CrossCounts(times: (0..<count).map(label), groups: shown, counts: counts)
        return DayBars(counts: amount == .usual ? few(cross) : cross)
    }

    /// With hidden cells, as a reader without names has them.
    private static func few(_ counts: CrossCounts) -> CrossCounts {
        var rows = counts.counts.map { $0.map { $0 ?? 0 } }
        rows[3] = [40, 30, 2, 3]
        var (details, exams) = (GroupDetails(), PerformanceCounts())
        details.days = CrossCounts(times: counts.times, groups: counts.groups, counts: rows)
        for (day, row) in zip(counts.times, rows) {
            for (region, count) in zip(counts.groups, row) {
                var exam = CountedExam(status: "done")
                (exam.day, exam.region) = (CalendarDay(day)?.dayNumber, region)
                for _ in 0..<count { exams.add(exam) }
            }
        }
        return StatisticsFigures(Performance(exams, threshold: SyntheticFigures.threshold), details)
            .hidingFew(tellsWhole: true).details.days
    }
}

import Radiology
import Statistics

/// Charts of groups: regions, radiologists, ages.
extension StatisticsFigures {
    func verdicts(_ kind: GroupKind) -> VerdictBars {
        let rows = names(of: kind).compactMap { name -> VerdictBars.Row? in
            let words = GroupWords.words(kind, name)
            let cells = ["tp", "fn", "fp", "tn"].map { figure(kind, name, $0) }
            if cells.contains(where: { $0?.isFew ?? false }) { return .init(hidden: words) }
            let counts = cells.map { $0?.count ?? 0 }
            guard counts.reduce(0, +) > 0 else { return nil }
            return .init(
                name: words, truePositives: counts[0], falseNegatives: counts[1], falsePositives: counts[2],
                trueNegatives: counts[3])
        }
        let total = { (row: VerdictBars.Row) in row.total }
        return VerdictBars(
            title: "Agreement by \(GroupWords.heading(kind).lowercased())",
            rows: rows.enumerated().sorted { (total($1.element), $0.offset) < (total($0.element), $1.offset) }
                .map(\.element))
    }

    func disagreement(_ kind: GroupKind) -> ForestChart {
        let words = kind == .hour ? "hour" : GroupWords.heading(kind).lowercased()
        return forest(kind, "disagreement", "AI and people disagree, by \(words)")
    }

    func forest(_ kind: GroupKind, _ measure: String, _ title: String) -> ForestChart {
        let rows = names(of: kind).map { name -> ForestChart.Row in
            let figure = figure(kind, name, measure)
            let isFew = figure?.isFew ?? false
            return ForestChart.Row(
                name: GroupWords.words(kind, name), value: ChartRate(figure),
                counts: isFew ? FigureText.few : FigureText(figure).counts)
        }
        return ForestChart(title: title, unit: .share, rows: rows, overall: ChartRate(overall(measure)))
    }

    var latencies: ForestChart {
        let rows = names(of: .region).map { name -> ForestChart.Row in
            let figure = figure(.region, name, "latency.median")
            let isFew = figure?.isFew ?? false
            return ForestChart.Row(
                name: GroupWords.words(.region, name), value: ChartRate(figure),
                counts: isFew ? FigureText.few : FigureText(figure).counts)
        }
        return ForestChart(
            title: "Median time of the AI by region", unit: .number(name: "s"), rows: rows,
            overall: ChartRate(overall("latency.median")))
    }

    /// The line of exams by the hour of the modality's clock.
    var hours: TrendChart {
        let names = (0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" }
        let values = names.map { name -> ChartRate? in
            guard let exams = figure(.hour, name, "exams") else { return ChartRate(0) }
            return exams.count.map { ChartRate(Double($0)) }
        }
        let isEmpty = self.names(of: .hour).isEmpty
        let few = Set(values.indices.filter { values[$0] == nil })
        return TrendChart(
            title: "Exams by hour", unit: .count, labels: names.map { $0 + ":00" },
            lines: isEmpty ? [] : [.init(name: "exams", values: values, few: few)])
    }

    /// Exams by month: the twenty most frequent.
    func months(_ kind: GroupKind) -> TrendChart {
        let counts = details.months[kind] ?? CrossCounts()
        return TrendChart(
            title: kind == .radiologist ? "Reports by month" : "Diagnoses by month", unit: .count,
            labels: counts.times,
            lines: counts.groups.indices.prefix(20).map { column in
                TrendChart.Line(
                    name: GroupWords.words(kind, counts.groups[column]),
                    values: counts.counts.map { $0[column].map { ChartRate(Double($0)) } },
                    few: Set(counts.times.indices.filter { counts.counts[$0][column] == nil }))
            })
    }

    var monthsByRegion: TrendChart {
        let trends = performance.curves.regionMonths
        let labels = Set(trends.flatMap { $0.months.map(\.label) }).sorted().suffix(12)
        let size = { (trend: RegionTrend) in trend.months.reduce(0) { $0 + ($1.exams ?? 0) } }
        let lines = trends.enumerated().sorted { (size($1.element), $0.offset) < (size($0.element), $1.offset) }
            .prefix(20).map { _, trend -> TrendChart.Line in
                let points = Dictionary(trend.months.map { ($0.label, $0) }) { first, _ in first }
                let isNamed = trend.region != GroupKind.unknown && trend.region != GroupKind.others
                let hidden = labels.enumerated().filter { hidesFew && points[$1]?.positive == nil }
                return TrendChart.Line(
                    name: GroupWords.words(.region, trend.region),
                    subject: .region(isNamed ? BodyRegion(rawValue: trend.region) : nil),
                    values: labels.map { ChartRate(points[$0]?.positive) }, few: Set(hidden.map(\.offset)))
            }
        return TrendChart(title: "AI positive by month and region", unit: .share, labels: Array(labels), lines: lines)
    }
}

import Radiology
import Statistics

/// Charts of all exams together.
extension StatisticsFigures {
    private var curves: Curves { performance.curves }
    private var threshold: Int { performance.threshold }

    var dailyRates: TrendChart {
        TrendChart(
            title: "AI positive and disagreement by day", unit: .share, labels: curves.days.map(\.label),
            lines: curves.days.isEmpty
                ? []
                : [
                    .init(name: "AI positive", subject: .ai, values: curves.days.map { ChartRate($0.positive) }),
                    .init(name: "disagreement", values: curves.days.map { ChartRate($0.disagreement) }),
                ])
    }

    var calendar: CalendarMap {
        CalendarMap(
            title: "Exams by day", unit: .count,
            days: curves.days.compactMap { point in
                CalendarDay(point.label).map { CalendarMap.Day($0, point.exams.map(Double.init)) }
            })
    }

    var roc: ROCChart {
        let points = curves.roc.compactMap { point -> ROCChart.Point? in
            guard let hit = point.sensitivity.value, let alarm = point.falsePositiveRate.value else { return nil }
            return ROCChart.Point(threshold: point.threshold, falsePositiveRate: alarm, truePositiveRate: hit)
        }
        guard let area = ChartRate(overall("auc")), let last = curves.roc.last else {
            return ROCChart(curves: [], inForce: threshold)
        }
        return ROCChart(
            curves: [
                ROCChart.Curve(
                    name: "AI", points: points, area: area, positives: last.sensitivity.total,
                    negatives: last.falsePositiveRate.total)
            ], inForce: threshold)
    }

    var precisionRecall: PrecisionRecallChart {
        let points = curves.precisionRecall.compactMap { point -> PrecisionRecallChart.Point? in
            guard let precision = point.precision.value, let recall = point.recall.value else { return nil }
            return PrecisionRecallChart.Point(threshold: point.threshold, recall: recall, precision: precision)
        }
        return PrecisionRecallChart(
            points: points, averagePrecision: overall("averagePrecision")?.value ?? 0,
            prevalence: overall("prevalence")?.value ?? 0, positives: curves.precisionRecall.last?.recall.total ?? 0,
            inForce: threshold)
    }

    var thresholds: ThresholdChart {
        ThresholdChart(
            rows: curves.thresholds.map { point in
                func rate(_ measure: String) -> ChartRate? {
                    ChartRate(self["threshold.\(point.threshold).\(measure)"])
                }
                return ThresholdChart.Row(
                    threshold: point.threshold, truePositives: point.truePositives,
                    falseNegatives: point.falseNegatives, falsePositives: point.falsePositives,
                    trueNegatives: point.trueNegatives, sensitivity: rate("sensitivity"),
                    specificity: rate("specificity"), positivePredictiveValue: rate("ppv"),
                    negativePredictiveValue: rate("npv"))
            }, inForce: threshold)
    }

    /// Exams without a compared severity are not counted on the people's side: most just wait for their report.
    var severities: SeverityBars {
        let notAssessed = overall("notAssessed")?.count ?? 0
        return SeverityBars(
            title: "Severity: AI and people",
            ai: SeverityFrequencies(scores: curves.readerSeverities, notAssessed: notAssessed),
            radiologist: SeverityFrequencies(scores: curves.referenceSeverities), threshold: threshold)
    }

    var confusion: ConfusionMap {
        let cells = curves.confusion
        return ConfusionMap(threshold: threshold) { ai, person in
            let (row, column) = (person ?? 11, ai ?? 11)
            return cells.indices.contains(row) && cells[row].indices.contains(column) ? cells[row][column] : 0
        }
    }

    var reliability: ReliabilityChart {
        ReliabilityChart(
            bins: curves.reliability.compactMap { bin in
                guard let stated = bin.meanConfidence, let observed = ChartRate(bin.frequency) else { return nil }
                return ReliabilityChart.Bin(stated: stated, observed: observed, exams: bin.frequency.total)
            }, calibrationError: overall("ece")?.value, brier: overall("brier")?.value,
            exams: overall("brier")?.total)
    }

    var timeToReport: TrendChart {
        TrendChart(
            title: "Exams with a report, by the time since the exam", unit: .share,
            labels: curves.reported.map { FigureText.duration(minutes: Double($0.minutes)) },
            lines: curves.reported.isEmpty
                ? []
                : [
                    .init(
                        name: "with a report", subject: .radiologist,
                        values: curves.reported.map { ChartRate($0.share, lower: $0.lower, upper: $0.upper) })
                ])
    }
}

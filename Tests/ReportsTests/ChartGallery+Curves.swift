import Radiology
import Reports

extension ChartGallery {
    /// Sensitivity and specificity of thresholds 0…10, `skill` 0…1.
    private static func points(_ skill: Double) -> [ROCChart.Point] {
        let alarms = [0.0, 0.002, 0.006, 0.012, 0.022, 0.035, 0.055, 0.09, 0.15, 0.27, 0.48, 1]
        return alarms.enumerated().map { index, alarm in
            let lift = skill * (1 - alarm) * (alarm / (alarm + 0.03))
            return ROCChart.Point(
                threshold: index == 0 ? nil : 11 - index, falsePositiveRate: alarm,
                truePositiveRate: min(1, alarm + lift))
        }
    }

    private static func curve(_ name: String, _ subject: ChartSubject, _ skill: Double) -> ROCChart.Curve {
        let area = 0.5 + skill * 0.45
        return ROCChart.Curve(
            name: name, subject: subject, points: points(skill),
            area: ChartRate(area, lower: area - 0.021, upper: area + 0.019), positives: 1_204, negatives: 8_930)
    }

    static func roc(_ amount: Amount) -> ROCChart {
        switch amount {
        case .usual: ROCChart(curves: [curve("reader-8b", .ai, 0.95)], inForce: 4)
        case .none: ROCChart(curves: [])
        case .one:
            ROCChart(
                curves: [
                    ROCChart.Curve(
                        name: "AI",
                        points: [
                            ROCChart.Point(threshold: nil, falsePositiveRate: 0, truePositiveRate: 0),
                            ROCChart.Point(threshold: 5, falsePositiveRate: 1, truePositiveRate: 1),
                        ], area: ChartRate(0.5), positives: 1, negatives: 1)
                ], inForce: 4)
        case .crowded:
            ROCChart(
                curves: [
                    curve("reader-8b with a very long name of its checkpoint and quantization", .ai, 0.95),
                    curve("reader-4b", .other, 0.8), curve("baseline", .other, 0.35), curve("older", .other, 0.6),
                    curve("oldest", .other, 0.5),
                ], inForce: 4)
        }
    }

    static func precisionRecall(_ amount: Amount) -> PrecisionRecallChart {
        func chart(_ prevalence: Double, _ skill: Double) -> PrecisionRecallChart {
            let steps = points(skill).dropFirst().map { point -> PrecisionRecallChart.Point in
                let (hits, alarms) = (point.truePositiveRate * prevalence, point.falsePositiveRate * (1 - prevalence))
                return PrecisionRecallChart.Point(
                    threshold: point.threshold ?? 0, recall: point.truePositiveRate, precision: hits / (hits + alarms))
            }
            return PrecisionRecallChart(
                name: "reader-8b", points: steps, averagePrecision: 0.812, prevalence: prevalence, positives: 1_204,
                inForce: 4)
        }
        return switch amount {
        case .usual: chart(0.12, 0.95)
        case .none: PrecisionRecallChart(points: [], averagePrecision: 0, prevalence: 0, positives: 0)
        case .one:
            PrecisionRecallChart(
                points: [PrecisionRecallChart.Point(threshold: 0, recall: 1, precision: 1)], averagePrecision: 1,
                prevalence: 1, positives: 1)
        case .crowded: chart(0.01, 0.3)
        }
    }

    static func reliability(_ amount: Amount) -> ReliabilityChart {
        func bin(_ stated: Double, _ right: Double, _ exams: Int) -> ReliabilityChart.Bin {
            let half = 1.96 * (right * (1 - right) / Double(exams)).squareRoot() + 0.5 / Double(exams)
            return ReliabilityChart.Bin(
                stated: stated, observed: ChartRate(right, lower: max(0, right - half), upper: min(1, right + half)),
                exams: exams)
        }
        return switch amount {
        case .usual:
            ReliabilityChart(
                bins: [
                    bin(0.35, 0.41, 12), bin(0.47, 0.5, 31), bin(0.56, 0.58, 66), bin(0.66, 0.63, 140),
                    bin(0.75, 0.7, 402),
                    bin(0.86, 0.79, 1_210), bin(0.95, 0.88, 4_320),
                ], calibrationError: 0.061, brier: 0.117)
        case .none: ReliabilityChart(bins: [])
        case .one: ReliabilityChart(bins: [bin(0.9, 1, 1)], calibrationError: 0.1, brier: 0.01)
        case .crowded:
            ReliabilityChart(
                bins: (1...20).map { bin(Double($0) / 20, Double($0) / 20, 100_000 + 37 * $0) }, calibrationError: 0,
                brier: 0.2)
        }
    }

    static func confusion(_ amount: Amount) -> ConfusionMap {
        switch amount {
        case .usual:
            ConfusionMap(threshold: 4) { ai, radiologist in
                guard let ai, let radiologist else { return ai == nil && radiologist == nil ? 3 : 17 }
                let apart = abs(ai - radiologist)
                return max(
                    0, (ai + radiologist == 0 ? 3_400 : 300 / (1 + radiologist)) / (1 + 4 * apart * apart) - apart)
            }
        case .none: ConfusionMap(threshold: 4) { _, _ in 0 }
        case .one: ConfusionMap(threshold: 4) { ai, radiologist in ai == 7 && radiologist == 2 ? 1 : 0 }
        case .crowded: ConfusionMap(threshold: 10) { _, _ in 1_234_567 }
        }
    }

    static func thresholds(_ amount: Amount) -> ThresholdChart {
        func row(_ threshold: Int, _ counts: [Int]) -> ThresholdChart.Row {
            func rate(_ part: Int, _ rest: Int) -> ChartRate? {
                let all = part + rest
                guard all > 0 else { return nil }
                let value = Double(part) / Double(all)
                let half = 1.96 * (value * (1 - value) / Double(all)).squareRoot() + 0.5 / Double(all)
                return ChartRate(value, lower: max(0, value - half), upper: min(1, value + half))
            }
            return ThresholdChart.Row(
                threshold: threshold, truePositives: counts[0], falseNegatives: counts[1], falsePositives: counts[2],
                trueNegatives: counts[3], sensitivity: rate(counts[0], counts[1]),
                specificity: rate(counts[3], counts[2]), positivePredictiveValue: rate(counts[0], counts[2]),
                negativePredictiveValue: rate(counts[3], counts[1]))
        }
        return switch amount {
        case .usual:
            ThresholdChart(
                rows: [
                    row(3, [118, 9, 96, 1_020]), row(4, [104, 11, 61, 1_067]), row(5, [88, 14, 35, 1_106]),
                    row(6, [61, 17, 18, 1_147]), row(7, [40, 15, 8, 1_180]), row(8, [17, 12, 3, 1_211]),
                ], inForce: 4)
        case .none: ThresholdChart(rows: [])
        case .one: ThresholdChart(rows: [row(4, [1, 0, 0, 0])], inForce: 4)
        case .crowded:
            ThresholdChart(rows: (0...10).map { row($0, [900_000, 30_000 * $0, 99_999, 1_234_567]) }, inForce: 10)
        }
    }
}

/// The receiver operating characteristic: what sensitivity costs in false alarms, over every threshold.
public struct ROCCurve: Equatable, Sendable {
    /// The verdict "score ≥ threshold is positive".
    public struct Point: Equatable, Sendable {
        /// `nil` for the corner where nothing is called positive.
        public let threshold: Int?
        /// Sensitivity, TP / P.
        public let truePositiveRate: Proportion
        /// 1 − specificity, FP / N.
        public let falsePositiveRate: Proportion
    }

    /// From (0, 0) to (1, 1), by falling threshold, one for each distinct score.
    public let points: [Point]
    /// The trapezoidal area with DeLong's variance.
    public let area: AreaUnderCurve

    /// `nil` unless both classes are there.
    public init?(_ scores: ScoreCounts) {
        guard let area = AreaUnderCurve(scores) else { return nil }
        var (found, alarms) = (0, 0)
        func point(_ threshold: Int?) -> Point {
            Point(
                threshold: threshold, truePositiveRate: Proportion(counted: found, of: area.positives),
                falsePositiveRate: Proportion(counted: alarms, of: area.negatives))
        }
        var points = [point(nil)]
        for row in scores.rows.reversed() {
            found += row.positives
            alarms += row.negatives
            points.append(point(row.score))
        }
        (self.points, self.area) = (points, area)
    }

    /// The threshold with the greatest sensitivity + specificity − 1; of equals the highest.
    public var bestByYouden: Point? {
        points.dropFirst().max { gain($0) < gain($1) }
    }

    private func gain(_ point: Point) -> Double {
        (point.truePositiveRate.value ?? 0) - (point.falsePositiveRate.value ?? 0)
    }
}

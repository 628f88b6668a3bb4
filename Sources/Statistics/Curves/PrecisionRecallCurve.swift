/// Precision (PPV) against recall (sensitivity) over every threshold: tells more than ROC where positives are rare.
///
/// Source: J. Davis, M. Goadrich, ICML 2006; no interpolation between the points.
public struct PrecisionRecallCurve: Equatable, Sendable {
    public struct Point: Equatable, Sendable {
        /// "score ≥ threshold is positive".
        public let threshold: Int
        /// TP / (TP + FP).
        public let precision: Proportion
        /// TP / P.
        public let recall: Proportion
    }

    /// By falling threshold, so by rising recall.
    public let points: [Point]
    /// Σ (Rₖ − Rₖ₋₁) Pₖ by falling threshold, 0…1; chance is the prevalence.
    public let averagePrecision: Double
    /// What a reader without knowledge reaches.
    public let prevalence: Proportion

    /// `nil` without positives.
    public init?(_ scores: ScoreCounts) {
        let all = scores.positives
        guard all > 0 else { return nil }
        var (found, called) = (0, 0)
        var (points, sum): ([Point], Double) = ([], 0)
        for row in scores.rows.reversed() {
            found += row.positives
            called += row.positives + row.negatives
            let precision = Proportion(counted: found, of: called)
            points.append(
                Point(threshold: row.score, precision: precision, recall: Proportion(counted: found, of: all)))
            sum += Double(row.positives) / Double(all) * (precision.value ?? 0)
        }
        (self.points, averagePrecision) = (points, min(1, sum))
        prevalence = Proportion(counted: all, of: all + scores.negatives)
    }
}

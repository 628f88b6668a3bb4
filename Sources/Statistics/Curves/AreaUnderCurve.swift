/// The area under the ROC curve: the probability that a positive exam scores above a negative one, ties counting half.
///
/// With m positives and n negatives: θ = Σᵢⱼ ψ(Xᵢ, Yⱼ) / mn. Variance S₁₀/m + S₀₁/n, where S₁₀ and S₀₁ are the sample
/// variances of the placement values. All sums are exact 128-bit integers until the last division.
/// Sources: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988) 837–845; X. Sun, W. Xu, IEEE Signal
/// Process. Lett. 21 (2014) 1389–1393 (by ranks).
public struct AreaUnderCurve: Equatable, Sendable {
    /// How the interval is formed.
    public enum Scale: Sendable {
        /// θ ± z·se, cut to 0…1 (the usual one).
        case plain
        /// On ln θ/(1−θ): stays inside 0…1 and covers better near 1 (M. S. Pepe, 2003, §5.2).
        case logit
    }

    /// 0…1; ½ is chance.
    public let value: Double
    /// `nil` with fewer than two positives or two negatives.
    public let variance: Double?
    public let positives: Int
    public let negatives: Int

    /// `nil` unless both classes are there (each at most 2³¹).
    public init?(_ scores: ScoreCounts) {
        let sample = Placements(
            scores.rows.map { .init(score: $0.score, positives: $0.positives, negatives: $0.negatives) })
        guard let sample else { return nil }
        (value, variance) = (sample.area, sample.variance)
        (positives, negatives) = (sample.positives, sample.negatives)
    }

    public var standardError: Double? { variance.map { $0.squareRoot() } }

    /// `nil` also where the classes do not overlap (θ = 0 or 1): the variance is 0 there and says nothing.
    public func interval(level: Double = 0.95, scale: Scale = .plain) -> Interval? {
        guard let error = standardError, error > 0 else { return nil }
        guard case .logit = scale else { return Interval.wald(value, error, level: level, inside: 0...1) }
        guard let z = NormalDistribution.critical(level), value > 0, value < 1 else { return nil }
        let centre = Elementary.log(value) - Elementary.log1p(-value)
        let half = z * error / (value * (1 - value))
        func back(_ x: Double) -> Double { 1 / (1 + Elementary.exp(-x)) }
        return Interval(back(centre - half), back(centre + half), level: level)
    }
}

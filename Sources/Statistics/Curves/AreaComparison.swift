/// Two readers of the same exams: is one's area under the ROC curve larger?
///
/// z = (θ₁ − θ₂) / √Var(θ₁ − θ₂), the covariance from the paired placement values.
/// Source: DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837–845.
public struct AreaComparison: Equatable, Sendable {
    /// One exam that both readers scored, or `times` alike.
    public struct Pair: Sendable {
        public let first: Int
        public let second: Int
        public let isPositive: Bool
        public let times: Int

        public init(first: Int, second: Int, isPositive: Bool, times: Int = 1) {
            (self.first, self.second, self.isPositive, self.times) = (first, second, isPositive, times)
        }
    }

    public let first: AreaUnderCurve
    public let second: AreaUnderCurve
    /// θ₁ − θ₂.
    public let difference: Double
    /// Of the difference.
    public let variance: Double
    /// `nil` where the variance is 0: the two order every pair alike.
    public let z: Double?
    /// Two-sided, 0…1; `nil` with `z`.
    public let pValue: Double?

    /// `nil` with fewer than two positives or two negatives. The order of the pairs has no influence.
    public init?(_ pairs: [Pair]) {
        var (ones, twos) = (ScoreCounts(), ScoreCounts())
        for pair in pairs {
            ones.add(pair.first, isPositive: pair.isPositive, times: pair.times)
            twos.add(pair.second, isPositive: pair.isPositive, times: pair.times)
        }
        guard let first = AreaUnderCurve(ones), let second = AreaUnderCurve(twos),
            let variance = Self.variance(pairs, ones, twos)
        else { return nil }
        (self.first, self.second, self.variance) = (first, second, variance)
        difference = first.value - second.value
        z = variance > 0 ? difference / variance.squareRoot() : nil
        pValue = z.map(NormalDistribution.twoSided)
    }

    /// θ₁ − θ₂ ± z·se, inside −1…1; `nil` where the variance is 0.
    public func interval(level: Double = 0.95) -> Interval? {
        guard variance > 0 else { return nil }
        return Interval.wald(difference, variance.squareRoot(), level: level, inside: -1...1)
    }

    private static func variance(_ pairs: [Pair], _ ones: ScoreCounts, _ twos: ScoreCounts) -> Double? {
        func placed(_ scores: ScoreCounts) -> Placements? {
            Placements(scores.rows.map { .init(score: $0.score, positives: $0.positives, negatives: $0.negatives) })
        }
        guard let one = placed(ones), let two = placed(twos) else { return nil }
        let (first, second) = (one.byScore, two.byScore)
        var (positive, negative): ([(value: Int, times: Int)], [(value: Int, times: Int)]) = ([], [])
        for pair in pairs where (1...1 << 31).contains(pair.times) {
            guard let a = first[pair.first], let b = second[pair.second] else { continue }
            if pair.isPositive { positive.append((a.positive - b.positive, pair.times)) }
            if !pair.isPositive { negative.append((a.negative - b.negative, pair.times)) }
        }
        guard let ours = Spread(positive, scale: one.negatives), let theirs = Spread(negative, scale: one.positives)
        else { return nil }
        return ours.ofMean + theirs.ofMean
    }
}

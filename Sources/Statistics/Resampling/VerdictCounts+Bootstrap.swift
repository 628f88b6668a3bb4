extension VerdictCounts {
    /// The bootstrap interval of any figure of this table, such as `\.matthewsCorrelation`.
    /// - Parameter stratified: positives and negatives of the reference keep their numbers.
    public func interval(
        of figure: @escaping (VerdictCounts) -> Double?, by bootstrap: Bootstrap, level: Double = 0.95,
        method: Bootstrap.Method = .biasCorrectedAccelerated, stratified: Bool = false
    ) -> Interval? {
        replicates(of: [figure], by: bootstrap, stratified: stratified).first?.interval(level: level, method: method)
    }

    /// Several figures of the same resamples, in the order of `figures`.
    public func replicates(
        of figures: [(VerdictCounts) -> Double?], by bootstrap: Bootstrap, stratified: Bool = false
    ) -> [Replicates] {
        let (positive, negative) = ([truePositives, falseNegatives], [trueNegatives, falsePositives])
        return bootstrap.replicates(
            of: stratified ? [positive, negative] : [positive + negative], as: Self.ofStrata, statistics: figures)
    }

    private static func ofStrata(_ strata: [[Int]]) -> VerdictCounts? {
        let (negatives, first) = strata.count > 1 ? (1, 0) : (0, 2)
        return VerdictCounts(
            truePositives: strata[0][0], trueNegatives: strata[negatives][first],
            falsePositives: strata[negatives][first + 1], falseNegatives: strata[0][1])
    }
}

extension SeverityTable {
    /// The bootstrap interval of kappa over the eleven severities.
    public func kappaInterval(
        _ weights: CohenKappa.Weights, by bootstrap: Bootstrap, level: Double = 0.95,
        method: Bootstrap.Method = .biasCorrectedAccelerated
    ) -> Interval? {
        let kappa = CohenKappa.Value(weights, categories: Severities.count)
        return bootstrap.interval(of: [confusion.flatMap { $0 }], level: level, method: method) { kappa.of($0[0]) }
    }
}

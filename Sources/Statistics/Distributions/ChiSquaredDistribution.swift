/// The chi-squared distribution with `degrees` > 0 of freedom.
public enum ChiSquaredDistribution {
    /// P(X ≤ x); `nil` without degrees of freedom.
    public static func lower(_ x: Double, degrees: Double) -> Double? { tails(x, degrees)?.lower }

    /// P(X > x): the p value of the statistic x.
    public static func upper(_ x: Double, degrees: Double) -> Double? { tails(x, degrees)?.upper }

    /// x with P(X ≤ x) = p, 0 < p < 1, relative error below 10⁻¹²; `nil` elsewhere.
    public static func quantile(_ p: Double, degrees: Double) -> Double? {
        guard p > 0, p < 1, degrees > 0, degrees.isFinite, let z = NormalDistribution.quantile(p) else { return nil }
        // Wilson & Hilferty (1931) to begin with.
        let ninth = 2 / (9 * degrees)
        let root = 1 - ninth + z * ninth.squareRoot()
        let shape = degrees / 2
        return 2
            * Quantile.solve(
                lower: p, upper: 1 - p, from: .leastNormalMagnitude, to: .greatestFiniteMagnitude,
                start: max(shape * root * root * root, 1e-3 * shape)
            ) { x in
                let tails = IncompleteGamma.of(shape, x)
                return (tails.lower, tails.upper, BinomialDistribution.poissonMass(shape, mean: x) * shape / x)
            }
    }

    private static func tails(_ x: Double, _ degrees: Double) -> (lower: Double, upper: Double)? {
        guard degrees > 0, degrees.isFinite, !x.isNaN else { return nil }
        return IncompleteGamma.of(degrees / 2, x / 2)
    }
}

/// The beta distribution with shapes a, b > 0.
public enum BetaDistribution {
    /// P(X ≤ x), 0 ≤ x ≤ 1; `nil` for other arguments.
    public static func lower(_ x: Double, _ a: Double, _ b: Double) -> Double? { IncompleteBeta.value(x, a, b) }

    /// x with P(X ≤ x) = p, 0 ≤ p ≤ 1, relative error below 10⁻¹²; `nil` for other arguments.
    public static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double? { quantile(p, 1 - p, a, b) }

    /// With q = 1 − p given apart, for a p beside 1.
    package static func quantile(_ p: Double, _ q: Double, _ a: Double, _ b: Double) -> Double? {
        guard a > 0, b > 0, a.isFinite, b.isFinite, p >= 0, q >= 0 else { return nil }
        if p == 0 { return 0 }
        if q == 0 { return 1 }
        let n = a + b
        return Quantile.solve(
            lower: p, upper: q, from: .leastNormalMagnitude, to: 1, start: start(p, a, b)
        ) { x in
            let y = 1 - x
            let tails = IncompleteBeta.of(x, a, b)
            guard y > 0 else { return (1, 0, 1) }
            return (tails.lower, tails.upper, BinomialDistribution.mass(a, b, p: x, q: y) * a * b / (n * x * y))
        }
    }

    /// A normal distribution of the same mean and deviation, pulled inside.
    private static func start(_ p: Double, _ a: Double, _ b: Double) -> Double {
        let mean = a / (a + b)
        let deviation = (mean * (1 - mean) / (a + b + 1)).squareRoot()
        let guess = mean + (NormalDistribution.quantile(p) ?? 0) * deviation
        return min(max(guess, mean / 100), 1 - (1 - mean) / 100)
    }
}

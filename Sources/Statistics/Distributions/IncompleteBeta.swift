/// The regularized incomplete beta function I_x(a, b), DLMF 8.17.2.
public enum IncompleteBeta {
    /// I_x(a, b) for 0 ≤ x ≤ 1 and a, b > 0, relative error below 10⁻¹²; `nil` elsewhere.
    public static func value(_ x: Double, _ a: Double, _ b: Double) -> Double? {
        guard (0...1).contains(x), a > 0, b > 0, a.isFinite, b.isFinite else { return nil }
        return of(x, a, b).lower
    }

    /// I_x(a, b) and its complement; the smaller keeps its relative precision.
    package static func of(_ x: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
        of(x, 1 - x, a, b)
    }

    /// With y = 1 − x given apart, for an x beside 1.
    package static func of(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
        guard x > 0 else { return (0, 1) }
        guard y > 0 else { return (1, 0) }
        // xᵃ yᵇ / B(a, b), from Γ(n+1) / (Γ(a+1) Γ(b+1)) xᵃ yᵇ.
        let power = BinomialDistribution.mass(a, b, p: x, q: y) * (a / (a + b)) * b
        if x < (a + 1) / (a + b + 2) {
            let lower = min(1, power / denominator(a, b, x, y))
            return (lower, 1 - lower)
        }
        let upper = min(1, power / denominator(b, a, y, x))
        return (1 - upper, upper)
    }

    /// β₀ + α₁/(β₁ + α₂/(β₂ + …)) by Lentz's method, about √(a + b) steps:
    ///
    ///     αₘ = (a+m−1)(a+b+m−1) m (b−m) x² / (a+2m−1)²
    ///     βₘ = m + m (b−m) x / (a+2m−1) + (a+m)(a y − b x + 1 + m (2−x)) / (a+2m+1)
    ///
    /// The even part of DLMF 8.17.22. That one begins with 1 − (a+b) x / (a+1), where an x of 0.9999 beside half a million
    /// exams leaves five digits less; here x and y enter apart, so both may be rounded without harm.
    /// Source: A. R. DiDonato, A. H. Morris, ACM Trans. Math. Softw. 18 (1992) 360–373 (algorithm 708), BFRAC.
    private static func denominator(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
        let excess = a * y - b * x + 1
        var h = nonzero(a * excess / (a + 1))
        var (c, d) = (h, 0.0)
        var m = 1.0
        while m < 100_000 {
            let odd = a + 2 * m - 1
            let share = m * (b - m) * x / odd
            let alpha = (a + m - 1) * (a + b + m - 1) * x / odd * share
            let beta = m + share + (a + m) * (excess + m * (2 - x)) / (odd + 2)
            d = 1 / nonzero(beta + alpha * d)
            c = nonzero(beta + alpha / c)
            h *= c * d
            if (c * d - 1).magnitude < 2e-16 { break }
            m += 1
        }
        return h
    }

    private static func nonzero(_ x: Double) -> Double { x.magnitude < 1e-300 ? 1e-300 : x }
}

/// The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P (DLMF 8.2.4), a > 0, x ≥ 0.
package enum IncompleteGamma {
    /// Both tails; the smaller one keeps its relative precision.
    package static func of(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
        guard x > 0 else { return (0, 1) }
        guard x.isFinite else { return (1, 0) }
        let mass = BinomialDistribution.poissonMass(a, mean: x)  // xᵃ e⁻ˣ / Γ(a + 1)
        if x < a + 1 {
            let lower = min(1, mass * series(a, x))
            return (lower, 1 - lower)
        }
        let upper = min(1, mass * a * fraction(a, x))
        return (1 - upper, upper)
    }

    /// Σ xⁿ / ((a+1) … (a+n)), DLMF 8.11.4.
    private static func series(_ a: Double, _ x: Double) -> Double {
        var (sum, term, n) = (1.0, 1.0, 1.0)
        while n < 100_000 {
            term *= x / (a + n)
            sum += term
            if term < sum * 1e-17 { break }
            n += 1
        }
        return sum
    }

    /// The continued fraction DLMF 8.9.2 by Lentz's method.
    private static func fraction(_ a: Double, _ x: Double) -> Double {
        var b = x + 1 - a
        var c = 1 / 1e-300
        var d = 1 / b
        var h = d
        var n = 1.0
        while n < 100_000 {
            let an = -n * (n - a)
            b += 2
            d = 1 / nonzero(an * d + b)
            c = nonzero(b + an / c)
            h *= d * c
            if (d * c - 1).magnitude < 2e-16 { break }
            n += 1
        }
        return h
    }

    private static func nonzero(_ x: Double) -> Double { x.magnitude < 1e-300 ? 1e-300 : x }
}

/// Probabilities of counts, by the saddle point: no difference of large logarithms, so the relative error stays near
/// 10⁻¹³ for a million exams too.
///
/// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
package enum BinomialDistribution {
    /// C(x + y, x) pˣ qʸ: x successes and y failures, with q = 1 − p. Real x, y ≥ 0 are allowed; y and q are given apart,
    /// since their last digits would be lost in n − x and 1 − p.
    package static func mass(_ x: Double, _ y: Double, p: Double, q: Double) -> Double {
        guard p > 0 else { return x == 0 ? 1 : 0 }
        guard q > 0 else { return y == 0 ? 1 : 0 }
        let n = x + y
        if x == 0 { return n == 0 ? 1 : Elementary.exp(n * logOf(q, complement: p)) }
        if y == 0 { return Elementary.exp(n * logOf(p, complement: q)) }
        let exponent =
            LogGamma.stirlingError(n) - LogGamma.stirlingError(x) - LogGamma.stirlingError(y)
            - deviance(x, n * p) - deviance(y, n * q)
        return Elementary.exp(exponent) * (n / (x * y) * 0.159154943091895335769).squareRoot()
    }

    /// λᵃ e^−λ / Γ(a + 1) for a > 0, λ ≥ 0: Poisson's probability, a need not be whole.
    package static func poissonMass(_ a: Double, mean: Double) -> Double {
        guard mean > 0 else { return a == 0 ? 1 : 0 }
        guard a > 0 else { return Elementary.exp(-mean) }
        let exponent = -LogGamma.stirlingError(a) - deviance(a, mean)
        return Elementary.exp(exponent) * (0.159154943091895335769 / a).squareRoot()
    }

    /// The two-sided probability of x or of anything as improbable, under p = ½: the exact sign test.
    package static func twoSidedHalf(_ x: Int, of n: Int) -> Double {
        let smaller = Double(min(x, n - x))
        guard 2 * smaller + 1 < Double(n) else { return 1 }
        // P(X ≤ k) = I_½(n − k, k + 1), DLMF 8.17.5.
        return min(1, 2 * IncompleteBeta.of(0.5, Double(n) - smaller, smaller + 1).lower)
    }

    private static func logOf(_ p: Double, complement: Double) -> Double {
        complement < 0.5 ? Elementary.log1p(-complement) : Elementary.log(p)
    }

    /// x ln(x/m) + m − x without cancellation where x is near m.
    package static func deviance(_ x: Double, _ m: Double) -> Double {
        guard (x - m).magnitude < 0.1 * (x + m) else { return x * Elementary.log(x / m) + m - x }
        let v = (x - m) / (x + m)
        var sum = (x - m) * v
        var term = 2 * x * v
        var odd = 3.0
        while true {
            term *= v * v
            let next = sum + term / odd
            if next == sum { return sum }
            (sum, odd) = (next, odd + 2)
        }
    }
}

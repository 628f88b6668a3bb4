/// Finds where an increasing distribution function reaches a probability.
package enum Quantile {
    /// Newton's steps inside a bracket that always shrinks; where a step leaves the bracket, its middle is taken (the
    /// geometric one while the ends are far apart, so that 10⁻³⁰⁰ is found as fast as 0.3).
    ///
    /// - Parameter tails: (P(X ≤ x), P(X > x), density at x). The tail that is smaller at the answer is compared, so
    ///   that its relative precision is not lost.
    /// - Returns: x between `low` and `high`, to the last few units.
    package static func solve(
        lower p: Double, upper q: Double, from low: Double, to high: Double, start: Double,
        tails: (Double) -> (lower: Double, upper: Double, density: Double)
    ) -> Double {
        var (low, high) = (low, high)
        var x = min(max(start, low), high)
        for _ in 0..<400 {
            let now = tails(x)
            let excess = p <= q ? now.lower - p : q - now.upper
            if excess == 0 { return x }
            if excess > 0 { high = x } else { low = x }
            var next = x - excess / now.density
            if !(next > low && next < high) { next = middle(low, high) }
            if (next - x).magnitude <= 1e-16 * x.magnitude || next == low || next == high { return next }
            x = next
        }
        return x
    }

    private static func middle(_ low: Double, _ high: Double) -> Double {
        low > 0 && high / low > 4 ? low.squareRoot() * high.squareRoot() : low + (high - low) / 2
    }
}

/// PSI: how far a window's distribution over categories has moved from a reference window's.
///
/// Σ (aᵢ − eᵢ) ln(aᵢ/eᵢ), the symmetrised Kullback–Leibler divergence, 0 when equal. By custom below 0.1 is stable and
/// above 0.25 a shift; but small windows move by chance, so compare with `critical`, or use a `ChangeMonitor`.
/// Sources: H. Jeffreys, Proc. R. Soc. A 186 (1946) 453–461; B. Yurdakul, J. Naranjo, "Statistical properties of the
/// population stability index", J. Risk Model Validation 14 (2020).
public struct StabilityIndex: Equatable, Sendable {
    public let value: Double
    /// Categories in which either window has something.
    public let categories: Int
    let scale: Double

    /// Shares are (count + ½) / (n + k/2), so that an empty category does not give infinity (Krichevsky & Trofimov 1981).
    /// - Returns: `nil` when a window is empty, the lists differ in length, or fewer than two categories are used.
    public init?(reference: [Int], current: [Int]) {
        guard reference.count == current.count, (reference + current).allSatisfy({ (0...1 << 38).contains($0) }) else {
            return nil
        }
        let used = reference.indices.filter { reference[$0] + current[$0] > 0 }
        let (n, m) = (reference.reduce(0, +), current.reduce(0, +))
        guard n > 0, m > 0, used.count > 1 else { return nil }
        let k = Double(used.count)
        value = used.reduce(0.0) { sum, category in
            let expected = (Double(reference[category]) + 0.5) / (Double(n) + k / 2)
            let actual = (Double(current[category]) + 0.5) / (Double(m) + k / 2)
            return sum + (actual - expected) * Elementary.log(actual / expected)
        }
        (categories, scale) = (used.count, 1 / Double(n) + 1 / Double(m))
    }

    /// What the index exceeds with probability `alpha` although nothing moved: (1/n + 1/m) χ²ₖ₋₁,₁₋α, for large windows.
    public func critical(alpha: Double = 0.05) -> Double? {
        ChiSquaredDistribution.quantile(1 - alpha, degrees: Double(categories - 1)).map { $0 * scale }
    }
}

/// The limiting distribution of √n · sup |F₁ − F₂|.
public enum KolmogorovDistribution {
    /// P(K > λ): 2 Σ (−1)ᵏ⁻¹ e^(−2k²λ²), and by its theta transform where λ is small (A. Kolmogorov 1933; DLMF 20.7.32).
    public static func upper(_ lambda: Double) -> Double {
        guard lambda > 0.05 else { return 1 }
        guard lambda < 1 else { return alternating(lambda) }
        let exponent = 9.86960440108935861883 / (8 * lambda * lambda)
        var sum = 0.0
        for odd in [7.0, 5, 3, 1] { sum += Elementary.exp(-odd * odd * exponent) }
        return max(0, 1 - 2.50662827463100050242 / lambda * sum)
    }

    private static func alternating(_ lambda: Double) -> Double {
        var sum = 0.0
        for k in stride(from: 8.0, through: 1.0, by: -1) {
            sum = Elementary.exp(-2 * k * k * lambda * lambda) - sum
        }
        return min(1, max(0, 2 * sum))
    }
}

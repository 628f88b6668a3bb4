/// A figure in every resample in which it is defined; intervals of any level and method are read from it.
public struct Replicates: Sendable {
    /// Rising.
    package let values: [Double]
    /// Resamples, with those in which the figure is not defined.
    let drawn: Int
    /// The figure itself.
    let estimate: Double?
    /// `nil` where leaving one exam out leaves the figure undefined.
    let acceleration: Double?

    /// - Returns: `nil` when the figure is not defined, does not vary, or is undefined in more than 5 % of replicates.
    public func interval(level: Double = 0.95, method: Bootstrap.Method = .biasCorrectedAccelerated) -> Interval? {
        guard level > 0, level < 1, let estimate, estimate.isFinite, let least = values.first, let most = values.last,
            least < most, Double(values.count) >= 0.95 * Double(drawn)
        else { return nil }
        let half = 0.5 * (1 - level)
        switch method {
        case .percentile:
            return Interval(quantile(half), quantile(1 - half), level: level)
        case .biasCorrectedAccelerated:
            guard let acceleration, let ends = corrected(estimate, acceleration, half) else { return nil }
            return Interval(quantile(ends.0), quantile(ends.1), level: level)
        }
    }

    /// Φ(z₀ + (z₀ ± z) / (1 − a (z₀ ± z))): which quantiles of the replicates to take.
    private func corrected(_ estimate: Double, _ a: Double, _ half: Double) -> (Double, Double)? {
        let below = values.count { $0 < estimate }
        let same = values.count { $0 == estimate }
        let share = (Double(below) + 0.5 * Double(same)) / Double(values.count)
        guard let bias = NormalDistribution.quantile(share), let z = NormalDistribution.quantile(half) else {
            return nil
        }
        func moved(_ z: Double) -> Double {
            NormalDistribution.lower(bias + (bias + z) / (1 - a * (bias + z)))
        }
        return (moved(z), moved(-z))
    }

    /// Linear between order statistics (type 7 of Hyndman & Fan 1996).
    private func quantile(_ p: Double) -> Double {
        let at = p * Double(values.count - 1)
        let low = min(max(0, Int(at)), values.count - 1)
        let high = min(low + 1, values.count - 1)
        return values[low] + (at - Double(low)) * (values[high] - values[low])
    }
}

extension ValueCounts {
    public var minimum: Int? { times.keys.min() }
    public var maximum: Int? { times.keys.max() }

    private var sum: Int128 { sorted.reduce(0) { $0 + Int128($1.value) * Int128($1.times) } }

    /// Σx / n; `nil` without values.
    public var mean: Double? { count > 0 ? Double(sum) / Double(count) : nil }

    /// Sample variance (n Σx² − (Σx)²) / (n (n−1)), exact up to the division; `nil` with fewer than two values.
    public var variance: Double? {
        guard count > 1, count <= 1 << 30 else { return nil }
        let squares = sorted.reduce(Int128(0)) { $0 + Int128($1.value) * Int128($1.value) * Int128($1.times) }
        let total = sum
        return Double(Int128(count) * squares - total * total) / (Double(count) * Double(count - 1))
    }

    /// Sample standard deviation.
    public var standardDeviation: Double? { variance.map { $0.squareRoot() } }

    /// Mean ± t·s/√n (Student 1908); `nil` with fewer than two values.
    public func meanInterval(level: Double = 0.95) -> Interval? {
        guard let mean, let variance, let t = StudentDistribution.critical(level, degrees: Double(count - 1))
        else { return nil }
        let half = t * (variance / Double(count)).squareRoot()
        return Interval(mean - half, mean + half, level: level)
    }

    /// The p quantile, linear between order statistics (type 7 of R. J. Hyndman, Y. Fan, Am. Stat. 50 (1996) 361–365);
    /// `nil` without values or unless 0 ≤ p ≤ 1.
    public func quantile(_ p: Double) -> Double? { quantiles([p]).first ?? nil }

    public var median: Double? { quantile(0.5) }

    /// Several quantiles in one pass.
    public func quantiles(_ probabilities: [Double]) -> [Double?] {
        let ordered = Ordered(sorted)
        return probabilities.map { p in
            guard count > 0, (0...1).contains(p) else { return nil }
            let at = p * Double(count - 1)
            let low = min(Int(at), count - 1)
            let below = Double(ordered.value(at: low))
            let above = Double(ordered.value(at: min(low + 1, count - 1)))
            return below + (at - Double(low)) * (above - below)
        }
    }

    /// An interval for the p quantile from two order statistics, exact for any distribution: coverage ≥ `level`.
    ///
    /// Ranks l and u with P(l ≤ B < u) ≥ level, B ~ Binomial(n, p), each tail at most (1 − level)/2.
    /// Source: W. J. Conover, Practical Nonparametric Statistics (1999), §3.2. `nil` where n is too small for the level.
    public func quantileInterval(_ p: Double, level: Double = 0.95) -> Interval? {
        guard count > 0, p > 0, p < 1, level > 0, level < 1 else { return nil }
        let half = 0.5 * (1 - level)
        /// P(B ≤ k) = I_{1−p}(n − k, k + 1).
        func atMost(_ k: Int) -> Double {
            k >= count ? 1 : IncompleteBeta.of(1 - p, p, Double(count - k), Double(k + 1)).lower
        }
        /// The first k in 0...n of which the condition, false before and true after, holds.
        func first(where holds: (Int) -> Bool) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if holds(middle) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let lower = first { atMost($0) > half }  // P(B < lower) ≤ half, rank `lower` counted from 1
        let upper = first { 1 - atMost($0) <= half } + 1  // P(B ≥ upper) ≤ half
        guard lower >= 1, upper <= count else { return nil }
        let ordered = Ordered(sorted)
        return Interval(
            Double(ordered.value(at: lower - 1)), Double(ordered.value(at: upper - 1)), level: level)
    }
}

/// Order statistics by rank.
struct Ordered {
    private let values: [Int]
    /// How many values are at most `values[i]`.
    private let upTo: [Int]

    init(_ sorted: [(value: Int, times: Int)]) {
        values = sorted.map(\.value)
        var sum = 0
        upTo = sorted.map { pair in
            sum += pair.times
            return sum
        }
    }

    /// Zero-based; a rank beyond the ends gives the end.
    func value(at rank: Int) -> Int {
        var (low, high) = (0, values.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if upTo[middle] > rank { high = middle } else { low = middle + 1 }
        }
        return values.isEmpty ? 0 : values[low]
    }
}

/// Order statistics of many samples by counting.
package enum Percentiles {
    /// Where a percentile lies: between the order statistics `below` and `below + 1`, `share` of the way.
    ///
    /// Linear interpolation, type 7 of Hyndman & Fan, "Sample Quantiles in Statistical Packages", The American
    /// Statistician 50 (1996) 361; the usual default of numerical software.
    static func position(_ percent: Double, of count: Int) -> (below: Int, share: Double) {
        let at = Double(count - 1) * (percent / 100)
        let below = min(max(Int(at), 0), count - 1)
        return (below, at - Double(below))
    }

    /// Between two neighbours; from the nearer one, so that equal neighbours give exactly themselves.
    static func between(_ a: Double, _ b: Double, share: Double) -> Double {
        share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share)
    }

    /// Percentiles of values within 0 … 65 535; NaN is left out.
    ///
    /// Exact: a histogram by whole part finds the bins of the wanted order statistics, and only those bins are sorted.
    /// - Returns: one value for each of `percents`, or `nil` when there is no value at all.
    package static func of(_ values: Span<Float>, _ percents: [Double]) -> [Double]? {
        var counts = [Int](repeating: 0, count: 65_536)
        var total = 0
        do {
            var counts = counts.mutableSpan
            for i in values.indices {
                let value = values[i]
                guard value == value else { continue }
                counts[bin(value)] &+= 1
                total &+= 1
            }
        }
        guard total > 0 else { return nil }
        let places = percents.map { position($0, of: total) }
        let ranks = places.flatMap { [$0.below, min($0.below + 1, total - 1)] }
        let found = orderStatistics(ranks, in: values, counts)
        return places.indices.map {
            between(Double(found[2 * $0]), Double(found[2 * $0 + 1]), share: places[$0].share)
        }
    }

    private static func bin(_ value: Float) -> Int { min(max(Int(value), 0), 65_535) }

    /// Sorts only the bins that hold one of `ranks`.
    private static func orderStatistics(_ ranks: [Int], in values: Span<Float>, _ counts: [Int]) -> [Float] {
        let homes = ranks.map { home(of: $0, counts) }
        var members: [Int: [Float]] = [:]
        for bin in Set(homes.map(\.bin)) {
            let bounds = bin == 0 ? -Float.infinity..<1 : Float(bin)..<(bin == 65_535 ? .infinity : Float(bin + 1))
            members[bin] = sorted(values, within: bounds, count: counts[bin])
        }
        return homes.map { members[$0.bin]?[$0.place] ?? 0 }
    }

    private static func sorted(_ values: Span<Float>, within bounds: Range<Float>, count: Int) -> [Float] {
        var found: [Float] = []
        found.reserveCapacity(count)
        let (low, high) = (bounds.lowerBound, bounds.upperBound)
        for i in 0..<values.count {
            let value = values[unchecked: i]
            if value >= low, value < high { found.append(value) }
        }
        found.sort()
        return found
    }

    /// The bin that holds an order statistic, and its place among the bin's sorted members.
    private static func home(of rank: Int, _ counts: [Int]) -> (bin: Int, place: Int) {
        var (at, before) = (0, 0)
        while at < counts.count - 1, before + counts[at] <= rank {
            before += counts[at]
            at += 1
        }
        return (at, rank - before)
    }
}

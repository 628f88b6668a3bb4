/// How often each sample value occurs.
struct SampleHistogram {
    private(set) var counts = [Int](repeating: 0, count: 65_536)
    private(set) var total = 0

    init(_ samples: some Sequence<UInt16>) {
        for sample in samples {
            counts[Int(sample)] += 1
            total += 1
        }
    }

    /// Lowest and highest value that occurs.
    var ends: ClosedRange<Int>? {
        guard let low = counts.firstIndex(where: { $0 > 0 }), let high = counts.lastIndex(where: { $0 > 0 }) else {
            return nil
        }
        return low...high
    }

    func count(of values: ClosedRange<Int>) -> Int { counts[values].reduce(0, +) }

    mutating func remove(_ values: ClosedRange<Int>) {
        total -= count(of: values)
        for value in values { counts[value] = 0 }
    }

    /// Interpolated as `Percentiles.position` says; `nil` when empty.
    func percentile(_ percent: Double) -> Double? {
        guard total > 0 else { return nil }
        let (below, share) = Percentiles.position(percent, of: total)
        let low = orderStatistic(below)
        return Percentiles.between(Double(low), Double(share > 0 ? orderStatistic(below + 1) : low), share: share)
    }

    private func orderStatistic(_ rank: Int) -> Int {
        var before = 0
        for (value, count) in counts.enumerated() where count > 0 {
            before += count
            if before > rank { return value }
        }
        return 65_535
    }
}

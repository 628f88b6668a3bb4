/// Do two windows have the same distribution of a value (latency, say)? D = sup |F₁ − F₂|.
///
/// The p value is exact for continuous values up to `largestExact` pairs and the limiting one beyond; with ties, as
/// severities have, it is too large, never too small.
/// Sources: N. V. Smirnov, Ann. Math. Stat. 19 (1948) 279–281; exact by lattice paths: J. L. Hodges, Ark. Mat. 3 (1958).
public struct KolmogorovSmirnovTest: Equatable, Sendable {
    /// D, 0…1.
    public let statistic: Double
    /// Two-sided, 0…1.
    public let pValue: Double
    public let isExact: Bool
    /// Products n·m of the window sizes up to this are worked out path by path.
    static let largestExact = 1_000_000

    /// `nil` when a window is empty.
    public init?(_ first: ValueCounts, _ second: ValueCounts) {
        let (n, m) = (first.count, second.count)
        guard n > 0, m > 0, n <= 1 << 30, m <= 1 << 30 else { return nil }
        let largest = Self.largestGap(first, second)
        statistic = Double(largest) / (Double(n) * Double(m))
        isExact = n <= Self.largestExact / m
        if isExact {
            pValue = Self.outside(n, m, largest)
        } else {
            let effective = Double(n) * Double(m) / (Double(n) + Double(m))
            pValue = KolmogorovDistribution.upper(effective.squareRoot() * statistic)
        }
    }

    /// max |m·#first ≤ x − n·#second ≤ x|, an exact integer.
    private static func largestGap(_ first: ValueCounts, _ second: ValueCounts) -> Int {
        var (ours, theirs) = (first.sorted[...], second.sorted[...])
        var (i, j, largest) = (0, 0, 0)
        while let value = [ours.first?.value, theirs.first?.value].compactMap({ $0 }).min() {
            if let head = ours.first, head.value == value {
                i += head.times
                ours.removeFirst()
            }
            if let head = theirs.first, head.value == value {
                j += head.times
                theirs.removeFirst()
            }
            largest = max(largest, abs(second.count * i - first.count * j))
        }
        return largest
    }

    /// The share of lattice paths from (0, 0) to (n, m) that somewhere reach |m i − n j| ≥ gap.
    ///
    /// h(i, j) = 1 where the point itself does, else i/(i+j) · h(i−1, j) + j/(i+j) · h(i, j−1): the last step of a
    /// random path to (i, j) came from the left or from below. Only sums of positive terms, so small p stay precise.
    private static func outside(_ n: Int, _ m: Int, _ gap: Int) -> Double {
        guard gap > 0 else { return 1 }
        var row = [Double](repeating: 0, count: m + 1)
        for i in 0...n {
            for j in 0...m {
                if abs(m * i - n * j) >= gap {
                    row[j] = 1
                } else if i + j > 0 {
                    let (fromLeft, fromBelow) = (row[j], j > 0 ? row[j - 1] : 0)
                    row[j] = (Double(i) * fromLeft + Double(j) * fromBelow) / Double(i + j)
                }
            }
        }
        return min(1, row[m])
    }
}

/// `count` of `total`: a rate that never forgets how many it rests on.
public struct Proportion: Hashable, Sendable, Codable {
    /// More than this is no number of exams; below it every product here is exact or far from overflow.
    public static let largestTotal = 1 << 40
    public let count: Int
    public let total: Int

    /// `nil` unless 0 ≤ count ≤ total ≤ 2⁴⁰. A total of 0 is allowed: nothing was assessed.
    public init?(_ count: Int, of total: Int) {
        guard 0 <= count, count <= total, total <= Self.largestTotal else { return nil }
        (self.count, self.total) = (count, total)
    }

    /// For numbers that are in order by construction.
    init(counted count: Int, of total: Int) { (self.count, self.total) = (count, total) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let (count, total) = (
            try container.decode(Int.self, forKey: .count), try container.decode(Int.self, forKey: .total)
        )
        guard let proportion = Proportion(count, of: total) else {
            throw DecodingError.dataCorruptedError(
                forKey: .count, in: container, debugDescription: "\(count) of \(total) is no proportion")
        }
        self = proportion
    }

    /// count / total, 0…1; `nil` (not assessed) when the total is 0.
    public var value: Double? { total == 0 ? nil : Double(count) / Double(total) }

    /// Whole percent, cut off and not rounded, as old clients of the API expect; `nil` when the total is 0.
    public var wholePercent: Int? { total == 0 ? nil : 100 * count / total }

    /// The opposite: total − count of total.
    public var complement: Proportion { Proportion(counted: total - count, of: total) }

    /// Wilson's score interval, the one to show by default: near its promised coverage for small totals and for rates
    /// of 0 and 1 too. (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). `nil` when the total is 0.
    /// Source: E. B. Wilson, JASA 22 (1927) 209–212; recommended by Brown, Cai & DasGupta, Stat. Sci. 16 (2001).
    public func wilson(level: Double = 0.95) -> Interval? {
        guard let p = value, let z = NormalDistribution.critical(level) else { return nil }
        let n = Double(total)
        let square = z * z
        let scale = 1 + square / n
        let centre = (p + square / (2 * n)) / scale
        let half = z / scale * (p * (1 - p) / n + square / (4 * n * n)).squareRoot()
        return Interval(
            count == 0 ? 0 : max(0, centre - half), count == total ? 1 : min(1, centre + half), level: level)
    }

    /// The exact interval: never covers less than promised, so it is wider. Its ends are quantiles of
    /// Beta(x, n − x + 1) and Beta(x + 1, n − x). `nil` when the total is 0.
    /// Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404–413.
    public func clopperPearson(level: Double = 0.95) -> Interval? {
        guard total > 0, level > 0, level < 1 else { return nil }
        let half = 0.5 * (1 - level)
        let (x, n) = (Double(count), Double(total))
        let low = count == 0 ? 0 : BetaDistribution.quantile(half, 1 - half, x, n - x + 1)
        let high = count == total ? 1 : BetaDistribution.quantile(1 - half, half, x + 1, n - x)
        guard let low, let high else { return nil }
        return Interval(low, high, level: level)
    }
}

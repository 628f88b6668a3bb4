/// The exact test of a 2 × 2 table with its margins fixed: right for any numbers, however small.
///
/// Two-sided: all tables at most as probable as this one (within 10⁻⁷, for ties).
/// Source: R. A. Fisher, J. R. Stat. Soc. 98 (1935) 39–82; probabilities by Loader's method.
public struct FisherExactTest: Equatable, Sendable {
    /// 0…1.
    public let pValue: Double
    /// a d / (b c) of the sample; `nil` where b c is 0.
    public let oddsRatio: Double?

    /// - Parameters: `first` of one group and `second` of the other, such as disagreements of exams.
    /// - Returns: `nil` when a group is empty, or both together exceed 2²⁴ exams (the chi-squared test serves there).
    public init?(_ first: Proportion, _ second: Proportion) {
        let total = first.total + second.total
        guard first.total > 0, second.total > 0, total <= 1 << 24 else { return nil }
        let marked = first.count + second.count
        let tables = max(0, marked - second.total)...min(marked, first.total)
        let masses = tables.map { Self.mass($0, of: first.total, and: second.total, marked: marked) }
        let here = masses[first.count - tables.lowerBound] * (1 + 1e-7)
        pValue = min(1, masses.filter { $0 <= here }.reduce(0, +))
        let across = Double(first.complement.count) * Double(second.count)
        oddsRatio = across > 0 ? Double(first.count) * Double(second.complement.count) / across : nil
    }

    /// Hypergeometric: of `marked` exams drawn, x come from the first group.
    private static func mass(_ x: Int, of first: Int, and second: Int, marked: Int) -> Double {
        let total = Double(first + second)
        let (p, q) = (Double(marked) / total, (total - Double(marked)) / total)
        guard p > 0, q > 0 else { return 1 }
        let ours = BinomialDistribution.mass(Double(x), Double(first - x), p: p, q: q)
        let theirs = BinomialDistribution.mass(Double(marked - x), Double(second - marked + x), p: p, q: q)
        return ours * theirs / BinomialDistribution.mass(Double(marked), total - Double(marked), p: p, q: q)
    }
}

/// A share of a count, with its uncertainty.
package struct Rate: Sendable, Equatable {
    package let part: Int
    package let whole: Int

    package init(part: Int, whole: Int) {
        self.part = part
        self.whole = whole
    }

    /// Below this many films a percentage says nothing; the page says "few".
    static let fewest = 5

    /// `3/12`.
    var counts: String { "\(CountWords.grouped(part))/\(CountWords.grouped(whole))" }

    /// `25 % (9–53)`, `few`, or a dash for nothing.
    package var words: String {
        guard whole > 0 else { return "–" }
        guard whole >= Self.fewest else { return "few" }
        let (low, high) = interval
        return "\(Self.percent(Double(part) / Double(whole))) % (\(Self.percent(low))–\(Self.percent(high)))"
    }

    /// 95 % interval of Wilson (1927): E. B. Wilson, J. Am. Stat. Assoc. 22, 209–212. Fractions of 1.
    package var interval: (low: Double, high: Double) {
        guard whole > 0 else { return (0, 1) }
        let z = 1.959963984540054
        let count = Double(whole)
        let share = Double(part) / count
        let shrink = 1 + z * z / count
        let centre = (share + z * z / (2 * count)) / shrink
        let spread = z / shrink * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        return (max(0, centre - spread), min(1, centre + spread))
    }

    private static func percent(_ fraction: Double) -> Int { Int((fraction * 100).rounded()) }
}

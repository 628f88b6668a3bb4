/// A rate (such as disagreement) by group: by age, sex, region, device or hour.
///
/// Each group against all the others together: Fisher's exact test where a number is small, Pearson's otherwise; then
/// corrected for the number of groups. Groups are listed by name, whatever order they came in.
public struct GroupComparison: Equatable, Sendable {
    public struct Row: Equatable, Sendable {
        public let group: String
        public let rate: Proportion
        /// This group against the rest; `nil` when either is empty.
        public let pValue: Double?
        /// Holm's.
        public let holm: Double?
        /// Benjamini and Hochberg's.
        public let falseDiscovery: Double?
    }

    public let rows: [Row]
    public let overall: Proportion
    /// Are the groups alike at all? `nil` with fewer than two groups or one outcome only.
    public let homogeneity: ChiSquaredTest?

    /// The rates of groups with the same name are added.
    public init(_ groups: [(group: String, rate: Proportion)]) {
        var merged: [String: Proportion] = [:]
        for (group, rate) in groups {
            let known = merged[group] ?? Proportion(counted: 0, of: 0)
            merged[group] = Proportion(counted: known.count + rate.count, of: known.total + rate.total)
        }
        // By code points: the order of a locale would change with the machine.
        let names = merged.keys.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        let rates = names.map { merged[$0] ?? Proportion(counted: 0, of: 0) }
        let all = Proportion(
            counted: rates.reduce(0) { $0 + $1.count }, of: rates.reduce(0) { $0 + $1.total })
        let pValues = rates.map { rate in
            Self.pValue(rate, Proportion(counted: all.count - rate.count, of: all.total - rate.total))
        }
        let (holm, discovery) = (
            MultipleComparisons.holm(pValues), MultipleComparisons.benjaminiHochberg(pValues)
        )
        rows = names.indices.map { index in
            Row(
                group: names[index], rate: rates[index], pValue: pValues[index], holm: holm[index],
                falseDiscovery: discovery[index])
        }
        (overall, homogeneity) = (all, ChiSquaredTest(rates.map { [$0.count, $0.complement.count] }))
    }

    /// Two rates: exact below an expected count of 5 or where Pearson's does not exist, and for up to 1000 exams.
    static func pValue(_ one: Proportion, _ other: Proportion) -> Double? {
        guard one.total > 0, other.total > 0 else { return nil }
        let table = [[one.count, one.complement.count], [other.count, other.complement.count]]
        guard let large = ChiSquaredTest(table) else { return 1 }  // the outcome never varies
        if large.smallestExpected < 5 || one.total + other.total <= 1000 {
            return FisherExactTest(one, other)?.pValue ?? large.pValue
        }
        return large.pValue
    }
}

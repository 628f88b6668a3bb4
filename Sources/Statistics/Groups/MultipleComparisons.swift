/// Where many groups are shown, some look different by chance: p values corrected for how many were looked at.
///
/// A `nil` (a comparison that could not be made) stays `nil` and is not counted. Each result stands where its p value did.
public enum MultipleComparisons {
    /// Probability of even one false finding ≤ α. Source: S. Holm, Scand. J. Stat. 6 (1979) 65–70.
    public static func holm(_ pValues: [Double?]) -> [Double?] {
        adjust(pValues) { sorted in
            var highest = 0.0
            return sorted.enumerated().map { rank, p in
                highest = max(highest, min(1, Double(sorted.count - rank) * p))
                return highest
            }
        }
    }

    /// Expected share of false findings ≤ α. Source: Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289–300.
    public static func benjaminiHochberg(_ pValues: [Double?]) -> [Double?] {
        adjust(pValues) { sorted in
            var lowest = 1.0
            return sorted.enumerated().reversed().map { rank, p in
                lowest = min(lowest, Double(sorted.count) * p / Double(rank + 1))
                return lowest
            }.reversed()
        }
    }

    /// Which of many monitors may sound together: the share of false alarms among them stays ≤ α, however the monitors
    /// depend on each other and whenever one looks.
    ///
    /// - Parameter logEvidence: natural logarithm of each e-value, as `ChangeMonitor.logEvidence` gives it.
    /// - Returns: true for the k largest, k being the most with e₍ₖ₎ ≥ m/(k α).
    /// Source: R. Wang, A. Ramdas, "False discovery rate control with e-values", J. R. Stat. Soc. B 84 (2022) 822–852.
    public static func alarms(logEvidence: [Double], alpha: Double) -> [Bool] {
        guard alpha > 0, alpha < 1 else { return logEvidence.map { _ in false } }
        let order = logEvidence.indices.sorted { (-logEvidence[$0], $0) < (-logEvidence[$1], $1) }
        let bar = Elementary.log(Double(logEvidence.count) / alpha)
        let last = order.indices.last { logEvidence[order[$0]] >= bar - Elementary.log(Double($0 + 1)) }
        let sounding = Set(order.prefix((last ?? -1) + 1))
        return logEvidence.indices.map(sounding.contains)
    }

    private static func adjust(_ pValues: [Double?], _ rule: ([Double]) -> [Double]) -> [Double?] {
        let valid = pValues.map { $0.flatMap { (0...1).contains($0) ? $0 : nil } }
        let order = valid.indices.filter { valid[$0] != nil }.sorted { (valid[$0] ?? 0, $0) < (valid[$1] ?? 0, $1) }
        var results = [Double?](repeating: nil, count: pValues.count)
        for (position, adjusted) in zip(order, rule(order.compactMap { valid[$0] })) { results[position] = adjusted }
        return results
    }
}

/// Intervals by resampling, for figures without a formula: F1, MCC, Youden, kappa, differences of any of them.
///
/// Exams that count alike are drawn together: a resample of a table is one multinomial draw of its cells, whose cost
/// does not grow with the exams, and whose outcome cannot depend on their order. A *stratum* keeps its number of exams
/// (such as positives and negatives by the reference, when the study chose how many of each).
/// Sources: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13 and 14; B. Efron, "Better
/// bootstrap confidence intervals", JASA 82 (1987) 171–185 (BCa).
public struct Bootstrap: Sendable {
    public enum Method: Sendable {
        /// Quantiles of the replicates.
        case percentile
        /// Bias-corrected and accelerated: the quantiles are moved by the median bias and the skewness.
        case biasCorrectedAccelerated
    }

    /// 100…100 000.
    public let replicates: Int
    public let seed: UInt64

    /// Numbers outside of 100…100 000 are moved to the nearer end.
    public init(replicates: Int = 2000, seed: UInt64) {
        (self.replicates, self.seed) = (min(max(replicates, 100), 100_000), seed)
    }

    /// - Parameters:
    ///   - strata: for each stratum the number of exams by cell. One stratum resamples all exams together.
    ///   - statistic: the figure of such a table; `nil` where it is not defined.
    /// - Returns: `nil` when the figure is not defined, does not vary, or is undefined in more than 5 % of replicates.
    public func interval(
        of strata: [[Int]], level: Double = 0.95, method: Method = .biasCorrectedAccelerated,
        statistic: @escaping ([[Int]]) -> Double?
    ) -> Interval? {
        replicates(of: strata, statistics: [statistic]).first?.interval(level: level, method: method)
    }

    /// Several figures of the same resamples: each has the values that it would have alone, for the price of one draw.
    public func replicates(of strata: [[Int]], statistics: [([[Int]]) -> Double?]) -> [Replicates] {
        replicates(of: strata, as: { $0 }, statistics: statistics)
    }

    /// - Parameter table: what the figures are read from, made once for each resample; `nil` where none is defined.
    func replicates<Table>(
        of strata: [[Int]], as table: @escaping ([[Int]]) -> Table?, statistics: [(Table) -> Double?]
    ) -> [Replicates] {
        let isTable = strata.allSatisfy { $0.allSatisfy { (0...1 << 32).contains($0) } }
        let drawn = isTable ? replicates : 0
        var values = [[Double]](repeating: [], count: statistics.count)
        for index in values.indices { values[index].reserveCapacity(drawn) }
        var generator = SeededGenerator(seed: seed)
        var sample = strata
        for _ in 0..<drawn {
            for stratum in strata.indices { Self.resample(strata[stratum], &sample[stratum], &generator) }
            guard let table = table(sample) else { continue }
            for index in statistics.indices {
                if let value = statistics[index](table), value.isFinite { values[index].append(value) }
            }
        }
        return zip(statistics, values).map { statistic, values in
            let figure = { (strata: [[Int]]) in table(strata).flatMap(statistic) }
            return Replicates(
                values: values.sorted(), drawn: replicates, estimate: isTable ? figure(strata) : nil,
                acceleration: isTable ? Acceleration(strata, figure)?.value : nil)
        }
    }

    /// One multinomial draw: cell by cell, binomial in what is left.
    /// - Parameter sample: is written over, so that no resample needs memory of its own.
    private static func resample(_ cells: [Int], _ sample: inout [Int], _ generator: inout SeededGenerator) {
        var exams = cells.reduce(0, +)
        var left = exams
        for (index, cell) in cells.enumerated() {
            guard left > 0, cell > 0 else {
                sample[index] = 0
                continue
            }
            let drawn = cell == exams ? left : generator.binomial(left, Double(cell) / Double(exams))
            exams -= cell
            left -= drawn
            sample[index] = drawn
        }
    }
}

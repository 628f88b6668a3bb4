/// Stated confidence against what came true, in bins of equal width.
///
/// Bin k of M holds the confidences in ((k−1)/M, k/M], the first also 0.
/// Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural networks", ICML 2017.
public struct ReliabilityCurve: Equatable, Sendable {
    public struct Bin: Equatable, Sendable {
        /// Percent; the lower end does not belong to the bin (but 0 does to the first).
        public let from: Double
        public let through: Double
        /// How often the event came.
        public let frequency: Proportion
        /// Σ percent over its exams.
        let percentSum: Int

        /// Mean stated confidence, 0…1; `nil` in an empty bin.
        public var meanConfidence: Double? {
            frequency.total == 0 ? nil : Double(percentSum) / (100 * Double(frequency.total))
        }

        /// |Σ (100·event − percent)|: the bin's gap times its exams, in percent.
        var gap: Int { abs(100 * frequency.count - percentSum) }
    }

    /// All bins, empty ones too.
    public let bins: [Bin]
    /// ECE, Σ nₖ/N |frequency − mean confidence|, 0…1.
    public let expectedCalibrationError: Double
    /// MCE, the largest of those gaps, 0…1.
    public let maximumCalibrationError: Double

    /// `nil` without exams, or unless 1 ≤ bins ≤ 100.
    public init?(_ counts: CalibrationCounts, bins number: Int = 10) {
        let all = counts.overall.total
        guard (1...100).contains(number), all > 0 else { return nil }
        var (said, came, sums) = (
            [Int](repeating: 0, count: number), [Int](repeating: 0, count: number), [Int](repeating: 0, count: number)
        )
        for percent in CalibrationCounts.percents {
            let frequency = counts.frequency(percent: percent)
            let bin = max(0, (percent * number + 99) / 100 - 1)
            said[bin] += frequency.total
            came[bin] += frequency.count
            sums[bin] += percent * frequency.total
        }
        bins = (0..<number).map { bin in
            Bin(
                from: 100 * Double(bin) / Double(number), through: 100 * Double(bin + 1) / Double(number),
                frequency: Proportion(counted: came[bin], of: said[bin]), percentSum: sums[bin])
        }
        expectedCalibrationError = Double(bins.reduce(0) { $0 + $1.gap }) / (100 * Double(all))
        maximumCalibrationError =
            bins.filter { $0.frequency.total > 0 }.map { Double($0.gap) / (100 * Double($0.frequency.total)) }.max()
            ?? 0
    }
}

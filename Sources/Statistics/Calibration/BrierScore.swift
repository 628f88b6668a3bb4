/// The mean squared error of stated probabilities, (1/N) Σ (p − o)²: 0 is perfect, ¼ is always saying 50 %.
///
/// value = reliability − resolution + uncertainty, exactly, over the distinct percents.
/// Sources: G. W. Brier, Mon. Weather Rev. 78 (1950) 1–3; A. H. Murphy, J. Appl. Meteorol. 12 (1973) 595–600.
public struct BrierScore: Equatable, Sendable {
    public let value: Double
    /// Σ nₖ (pₖ − ōₖ)² / N: what miscalibration costs.
    public let reliability: Double
    /// Σ nₖ (ōₖ − ō)² / N: what telling cases apart gains.
    public let resolution: Double
    /// ō (1 − ō): what the cases themselves leave open.
    public let uncertainty: Double
    /// Exams with a stated confidence.
    public let count: Int

    /// `nil` without exams.
    public init?(_ counts: CalibrationCounts) {
        let overall = counts.overall
        guard let base = overall.value else { return nil }
        let n = Double(overall.total)
        var (squares, off, apart) = (Int128(0), 0.0, 0.0)
        for percent in CalibrationCounts.percents {
            let frequency = counts.frequency(percent: percent)
            guard let rate = frequency.value else { continue }
            let (hits, misses) = (frequency.count, frequency.complement.count)
            squares += Int128(hits * (100 - percent) * (100 - percent) + misses * percent * percent)
            let (gap, step) = (Double(percent) / 100 - rate, rate - base)
            off += Double(frequency.total) * (gap * gap)
            apart += Double(frequency.total) * (step * step)
        }
        value = Double(squares) / (10_000 * n)
        (reliability, resolution) = (off / n, apart / n)
        (uncertainty, count) = (base * (1 - base), overall.total)
    }

    /// 1 − value / uncertainty: the gain over always stating the base rate; `nil` where there is nothing to gain.
    public var skill: Double? { uncertainty > 0 ? 1 - value / uncertainty : nil }
}

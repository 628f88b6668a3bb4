/// A confidence interval: both ends belong to it.
public struct Interval: Equatable, Sendable {
    public let lower: Double
    public let upper: Double
    /// Coverage promised, 0.95 for 95 %.
    public let level: Double

    /// `nil` unless the ends are finite and in order, and the level lies inside 0…1.
    init?(_ lower: Double, _ upper: Double, level: Double) {
        guard lower.isFinite, upper.isFinite, lower <= upper, level > 0, level < 1 else { return nil }
        (self.lower, self.upper, self.level) = (lower, upper, level)
    }

    /// The estimate ± the normal critical value times its standard error, kept inside `range`.
    static func wald(_ estimate: Double, _ standardError: Double, level: Double, inside range: ClosedRange<Double>)
        -> Interval?
    {
        guard let z = NormalDistribution.critical(level) else { return nil }
        let (low, high) = (estimate - z * standardError, estimate + z * standardError)
        return Interval(max(low, range.lowerBound), min(high, range.upperBound), level: level)
    }
}

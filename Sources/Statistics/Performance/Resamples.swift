/// Intervals by resampling that are known already. Equal tables have equal intervals, since the seed never changes: of
/// several thresholds, groups and audiences many tables are equal, and resampling costs more than all other figures.
public struct Resamples: Sendable {
    /// All that an interval follows from.
    enum Table: Hashable {
        /// The four cells of verdicts.
        case indices([Int])
        /// 11 × 11.
        case weightedKappas([[Int]])
        /// Positives and negatives by score.
        case averagePrecision([[Int]])
        case brier(CalibrationCounts)
    }

    private struct Key: Hashable {
        let table: Table
        let level: Double
    }

    private var known: [Key: [Interval?]] = [:]

    public init() {}

    mutating func intervals(_ table: Table, level: Double, _ make: () -> [Interval?]) -> [Interval?] {
        let key = Key(table: table, level: level)
        if let made = known[key] { return made }
        let made = make()
        known[key] = made
        return made
    }
}

/// How the interval of a rate is formed.
public enum RateInterval: String, Codable, Sendable, CaseIterable {
    /// The usual one.
    case wilson
    /// Never covers less than promised, so it is wider.
    case clopperPearson = "exact"

    func interval(_ rate: Proportion, level: Double) -> Interval? {
        switch self {
        case .wilson: rate.wilson(level: level)
        case .clopperPearson: rate.clopperPearson(level: level)
        }
    }

    var method: Figure.Method { self == .wilson ? .wilson : .clopperPearson }
}

/// Figures in the order in which they are shown, each with its interval.
struct FigureList {
    private(set) var figures: [Figure] = []
    private(set) var resampled: Resamples
    let threshold: Int
    let level: Double
    let rates: RateInterval

    /// The seed never changes: equal counts give equal intervals, tonight and next year, on one processor or two.
    static let bootstrap = Bootstrap(replicates: 2000, seed: 7)

    init(threshold: Int, level: Double, rates: RateInterval, resampled: Resamples) {
        (self.threshold, self.level, self.rates) = (threshold, level, rates)
        self.resampled = resampled
    }

    /// Intervals by resampling, made unless they are known.
    mutating func intervals(_ table: Resamples.Table, _ make: (Double) -> [Interval?]) -> [Interval?] {
        resampled.intervals(table, level: level) { make(level) }
    }

    mutating func rate(_ id: String, _ rate: Proportion) {
        let interval = rates.interval(rate, level: level)
        figures.append(
            Figure(
                id: id, count: rate.count, total: rate.total, value: rate.value, lower: interval?.lower,
                upper: interval?.upper, method: interval == nil ? .none : rates.method, unit: .share))
    }

    mutating func count(_ id: String, _ count: Int, of total: Int? = nil) {
        figures.append(Figure(id: id, count: count, total: total, unit: .count))
    }

    /// - Parameter total: the exams that it rests on.
    mutating func index(
        _ id: String, _ value: Double?, of total: Int, _ interval: Interval? = nil, by method: Figure.Method = .none,
        _ unit: Figure.Unit = .index
    ) {
        let ends = value == nil ? nil : interval
        figures.append(
            Figure(
                id: id, total: total, value: value, lower: ends?.lower, upper: ends?.upper,
                method: ends == nil ? .none : method, unit: unit))
    }

    /// A quantile with the two order statistics that hold it.
    mutating func quantile(_ id: String, _ p: Double, _ values: ValueCounts, _ unit: Figure.Unit) {
        index(
            id, values.quantile(p), of: values.count, values.quantileInterval(p, level: level), by: .orderStatistics,
            unit)
    }

    func share(_ rate: Proportion) -> Share {
        let interval = rates.interval(rate, level: level)
        return Share(
            count: rate.count, total: rate.total, value: rate.value, lower: interval?.lower, upper: interval?.upper)
    }
}

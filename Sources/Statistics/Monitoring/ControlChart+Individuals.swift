/// The moving range of neighbouring values, and what it says of their deviation.
enum MovingRange {
    /// E|X − Y| / σ of a normal distribution, 2/√π.
    static let d2 = 1.12837916709551257390
    /// D₄ = 1 + 3 d₃/d₂ for ranges of two, d₃ = √(2 − 4/π).
    static let d4 = 3.2665319192886013

    /// MR̄ / d₂; `nil` with fewer than two values.
    static func sigma(_ values: [Double]) -> Double? { mean(values).map { $0 / d2 } }

    static func mean(_ values: [Double]) -> Double? {
        guard values.count > 1 else { return nil }
        let ranges = zip(values.dropFirst(), values).map { ($0 - $1).magnitude }
        return ranges.reduce(0, +) / Double(ranges.count)
    }
}

extension ControlChart {
    /// X chart of single values (mean severity, median latency): x̄ ± 3 MR̄/d₂ in each phase, that is ± 2.66 MR̄.
    ///
    /// - Parameter baseline: how many first nights of a phase set its limits; `nil`: all of them. A phase with fewer
    ///   than two values in it has no limits and no points.
    public static func individuals(
        _ nights: [Double?], marks: [ChangeMark] = [], baseline: Int? = nil
    ) -> ControlChart {
        let phases = ChangeMark.phases(of: nights.count, marks: marks).compactMap { phase -> [Point]? in
            let window = nights[phase].prefix(max(0, baseline ?? phase.count)).compactMap(finite)
            guard let sigma = MovingRange.sigma(window) else { return nil }
            let center = window.reduce(0, +) / Double(window.count)
            return phase.map { night in
                Point(
                    night: night, value: finite(nights[night]), center: center, lower: center - 3 * sigma,
                    upper: center + 3 * sigma, signal: nil)
            }
        }
        return ControlChart(phases: phases, runs: true)
    }

    /// mR chart beside it: the ranges |xᵢ − xᵢ₋₁| of neighbouring nights with a value, centre MR̄, limits 0 and 3.267 MR̄.
    public static func movingRanges(
        _ nights: [Double?], marks: [ChangeMark] = [], baseline: Int? = nil
    ) -> ControlChart {
        let phases = ChangeMark.phases(of: nights.count, marks: marks).compactMap { phase -> [Point]? in
            let window = nights[phase].prefix(max(0, baseline ?? phase.count)).compactMap(finite)
            guard let center = MovingRange.mean(window) else { return nil }
            var previous: Double?
            return phase.map { night in
                let value = finite(nights[night])
                let range = value.flatMap { now in previous.map { (now - $0).magnitude } }
                previous = value ?? previous
                return Point(
                    night: night, value: range, center: center, lower: 0, upper: MovingRange.d4 * center, signal: nil)
            }
        }
        return ControlChart(phases: phases, runs: false)
    }

    static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}

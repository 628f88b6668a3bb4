extension ControlChart {
    /// One night for the smoothed chart.
    struct Smoothing {
        /// λ, the weight of tonight, 0 < λ ≤ 1.
        let weight: Double
        /// Width of the limits in deviations.
        let width: Double

        /// zᵢ = λ xᵢ + (1 − λ) zᵢ₋₁ from z₀ = centre; variance vᵢ = λ² σᵢ² + (1 − λ)² vᵢ₋₁. A night without a value
        /// leaves both as they were.
        func chart(_ phase: Range<Int>, _ value: (Int) -> Double?, center: Double, sigma: (Int) -> Double) -> [Point] {
            var (smooth, variance) = (center, 0.0)
            return phase.map { night in
                let today = value(night)
                if let today {
                    let spread = sigma(night)
                    smooth = weight * today + (1 - weight) * smooth
                    variance = weight * weight * (spread * spread) + (1 - weight) * (1 - weight) * variance
                }
                let half = width * variance.squareRoot()
                return Point(
                    night: night, value: today == nil ? nil : smooth, center: center, lower: center - half,
                    upper: center + half, signal: nil)
            }
        }
    }

    /// EWMA chart of rates: sees small lasting shifts that single nights hide. σᵢ² = p̄ (1 − p̄) / nᵢ.
    ///
    /// - Parameters: `weight` λ and `width` L; 0.2 and 2.962 give a false signal every 500 nights on average.
    /// Sources: S. W. Roberts, Technometrics 1 (1959) 239–250; J. M. Lucas, M. S. Saccucci, Technometrics 32 (1990) 1–12.
    public static func smoothedRates(
        _ nights: [Proportion], marks: [ChangeMark] = [], baseline: Int? = nil, weight: Double = 0.2,
        width: Double = 2.962
    ) -> ControlChart? {
        guard weight > 0, weight <= 1, width > 0, width.isFinite else { return nil }
        let smoothing = Smoothing(weight: weight, width: width)
        let phases = ChangeMark.phases(of: nights.count, marks: marks).compactMap { phase -> [Point]? in
            let window = nights[phase].prefix(max(0, baseline ?? phase.count))
            let (cases, exams) = (window.reduce(0) { $0 + $1.count }, window.reduce(0) { $0 + $1.total })
            guard let center = Proportion(counted: cases, of: exams).value else { return nil }
            return smoothing.chart(phase, { nights[$0].value }, center: center) { night in
                (center * (1 - center) / Double(nights[night].total)).squareRoot()
            }
        }
        return ControlChart(phases: phases, runs: false)
    }

    /// EWMA chart of single values; σ = MR̄/d₂ of the baseline.
    public static func smoothedIndividuals(
        _ nights: [Double?], marks: [ChangeMark] = [], baseline: Int? = nil, weight: Double = 0.2,
        width: Double = 2.962
    ) -> ControlChart? {
        guard weight > 0, weight <= 1, width > 0, width.isFinite else { return nil }
        let smoothing = Smoothing(weight: weight, width: width)
        let phases = ChangeMark.phases(of: nights.count, marks: marks).compactMap { phase -> [Point]? in
            let window = nights[phase].prefix(max(0, baseline ?? phase.count)).compactMap(finite)
            guard let sigma = MovingRange.sigma(window) else { return nil }
            let center = window.reduce(0, +) / Double(window.count)
            return smoothing.chart(phase, { finite(nights[$0]) }, center: center) { _ in sigma }
        }
        return ControlChart(phases: phases, runs: false)
    }
}

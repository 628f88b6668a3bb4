extension ControlChart {
    /// p chart: p̄ ± 3 √(p̄ (1 − p̄) / nᵢ) in each phase, inside 0…1.
    ///
    /// - Parameters:
    ///   - baseline: how many first nights of a phase set its limits; `nil`: all of them.
    ///   - overdispersed: limits widened by σ_z, the spread of the standardised rates from night to night (MR̄/d₂). Large
    ///     nights otherwise signal every weekend. Source: D. B. Laney, Qual. Eng. 14 (2002) 531–537 (p′ chart). Never
    ///     narrowed: nights more alike than chance makes them are chance as well.
    public static func rates(
        _ nights: [Proportion], marks: [ChangeMark] = [], baseline: Int? = nil, overdispersed: Bool = false
    ) -> ControlChart {
        let phases = ChangeMark.phases(of: nights.count, marks: marks).compactMap { phase -> [Point]? in
            let window = nights[phase].prefix(max(0, baseline ?? phase.count)).filter { $0.total > 0 }
            let (cases, exams) = (window.reduce(0) { $0 + $1.count }, window.reduce(0) { $0 + $1.total })
            guard let center = Proportion(counted: cases, of: exams).value else { return nil }
            let widening = overdispersed ? max(1, MovingRange.sigma(standardised(window, center)) ?? 1) : 1
            return phase.map { night in
                let n = Double(nights[night].total)
                let half = n > 0 ? 3 * widening * (center * (1 - center) / n).squareRoot() : 1
                return Point(
                    night: night, value: nights[night].value, center: center, lower: max(0, center - half),
                    upper: min(1, center + half), signal: nil)
            }
        }
        return ControlChart(phases: phases, runs: true)
    }

    private static func standardised(_ nights: [Proportion], _ center: Double) -> [Double] {
        guard center > 0, center < 1 else { return [] }
        return nights.map { night in
            ((night.value ?? center) - center) / (center * (1 - center) / Double(night.total)).squareRoot()
        }
    }
}

extension NightWatch {
    /// The nights of a chart, as indices of `nights`.
    public var charted: Range<Int> { max(0, nights.count - Self.shown)..<nights.count }

    /// Changes within the charted nights, counted from the first of them.
    public var chartedMarks: [ChangeMark] {
        marks.filter { charted.contains($0.night) }.map {
            ChangeMark(night: $0.night - charted.lowerBound, kind: $0.kind, label: $0.label)
        }
    }

    /// The last days between limits; the first four weeks after a known change set them.
    ///
    /// Rates are widened by their spread from day to day (Laney's p′ chart), since weekends bring other patients.
    public func chart(_ measure: Measure, region: String? = nil) -> ControlChart {
        let tallies = nights[charted].map { tally($0, region) }
        switch measure {
        case .positive: return settled(rates(tallies.map { $0.positive(threshold: threshold) }))
        case .unreadable: return settled(rates(tallies.map(\.unreadableAnswers)))
        case .disagreement: return settled(rates(tallies.map(\.disagreement)))
        case .severity: return settled(individuals(tallies.map(\.meanSeverity)))
        case .latency: return settled(individuals(tallies.map(\.medianLatency)))
        }
    }

    /// Fewer days with a value set no limits that mean anything.
    static let fewestForLimits = 8

    /// Without the limits of stretches that have only just begun, and without limits that leave no room: days that are all
    /// alike say nothing of what chance does.
    private func settled(_ chart: ControlChart) -> ControlChart {
        let phases = ChangeMark.phases(of: charted.count, marks: chartedMarks).compactMap { phase in
            let points = chart.points.filter { phase.contains($0.night) }
            let values = points.prefix(Self.reference).count { $0.value != nil }
            let hasRoom = points.contains { $0.value != nil && $0.lower < $0.upper }
            return values >= Self.fewestForLimits && hasRoom ? points : nil
        }
        return ControlChart(phases: phases, runs: true)
    }

    private func rates(_ nights: [Proportion]) -> ControlChart {
        .rates(nights, marks: chartedMarks, baseline: Self.reference, overdispersed: true)
    }

    private func individuals(_ nights: [Double?]) -> ControlChart {
        .individuals(nights, marks: chartedMarks, baseline: Self.reference)
    }

    /// The value of a charted figure on one night; `nil` where there is nothing.
    public func value(_ measure: Measure, night index: Int, region: String? = nil) -> Double? {
        guard nights.indices.contains(index) else { return nil }
        let tally = tally(nights[index], region)
        switch measure {
        case .positive: return tally.positive(threshold: threshold).value
        case .unreadable: return tally.unreadableAnswers.value
        case .disagreement: return tally.disagreement.value
        case .severity: return tally.meanSeverity
        case .latency: return tally.medianLatency
        }
    }
}

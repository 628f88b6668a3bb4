import Radiology
import Reports
import Statistics

/// What the watch found, as pictures and words of `Reports`.
struct NightPictures {
    let watch: NightWatch
    /// Regions get known names only.
    let isForUser: Bool
    let font: String

    private static let titles: [(measure: NightWatch.Measure, title: String, unit: ChartUnit)] = [
        (.positive, "Positive rate of the AI by day", .share),
        (.severity, "Mean severity by day", .number(name: "")),
        (.disagreement, "Disagreement with radiologists by day", .share),
        (.unreadable, "Unreadable answers by day", .share),
        (.latency, "Median latency by day", .number(name: "s")),
    ]

    /// - Parameter kept: pictures that were drawn for another audience.
    func drawn(_ kept: inout NightKept) -> (watch: NightlyWatch, problem: String?) {
        var drawn = NightlyWatch()
        var problem: String?
        let hasExams = watch.nights.contains { $0.all.exams + $0.all.answers > 0 }
        let alarms = watch.alarms
        if hasExams {
            (drawn.charts, problem) = charts(alarms, &kept)
            drawn.since = day(watch.watchedSince)
            drawn.monitored = watch.monitored
        }
        drawn.alarms = alarms.map(alarm)
        drawn.drifts = watch.drifts.map(drift)
        drawn.marks = watch.marks.map { .init(day: day($0.night), words: Self.words($0)) }
        return (drawn, problem)
    }

    private func charts(
        _ alarms: [NightWatch.Alarm], _ kept: inout NightKept
    ) -> (charts: [NightlyWatch.Chart], problem: String?) {
        let charts = Self.titles.map { watch.chart($0.measure) }
        let wanted = zip(Self.titles, charts).map { title, chart in
            NightKept.Chart(
                title: title.title, unit: title.unit, nights: nights(title.measure, chart),
                events: events(title.measure, alarms))
        }
        let (pngs, problem) = kept.drawn(wanted, font: font)
        let shown = wanted.indices.map { index in
            NightlyWatch.Chart(wanted[index].picture, png: pngs[index], signal: wanted[index].nights.last?.signal)
        }
        return (shown, problem)
    }

    private func day(_ index: Int) -> String {
        guard watch.nights.indices.contains(index) else { return "" }
        return CalendarDay(dayNumber: watch.nights[index].day)?.description ?? ""
    }

    private func region(_ name: String?) -> String? {
        guard let name else { return nil }
        if isForUser, !RegionRules.knownRegions.contains(name) { return "unknown regions" }
        return BodyRegion(rawValue: name).words
    }

    private func nights(_ measure: NightWatch.Measure, _ chart: ControlChart) -> [ControlChartPicture.Night] {
        let points = Dictionary(chart.points.map { ($0.night, $0) }) { first, _ in first }
        return watch.charted.enumerated().map { place, index in
            let point = points[place]
            return ControlChartPicture.Night(
                day(index), value: watch.value(measure, night: index),
                limits: point.map { .init(center: $0.center, lower: max(0, $0.lower), upper: $0.upper) },
                signal: point?.signal.map(Self.signal))
        }
    }

    private func events(_ measure: NightWatch.Measure, _ alarms: [NightWatch.Alarm]) -> [ControlChartPicture.Event] {
        let known = watch.chartedMarks.map { ControlChartPicture.Event(night: $0.night, words: Self.words($0)) }
        let watched: Set<NightWatch.Measure> = measure == .positive ? [.severity, .positive] : [measure]
        let found = alarms.filter { $0.region == nil && watched.contains($0.measure) }.compactMap { alarm in
            alarm.changed.map {
                ControlChartPicture.Event(
                    night: $0 - watch.charted.lowerBound, words: "change found, \(day($0))", isFound: true)
            }
        }
        return known + found
    }

    static func words(_ mark: ChangeMark) -> String {
        let label = mark.kind == .prompt || mark.kind == .recipe ? NightForce.short(mark.label) : mark.label
        return "\(mark.kind.rawValue) \(label)"
    }

    private static func signal(_ signal: ControlChart.Signal) -> ControlChartPicture.Signal {
        switch signal {
        case .beyondLimits: .beyondLimits
        case .run: .run
        }
    }

    private func alarm(_ alarm: NightWatch.Alarm) -> NightlyWatch.Alarm {
        let measure =
            switch alarm.measure {
            case .positive: "positive rate"
            case .severity: "severities"
            case .latency: "latency"
            case .unreadable: "unreadable answers"
            case .disagreement: "disagreement"
            }
        let target = alarm.measure == .unreadable ? watch.targets.unreadable : watch.targets.disagreement
        return NightlyWatch.Alarm(
            measure: measure, region: region(alarm.region), target: alarm.kind == .aboveTarget ? target : nil,
            since: day(alarm.night), changed: alarm.changed.map(day))
    }

    private func drift(_ drift: NightWatch.Drift) -> NightlyWatch.Drift {
        NightlyWatch.Drift(
            region: region(drift.region), reference: drift.reference, current: drift.current, severity: drift.severity,
            critical: drift.critical, severityMoved: drift.severityMoved, latency: drift.latency,
            latencyMoved: drift.latencyMoved)
    }
}

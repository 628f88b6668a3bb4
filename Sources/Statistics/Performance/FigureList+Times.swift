extension FigureList {
    /// How long the reader takes, and how long until the radiologist's report.
    mutating func times(_ counts: PerformanceCounts) {
        let latency = counts.overall.latency
        index(
            "overall.latency.mean", latency.mean, of: latency.count, latency.meanInterval(level: level), by: .student,
            .seconds)
        quantile("overall.latency.median", 0.5, latency, .seconds)
        quantile("overall.latency.p95", 0.95, latency, .seconds)
        index(
            "overall.throughput", Throughput.examsAnHour(latencies: latency, perSecond: 1), of: latency.count, nil,
            by: .none, .perHour)
        quantile("overall.check.median", 0.5, counts.checks, .seconds)
        quantile("overall.report.q1", 0.25, counts.overall.reports, .minutes)
        quantile("overall.report.median", 0.5, counts.overall.reports, .minutes)
        quantile("overall.report.q3", 0.75, counts.overall.reports, .minutes)
        let (events, waiting) = (counts.overall.reports, counts.overall.waiting)
        survivalMedian("overall.report.medianKM", events, waiting)
        rate("overall.report.waiting", Proportion(counted: waiting.count, of: events.count + waiting.count))
    }

    /// The median with those that still wait counted for as long as they have waited. An interval only where both of its
    /// ends are reached.
    mutating func survivalMedian(_ id: String, _ events: ValueCounts, _ waiting: ValueCounts) {
        let curve = KaplanMeier(events: events, censored: waiting)
        let ends = curve?.quantileInterval(0.5, level: level)
        let interval = ends.flatMap { ends in
            ends.upper.flatMap { Interval(Double(ends.lower), Double($0), level: level) }
        }
        index(
            id, curve?.quantile(0.5).map(Double.init), of: events.count + waiting.count, interval, by: .delta, .minutes)
    }

    /// Exams by status, failures by kind, attempts by outcome.
    mutating func failures(_ counts: PerformanceCounts) {
        let (answers, failures) = (counts.answers.count, counts.failures.count)
        rate("overall.attempts.failed", Proportion(counted: failures, of: answers + failures))
        rate("overall.attempts.unreadable", Proportion(counted: counts.unreadable.count, of: answers + failures))
        let all = counts.statuses.total.count
        for (status, tally) in counts.statuses.groups {
            rate("status.\(Figure.escaped(status))", Proportion(counted: tally.count, of: all))
        }
        for (error, tally) in counts.errors.groups {
            rate("error.\(Figure.escaped(error))", Proportion(counted: tally.count, of: all))
        }
    }

    /// What if the threshold were another? Both sides move, as when the setting is changed.
    mutating func thresholds(_ pairs: PairCounts) {
        for threshold in Self.thresholds {
            let table = pairs.table(threshold: threshold)
            let (verdicts, prefix) = (table.verdicts(threshold: threshold), "threshold.\(threshold).")
            cells(prefix, verdicts)
            rate(
                prefix + "positive",
                Proportion(
                    counted: table.readerPositives(threshold: threshold), of: table.readerDistribution.reduce(0, +)))
            verdictRates(prefix, verdicts)
            indices(prefix, verdicts)
        }
    }

    static let thresholds = 3...8
}

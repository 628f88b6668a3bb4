import Foundation
import Radiology

/// What `done` exams add up to. One walk for the sums, one along the last year for the trends.
extension ExamIndex {
    /// - Parameters:
    ///   - filter: narrows further; only `done` exams count whatever it says.
    ///   - zone: of the modalities' clocks.
    public func statistics(
        _ filter: ExamFilter = ExamFilter(), now: Date, in zone: TimeZone
    ) throws(StoreError) -> ExamStatistics {
        let window = StatisticsWindow(now: now, zone: zone)
        let sums = try current { columns in
            let marks = columns.selection(filter.ofDone, threshold: threshold)
            return Sums(columns, marks, threshold, window)
        }
        let groups = sums.verdicts.tallies(threshold: threshold)
        let regions = sums.regions
        let answered = groups.mapValues(\.answered).filter { $0.value.total > 0 }
        return ExamStatistics(
            overall: VerdictTally(sumOf: groups.values, threshold: threshold), regions: regions.named(answered),
            lastDay: sums.lastDay, failed: sums.failed, ignored: sums.ignored,
            days: regions.trend(sums.days, window.days.map(\.description)),
            months: regions.trend(sums.months, window.months.map(\.monthText)))
    }

    /// How many exams have which compared severity, 0…10.
    public func severities(_ filter: ExamFilter = ExamFilter()) throws(StoreError) -> [Int] {
        try tally(filter.ofDone).comparedSeverities
    }
}

extension ExamFilter {
    /// The same, of the exams that are `done` alone.
    var ofDone: ExamFilter {
        var filter = self
        filter.statuses = statuses.map { $0.intersection([.done]) } ?? [.done]
        return filter
    }
}

extension CalendarDay {
    /// `YYYY-MM`
    var monthText: String { String(description.prefix(7)) }
}

/// What is counted while the columns stand still; the rest is made of it afterwards.
private struct Sums: Sendable {
    /// Totals and positives, each by region and period.
    struct Trend: Sendable {
        var totals: CountTable
        var positives: CountTable
    }

    let regions: RegionRows
    /// By region and `VerdictCode`.
    private(set) var verdicts: CountTable
    private(set) var days: Trend
    private(set) var months: Trend
    private(set) var lastDay = LatencyTally(exams: 0, seconds: 0)
    let failed: Int
    let ignored: Int

    init(_ columns: ExamColumns, _ marks: [UInt8], _ threshold: Int, _ window: StatisticsWindow) {
        regions = RegionRows(columns.regionNames)
        let rows = regions.rows.count
        verdicts = CountTable(rows: rows, columns: VerdictCode.count)
        days = Trend(rows: rows, periods: window.days.count)
        months = Trend(rows: rows, periods: window.months.count)
        (failed, ignored) = (columns.number(.error), columns.number(.ignore))
        for place in marks.indices {
            verdicts.add(
                marks[place], row: regions.rows[Int(columns.regions[place])], column: UInt32(columns.verdicts[place]))
        }
        walk(columns, marks, threshold, window)
    }

    private mutating func walk(
        _ columns: ExamColumns, _ marks: [UInt8], _ threshold: Int, _ window: StatisticsWindow
    ) {
        let positive = VerdictCode.table { ($0.ai?.score ?? -1) >= threshold ? 1 : 0 }
        var (day, month) = (PeriodWalk(window.days), PeriodWalk(window.months))
        var (exams, seconds) = (0, 0)
        columns.eachNewest(before: window.end) { place in
            let created = columns.created[place]
            guard month.isIn(created) else { return false }
            let (mark, row) = (marks[place], regions.rows[Int(columns.regions[place])])
            let isPositive = mark & positive[Int(columns.verdicts[place])]
            months.add(mark, isPositive, row, month.period)
            if day.isIn(created) { days.add(mark, isPositive, row, day.period) }
            if mark == 1, created >= window.dayAgo, let latency = columns.latency(place) {
                exams += 1
                seconds += latency
            }
            return true
        }
        lastDay = LatencyTally(exams: exams, seconds: seconds)
    }
}

extension Sums.Trend {
    init(rows: Int, periods: Int) {
        (totals, positives) = (CountTable(rows: rows, columns: periods), CountTable(rows: rows, columns: periods))
    }

    mutating func add(_ mark: UInt8, _ isPositive: UInt8, _ row: UInt32, _ period: Int) {
        let period = UInt32(truncatingIfNeeded: period)
        totals.add(mark, row: row, column: period)
        positives.add(isPositive, row: row, column: period)
    }
}

extension RegionRows {
    fileprivate func trend(_ trend: Sums.Trend, _ periods: [String]) -> [TrendPoint] {
        var positives: [[Int]: Int] = [:]
        trend.positives.eachCell { row, period, count in positives[[row, period]] = count }
        var points: [TrendPoint] = []
        trend.totals.eachCell { row, period, count in
            points.append(
                TrendPoint(
                    region: names[row], period: periods[period], total: count, positive: positives[[row, period]] ?? 0))
        }
        return points.sorted { ($0.region, $0.period) < ($1.region, $1.period) }
    }
}

/// What of the figures is hidden, as far as it is drawn as well.
struct CurveHiding {
    /// Whether the 2 × 2 table of all exams is hidden: then nothing that it follows from is drawn.
    let isBare: Bool
    /// Of all exams.
    let trend: HiddenPoint
    let hidesCalibration, hidesReports: Bool
    /// How many exams the times to the report are of.
    let timed: Int
    let overall: GroupParts
    let threshold: Int
    /// The 2 × 2 tables that are shown.
    let tables: [[Int]]
    /// By threshold.
    let hiddenThresholds: Set<Int>
    let regions: [String: (hidden: HiddenPoint, whole: TrendParts)]
    /// All exams.
    let whole: TrendParts

    /// Whether all exams are told as they are.
    let isTold: Bool

    init(_ whole: Performance, _ overall: GroupParts, _ hidden: Set<String>, _ tables: [[Int]], isTold: Bool) {
        self.isTold = isTold
        func point(_ prefix: String) -> HiddenPoint {
            HiddenPoint(
                exams: hidden.contains(prefix + "exams"), positive: hidden.contains(prefix + "positive"),
                disagreement: hidden.contains(prefix + "disagreement"))
        }
        isBare = hidden.contains("overall.tp")
        trend = point("overall.")
        hidesCalibration = hidden.contains("overall.brier")
        hidesReports = hidden.contains("overall.report.medianKM")
        timed = overall.total("report.medianKM")
        (self.overall, self.tables, threshold) = (overall, tables, whole.threshold)
        hiddenThresholds = Set(FigureList.thresholds.filter { hidden.contains("threshold.\($0).tp") })
        func parts(_ prefix: String) -> TrendParts {
            let (positive, different) = (whole[prefix + "positive"], whole[prefix + "disagreement"])
            return TrendParts(
                exams: whole[prefix + "exams"]?.count ?? 0, positive: positive?.count ?? 0,
                assessed: positive?.total ?? 0, different: different?.count ?? 0, compared: different?.total ?? 0)
        }
        self.whole = parts("overall.")
        regions = Dictionary(
            whole.figures(of: .region).map { group in
                let prefix = Figure.id(.region, group.name, "")
                return (group.name, (point(prefix), parts(prefix)))
            }
        ) { first, _ in first }
    }
}

extension Curves {
    func suppressed(_ cells: SmallCells, _ hiding: CurveHiding) -> Curves {
        var curves = self
        curves.hideRegionMonths(cells, hiding)
        if hiding.isTold { return curves }
        curves.hideSeverities(cells, hiding)
        curves.hideDiscrimination(cells, hiding)
        curves.hideCalibration(cells, hiding)
        curves.hideReports(cells, hiding)
        curves.hideTrends(cells, hiding)
        return curves
    }

    /// Severities are shown as a whole or not at all: their cells add up to each other, to the table and to the figures of
    /// every threshold.
    private mutating func hideSeverities(_ cells: SmallCells, _ hiding: CurveHiding) {
        let isSmall = cells.isSmall
        // People's severities of the exams that the reader has not assessed, beside the table.
        let people = referenceSeverities.enumerated()
        let positive = people.reduce(0) { $0 + ($1.offset >= hiding.threshold ? $1.element : 0) }
        let called = hiding.overall.truePositives + hiding.overall.falseNegatives
        let unread = [positive - called, hiding.overall.reviewed - hiding.overall.compared - positive + called]
        let hidesAll = hiding.isBare || hiding.trend.positive
        if hidesAll || confusion.joined().contains(where: isSmall) { confusion = [] }
        if hidesAll || readerSeverities.contains(where: isSmall) { readerSeverities = [] }
        if hidesAll || (referenceSeverities + unread).contains(where: isSmall) { referenceSeverities = [] }
        if hiding.isBare || differences.contains(where: isSmall) { differences = [] }
    }

    /// Points that differ in few exams from one that is shown are left out, and so are rows of thresholds.
    private mutating func hideDiscrimination(_ cells: SmallCells, _ hiding: CurveHiding) {
        thresholds = hiding.isBare ? [] : thresholds.filter { !hiding.hiddenThresholds.contains($0.threshold) }
        guard !hiding.isBare, let last = precisionRecall.last else {
            (roc, precisionRecall) = ([], [])
            return
        }
        func place(_ point: RecallPoint) -> [Int] {
            [point.precision.count, point.precision.total - point.precision.count]
        }
        var known = [[0, 0], place(last)] + hiding.tables.map { [$0[0], $0[2]] }
        var kept: Set<Int> = []
        for point in precisionRecall where known.allSatisfy({ cells.areApart(place(point), $0) }) {
            known.append(place(point))
            kept.insert(point.threshold)
        }
        // All exams: its numbers are known already.
        kept.insert(last.threshold)
        precisionRecall = precisionRecall.filter { kept.contains($0.threshold) }
        roc = roc.filter { $0.threshold.map(kept.contains) ?? true }
    }

    private mutating func hideCalibration(_ cells: SmallCells, _ hiding: CurveHiding) {
        let parts = reliability.map { [$0.frequency.count, $0.frequency.total - $0.frequency.count] }
        let (right, wrong) = parts.reduce((0, 0)) { ($0.0 + $1[0], $0.1 + $1[1]) }
        // Compared exams without a stated confidence.
        let rest = [hiding.overall.agreements - right, hiding.overall.disagreements - wrong]
        guard !hiding.hidesCalibration, !(rest + [right, wrong]).contains(where: cells.isSmall) else {
            reliability = []
            return
        }
        let hidden = cells.hidden(parts: parts, also: parts.map { _ in false })
        reliability = zip(reliability, hidden).filter { !$1 }.map(\.0)
    }

    /// Points at which few have a report, few have none, or few have got one since the point before.
    private mutating func hideReports(_ cells: SmallCells, _ hiding: CurveHiding) {
        guard !hiding.hidesReports else {
            reported = []
            return
        }
        func isSmall(_ share: Double) -> Bool {
            let exams = share * Double(hiding.timed)
            return exams > 1e-6 && exams < Double(cells.minimum) - 1e-6
        }
        var before = 0.0
        reported = reported.filter { point in
            guard !isSmall(point.share), !isSmall(1 - point.share), !isSmall(point.share - before) else { return false }
            before = point.share
            return true
        }
    }

    private func monthly(_ cells: SmallCells, _ hiding: CurveHiding) -> LineHiding {
        LineHiding(months, of: hiding.whole, cells, already: hiding.trend)
    }

    /// The days of a month add up to it: what is hidden there is hidden here.
    private mutating func hideTrends(_ cells: SmallCells, _ hiding: CurveHiding) {
        let monthly = monthly(cells, hiding)
        let wholes = Dictionary(months.map { ($0.label, TrendParts($0)) }) { first, _ in first }
        let byMonth = Dictionary(grouping: days) { String($0.label.prefix(7)) }.sorted { $0.key < $1.key }
        days = byMonth.flatMap { month, days in
            LineHiding(days, of: wholes[month] ?? TrendParts(), cells, already: monthly.hidden(month)).shown
        }
        months = monthly.shown
    }

    /// The months of the regions add up to those of all exams.
    private mutating func hideRegionMonths(_ cells: SmallCells, _ hiding: CurveHiding) {
        let monthly = hiding.isTold ? nil : monthly(cells, hiding)
        regionMonths =
            RegionMonthsHiding(
                regionMonths, cells, wholes: regionMonths.map { hiding.regions[$0.region]?.whole ?? TrendParts() },
                hidden: regionMonths.map { hiding.regions[$0.region]?.hidden ?? .all },
                months: { monthly?.hidden($0) ?? HiddenPoint() }
            ).shown
    }
}

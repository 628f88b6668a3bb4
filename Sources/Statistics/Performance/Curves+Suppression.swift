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
    let regions: [String: HiddenPoint]

    init(_ whole: Performance, _ overall: GroupParts, _ hidden: Set<String>, _ tables: [[Int]]) {
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
        regions = Dictionary(
            whole.figures(of: .region).map { ($0.name, point(Figure.id(.region, $0.name, ""))) }
        ) { first, _ in first }
    }
}

extension Curves {
    func suppressed(_ cells: SmallCells, _ hiding: CurveHiding) -> Curves {
        var curves = self
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

    private mutating func hideTrends(_ cells: SmallCells, _ hiding: CurveHiding) {
        let monthly = TrendHiding([months], cells) { _, _ in hiding.trend }
        // The days of a month add up to it, and the regions' months to all: what is hidden there is hidden here.
        let byMonth = Dictionary(grouping: days) { String($0.label.prefix(7)) }.sorted { $0.key < $1.key }
        days = byMonth.flatMap { month, days in
            TrendHiding([days], cells) { _, _ in monthly.hidden(0, month) }.shown[0]
        }
        let regions = regionMonths.map { hiding.regions[$0.region] ?? HiddenPoint() }
        let shown = TrendHiding(regionMonths.map(\.months), cells) { row, month in
            regions[row].exams ? .all : regions[row].and(monthly.hidden(0, month))
        }.shown
        months = monthly.shown.first ?? []
        for (index, months) in shown.enumerated() { regionMonths[index].months = months }
    }
}

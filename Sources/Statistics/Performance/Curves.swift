/// What is drawn: the same counts as the figures, point by point.
public struct Curves: Codable, Equatable, Sendable {
    /// By falling threshold, from (0, 0) to (1, 1); empty unless positives and negatives are there.
    public internal(set) var roc: [ROCPoint] = []
    /// By falling threshold; empty without positives.
    public internal(set) var precisionRecall: [RecallPoint] = []
    /// Ten bins; empty without a stated confidence.
    public internal(set) var reliability: [ReliabilityPoint] = []
    /// 3…8, both sides moving.
    public internal(set) var thresholds: [ThresholdPoint] = []
    /// 12 × 12, reference down, reader across; the last row and column are "not assessed".
    public internal(set) var confusion: [[Int]] = []
    /// 0…10, whether compared or not.
    public internal(set) var readerSeverities: [Int] = []
    public internal(set) var referenceSeverities: [Int] = []
    /// Reader − reference, −10…10, of the compared exams.
    public internal(set) var differences: [Int] = []
    public internal(set) var reported: [ReportedPoint] = []
    /// Days with exams, the last 92 of them.
    public internal(set) var days: [TrendPoint] = []
    /// Months with exams, all of them.
    public internal(set) var months: [TrendPoint] = []
    public internal(set) var regionMonths: [RegionTrend] = []

    init() {}

    init(_ counts: PerformanceCounts, _ table: SeverityTable, _ list: FigureList) {
        let scores = table.scores(referenceThreshold: list.threshold)
        roc = (ROCCurve(scores)?.points ?? []).map { point in
            ROCPoint(
                threshold: point.threshold, sensitivity: list.share(point.truePositiveRate),
                falsePositiveRate: list.share(point.falsePositiveRate))
        }
        precisionRecall = (PrecisionRecallCurve(scores)?.points ?? []).map { point in
            RecallPoint(
                threshold: point.threshold, precision: list.share(point.precision), recall: list.share(point.recall))
        }
        reliability = (ReliabilityCurve(counts.calibration(threshold: list.threshold))?.bins ?? []).map { bin in
            ReliabilityPoint(
                from: bin.from, through: bin.through, meanConfidence: bin.meanConfidence,
                frequency: list.share(bin.frequency))
        }
        thresholds = FigureList.thresholds.map { threshold in
            let verdicts = counts.overall.pairs.table(threshold: threshold).verdicts(threshold: threshold)
            return ThresholdPoint(
                threshold: threshold, truePositives: verdicts.truePositives, trueNegatives: verdicts.trueNegatives,
                falsePositives: verdicts.falsePositives, falseNegatives: verdicts.falseNegatives)
        }
        let severities = Severities.all.map(Optional.some) + [nil]
        confusion = severities.map { row in severities.map { table.count(reader: $0, reference: row) } }
        readerSeverities = table.readerDistribution
        referenceSeverities = table.referenceDistribution
        differences = table.differences
        reported = Self.reported(counts.overall, list)
        trends(counts, list)
    }

    /// Minutes at which the share is given: a quarter of an hour to thirty days.
    static let times = [15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 7200, 10_080, 20_160, 43_200]
    static let mostDays = 92

    private static func reported(_ counts: GroupCounts, _ list: FigureList) -> [ReportedPoint] {
        guard let curve = KaplanMeier(events: counts.reports, censored: counts.waiting), curve.events > 0 else {
            return []
        }
        return times.filter { $0 <= curve.lastTime }.map { time in
            let interval = curve.step(at: time)?.interval(level: list.level)
            return ReportedPoint(
                minutes: time, share: curve.reported(by: time), lower: interval.map { 1 - $0.upper },
                upper: interval.map { 1 - $0.lower })
        }
    }

    private mutating func trends(_ counts: PerformanceCounts, _ list: FigureList) {
        days = counts.days.groups.suffix(Self.mostDays).map { TrendPoint(CivilDay($0.key).text, $0.value, list) }
        months = counts.months.total.groups.map { TrendPoint(CivilDay.text(month: $0.key), $0.value, list) }
        let regions = FigureList.largest(.region, counts).map(\.name)
        let kept = Set(regions)
        var byRegion: [String: Grouped<Int, PairCounts>] = [:]
        for (region, months) in counts.months.groups {
            byRegion[kept.contains(region) ? region : GroupKind.others, default: Grouped()].merge(months)
        }
        regionMonths = regions.compactMap { region in
            byRegion[region].map { months in
                RegionTrend(
                    region: region,
                    months: months.groups.map { TrendPoint(CivilDay.text(month: $0.key), $0.value, list) })
            }
        }
    }
}

extension TrendPoint {
    init(_ label: String, _ pairs: PairCounts, _ list: FigureList) {
        let table = pairs.table(threshold: list.threshold)
        let severities = table.readerSeverities
        self.init(
            label: label, exams: table.total,
            positive: list.share(
                Proportion(counted: table.readerPositives(threshold: list.threshold), of: severities.count)),
            disagreement: list.share(table.verdicts(threshold: list.threshold).disagreement),
            meanSeverity: severities.mean)
    }
}

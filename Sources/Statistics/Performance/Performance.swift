/// All figures of a set of exams at one threshold: made once, printed by everyone.
public struct Performance: Codable, Equatable, Sendable {
    /// Positive: severity ≥ threshold, 0…10.
    public let threshold: Int
    /// Coverage that the intervals promise, 0.95 for 95 %.
    public let level: Double
    public let rates: RateInterval
    /// In a fixed order: all exams, times, calibration, failures, thresholds, groups.
    public let figures: [Figure]
    public let curves: Curves

    /// - Parameters:
    ///   - threshold: moved into 0…10.
    ///   - level: 0.95 unless it lies inside 0.5…0.999.
    public init(
        _ counts: PerformanceCounts, threshold: Int, level: Double = 0.95, rates: RateInterval = .wilson
    ) {
        var resamples = Resamples()
        self.init(counts, threshold: threshold, level: level, rates: rates, resamples: &resamples)
    }

    /// - Parameter resamples: of figures made before, such as those of the same exams in other words: what is equal is
    ///   not drawn again.
    public init(
        _ counts: PerformanceCounts, threshold: Int, level: Double = 0.95, rates: RateInterval = .wilson,
        resamples: inout Resamples
    ) {
        let threshold = min(max(threshold, 0), Severities.count - 1)
        let level = (0.5...0.999).contains(level) ? level : 0.95
        var list = FigureList(threshold: threshold, level: level, rates: rates, resampled: resamples)
        let table = counts.overall.pairs.table(threshold: threshold)
        list.agreement(table)
        list.discrimination(table)
        list.calibration(counts.calibration(threshold: threshold))
        list.times(counts)
        list.failures(counts)
        list.thresholds(counts.overall.pairs)
        for kind in GroupKind.allCases { list.groups(kind, counts) }
        resamples = list.resampled
        let curves = Curves(counts, table, list)
        self.init(threshold, level, rates, list.figures, curves)
    }

    init(_ threshold: Int, _ level: Double, _ rates: RateInterval, _ figures: [Figure], _ curves: Curves) {
        (self.threshold, self.level, self.rates) = (threshold, level, rates)
        (self.figures, self.curves) = (figures, curves)
    }

    public subscript(id: String) -> Figure? { figures.first { $0.id == id } }

    /// The groups of a kind in the order in which they are shown, each with its figures.
    public func figures(of kind: GroupKind) -> [(name: String, figures: [Figure])] {
        var groups: [(name: String, figures: [Figure])] = []
        // Most figures are of other kinds, or of the group of the one before: looking at how an id begins is enough.
        let ofKind = Array("\(kind.rawValue).".utf8)
        var ofGroup: [UInt8]?
        for figure in figures where figure.id.utf8.starts(with: ofKind) {
            if let ofGroup, figure.id.utf8.starts(with: ofGroup) {
                groups[groups.count - 1].figures.append(figure)
                continue
            }
            guard let group = figure.group, group.kind == kind else { continue }
            ofGroup = Array(Figure.id(kind, group.name, "").utf8)
            if groups.last?.name == group.name {
                groups[groups.count - 1].figures.append(figure)
            } else {
                groups.append((group.name, [figure]))
            }
        }
        return groups
    }
}

extension PerformanceCounts {
    /// How often the reader was on the reference's side, by its stated confidence.
    func calibration(threshold: Int) -> CalibrationCounts {
        var counts = CalibrationCounts()
        for (percent, pairs) in confidences.groups {
            let verdicts = pairs.table(threshold: threshold).verdicts(threshold: threshold)
            counts.add(percent: percent, happened: true, times: verdicts.agreements)
            counts.add(percent: percent, happened: false, times: verdicts.disagreements)
        }
        return counts
    }
}

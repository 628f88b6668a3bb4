/// The numbers of exams that the figures of one group are made of.
struct GroupParts {
    private let figures: [String: Figure]
    let exams, reviewed, compared, assessed, notAssessed, positive: Int
    let truePositives, trueNegatives, falsePositives, falseNegatives: Int

    /// - Parameter whole: whose numbers hold where a row of thresholds has none of its own.
    init(_ list: [Figure], beside whole: GroupParts? = nil) {
        let figures = Dictionary(list.map { ($0.measure, $0) }) { first, _ in first }
        func count(_ measure: String) -> Int { figures[measure]?.count ?? 0 }
        self.figures = figures
        exams = whole?.exams ?? count("exams")
        (reviewed, compared) = (whole?.reviewed ?? count("reviewed"), whole?.compared ?? count("compared"))
        (positive, assessed) = (count("positive"), figures["positive"]?.total ?? 0)
        notAssessed = whole?.notAssessed ?? count("notAssessed")
        (truePositives, trueNegatives) = (count("tp"), count("tn"))
        (falsePositives, falseNegatives) = (count("fp"), count("fn"))
    }

    subscript(measure: String) -> Figure? { figures[measure] }
    var ids: [String] { figures.values.map(\.id) }
    func total(_ measure: String) -> Int { figures[measure].map { $0.total ?? $0.count ?? 0 } ?? 0 }
    func ids(_ measures: Set<String>) -> [String] { measures.compactMap { figures[$0]?.id } }

    var table: [Int] { [truePositives, trueNegatives, falsePositives, falseNegatives] }

    var agreements: Int { truePositives + trueNegatives }
    var disagreements: Int { falsePositives + falseNegatives }
    /// The reader's exams that nobody compares, and those that nobody has assessed.
    var alone: [Int] {
        [
            positive - truePositives - falsePositives, assessed - positive - trueNegatives - falseNegatives,
            notAssessed - reviewed + compared,
        ]
    }

    /// Whether its table can be shown together with the reader's positives.
    func isOpen(_ cells: SmallCells) -> Bool {
        !(table + alone.prefix(2) + [positive, assessed - positive]).contains(where: cells.isSmall)
    }
}

/// Which figures of one kind of groups to hide.
///
/// They come in levels, each of which divides the exams further than the one before and is hidden where that one is:
/// exams; reviewed and compared; agreement; the 2 × 2 table; the reader's positives, since with agreement known they give
/// the table. Times are beside them.
struct LevelHiding {
    private let levels: [(marks: [Bool], measures: Set<String>)]
    private let wholly: [Bool]

    private static let table: Set = [
        "tp", "tn", "fp", "fn", "sensitivity", "specificity", "ppv", "npv", "prevalence", "balancedAccuracy", "f1",
        "mcc", "youden", "kappa", "kappaLinear", "kappaQuadratic", "auc", "averagePrecision", "mcnemar",
    ]

    /// - Parameters:
    ///   - known: groups whose exams are told elsewhere.
    ///   - tellsWhole: whether the table of all groups together is told, small as its cells may be.
    init(_ groups: [GroupParts], _ cells: SmallCells, known: Set<Int> = [], tellsWhole: Bool = false) {
        let wholly = cells.hidden(groups.map(\.exams), known: known)
        // What is not reviewed, compared or assessed says nothing of a patient: only what is.
        let marks = [\GroupParts.reviewed, \.compared].map { some in
            cells.hidden(
                parts: groups.map { [$0[keyPath: some], $0.exams - $0[keyPath: some]] }, also: wholly, secret: [0])
        }
        let reviewed = zip(marks[0], marks[1]).map { $0 || $1 }
        var agreement = cells.hidden(parts: groups.map { [$0.agreements, $0.disagreements] }, also: reviewed)
        let rows = groups.map(\.table)
        var table = agreement
        // Where agreement is known each half of the table has a sum of its own.
        for half in [0..<2, 2..<4, 0..<2, 2..<4] {
            let small = zip(rows, table).map { $1 || $0.contains(where: cells.isSmall) }
            table = cells.hidden(parts: rows.map { Array($0[half]) }, also: small)
        }
        if tellsWhole, cells.isOpen(rows, hidden: table) {
            // The disagreements of some groups, with the table of all, would tell it of the others.
            (agreement, table) = Self.asOne(rows, agreement, cells)
        }
        let read = cells.hidden(
            parts: groups.map { [$0.exams - $0.notAssessed, $0.notAssessed] }, also: wholly, secret: [0])
        let own = groups.indices.map { table[$0] || read[$0] || !groups[$0].isOpen(cells) }
        let positive = cells.hidden(parts: groups.map(\.alone), also: own, secret: [0, 1])
        let isStated = groups.map { $0.compared - $0.total("brier") }
        let calibrated = zip(agreement, isStated).map { $0 || cells.isSmall($1) }
        let latency = cells.hidden(parts: groups.map(Self.times), also: wholly, secret: [0])
        let waiting = cells.hidden(parts: groups.map(Self.waits), also: wholly, secret: [0])
        let checks = groups.map { cells.isSmall($0.total("check.median")) }
        self.wholly = wholly
        levels = [
            (reviewed, ["reviewed", "compared"]), (agreement, ["accuracy", "disagreement", "p", "holm", "fdr"]),
            (table, Self.table), (positive, ["positive", "meanSeverity"]),
            (read, ["notAssessed"]),
            (calibrated, ["brier", "ece", "mce"]),
            (latency, ["latency.median", "latency.mean", "latency.p95", "throughput"]),
            (waiting, ["report.median", "report.q1", "report.q3", "report.medianKM", "report.waiting"]),
            (checks, ["check.median"]),
        ]
    }

    private static func asOne(_ rows: [[Int]], _ also: [Bool], _ cells: SmallCells) -> ([Bool], [Bool]) {
        let marks = cells.hidden(parts: rows, also: also)
        return (marks, marks)
    }

    /// With and without a time of the AI.
    private static func times(_ group: GroupParts) -> [Int] {
        let timed = group.total("latency.median")
        return [timed, max(0, group.exams - timed)]
    }

    /// With a report, without one, without a known time.
    private static func waits(_ group: GroupParts) -> [Int] {
        let (reported, timed) = (group.total("report.median"), group.total("report.medianKM"))
        return [reported, timed - reported, group.exams - timed].map { max(0, $0) }
    }

    func figures(of groups: [GroupParts]) -> Set<String> {
        var hidden: Set<String> = []
        for (index, group) in groups.enumerated() {
            if wholly[index] { hidden.formUnion(group.ids) }
            for level in levels where level.marks[index] { hidden.formUnion(group.ids(level.measures)) }
        }
        return hidden
    }
}

import Statistics

extension StatisticsPage {
    var overviewSections: [StatisticsSection] {
        [
            StatisticsSection(
                id: "agreement", heading: "AI and people",
                note: "People: the severity after a review, else that of the radiologist's report. Exams that one side "
                    + "has not assessed are compared with nothing.",
                grid: overallGrid, matrices: overallMatrix),
            StatisticsSection(
                id: "regions", heading: "By region",
                note: "The tint behind MCC repeats its value: one colour from 0.7 on, a second from 0.3 on, a third "
                    + "below.",
                charts: [.agreementByRegion], grid: regionGrid, matrices: regionMatrices),
            StatisticsSection(
                id: "days", heading: "By day", note: "The days with exams: the last 31, and the last 92.",
                charts: [.daysByRegion, .dailyRates, .calendar]),
            StatisticsSection(
                id: "months", heading: "By month", note: "The last twelve months with exams.",
                charts: [.monthsByRegion]),
            StatisticsSection(
                id: "severity", heading: "Severity as a test",
                note: "How the AI's severity tells what people call positive from the rest, whatever the threshold.",
                tiles: ["auc", "averagePrecision", "prevalence"], charts: [.roc, .precisionRecall, .thresholds]),
        ]
    }

    /// One figure a line.
    private var overallGrid: FigureGrid {
        let measures = [
            "sensitivity", "specificity", "ppv", "npv", "accuracy", "balancedAccuracy", "f1", "mcc", "youden", "kappa",
            "kappaLinear", "kappaQuadratic", "mcnemar", "positive", "prevalence", "notAssessed",
        ]
        return FigureGrid(
            name: "Figures of all exams", corner: "Figure",
            columns: [.init("Value"), .init("Rests on"), .init("Interval"), .init("Interval by")],
            rows: measures.map { measure in
                let figure = figures.overall(measure)
                let text = FigureText(figure)
                return FigureGrid.Row(
                    name: DefinitionNotes.definition(measure)?.name ?? measure,
                    cells: [text.value, text.counts, text.interval, Self.words(figure)].map {
                        FigureGrid.Cell($0.isEmpty ? FigureText.nothing : $0)
                    }, measure: measure)
            })
    }

    private static func words(_ figure: Figure?) -> String {
        switch figure?.method {
        case .wilson: "Wilson"
        case .clopperPearson: "Clopper and Pearson"
        case .bootstrapBCa: "bootstrap"
        case .deLong: "DeLong"
        case .delta: "delta method"
        case .student: "Student"
        case .orderStatistics: "order statistics"
        case .few: FigureText.few
        case .some(.none), nil: ""
        }
    }

    private static let cells = ["tp", "fp", "fn", "tn"]

    private var overallMatrix: [VerdictMatrix] {
        VerdictMatrix("All exams", Self.cells.map(figures.overall)).map { [$0] } ?? []
    }

    private var regionMatrices: [VerdictMatrix] {
        figures.names(of: .region).compactMap { name in
            VerdictMatrix(
                GroupWords.words(.region, name), Self.cells.map { figures.figure(.region, name, $0) })
        }
    }

    private static let regionMeasures = [
        "exams", "reviewed", "positive", "tp", "fn", "fp", "tn", "sensitivity", "specificity", "ppv", "npv", "mcc",
    ]

    /// The most frequent first, then the sum.
    private var regionGrid: FigureGrid {
        func row(_ name: String, _ figure: (String) -> Figure?) -> FigureGrid.Row {
            FigureGrid.Row(
                name: name,
                cells: Self.regionMeasures.map { measure in
                    var cell = FigureGrid.Cell(figure(measure))
                    if measure == "mcc" { cell.level = Self.level(figure(measure)?.value) }
                    return cell
                })
        }
        let rows = groups(.region).map { name in
            row(GroupWords.words(.region, name)) { figures.figure(.region, name, $0) }
        }
        var sum = row("all regions", figures.overall)
        sum.isSum = true
        return FigureGrid(
            name: "Regions", corner: "Region", columns: Self.regionMeasures.map { .init(of: $0) }, rows: rows + [sum])
    }

    /// Bands of the correlation: 0.9, 0.8, 0.7, 0.5, 0.3, 0 and more.
    private static func level(_ correlation: Double?) -> String {
        guard let correlation else { return "" }
        let bands = [0, 0.3, 0.5, 0.7, 0.8, 0.9]
        return "band-\(bands.count(where: { correlation >= $0 }))"
    }

    /// Names of a kind, the most frequent first; what is unknown and all others last.
    func groups(_ kind: GroupKind) -> [String] {
        let names = figures.names(of: kind)
        let isLast = { (name: String) in [GroupKind.unknown, GroupKind.others].contains(name) ? 1 : 0 }
        let size = { (name: String) in figures.figure(kind, name, "exams")?.count ?? 0 }
        return names.enumerated().sorted {
            (isLast($0.element), size($1.element), $0.offset) < (isLast($1.element), size($0.element), $1.offset)
        }.map(\.element)
    }
}

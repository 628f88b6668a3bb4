import Statistics

extension StatisticsPage {
    var insightSections: [StatisticsSection] {
        [
            StatisticsSection(
                id: "severities", heading: "Severities",
                note:
                    "People: the compared severity; exams without one are not counted. Differences above 0: the AI is "
                    + "more severe.",
                charts: [.severities, .differences, .confusion]),
            StatisticsSection(
                id: "confidence", heading: "Stated confidence", tiles: ["brier", "ece", "mce"],
                charts: [.reliability]),
            StatisticsSection(
                id: "times", heading: "Time of the AI",
                tiles: ["latency.mean", "latency.median", "latency.p95", "throughput", "check.median"],
                charts: [.latencyByRegion]),
            StatisticsSection(
                id: "reports", heading: "Time to the report",
                tiles: ["report.q1", "report.median", "report.q3", "report.medianKM", "report.waiting"],
                charts: [.timeToReport]),
            StatisticsSection(
                id: "ages", heading: "Ages and hours", charts: [.positiveByAge, .hours], grid: exposureGrid),
            StatisticsSection(
                id: "differences", heading: "Who is read differently?",
                note: [GroupKind.region, .age, .sex, .device, .hour].map { kind in
                    "\(GroupWords.heading(kind)): \(alike(kind).prefix(1).lowercased())\(alike(kind).dropFirst())"
                }.joined(separator: " ") + " p values of groups are corrected for the number of groups of their kind.",
                charts: [
                    .disagreementByRegion, .disagreementByAge, .disagreementBySex, .disagreementByDevice,
                    .disagreementByHour,
                ], grid: comparisonGrid([.region, .age, .sex, .device, .hour])),
            StatisticsSection(
                id: "failures", heading: "Failures and second readings",
                tiles: ["attempts.failed", "attempts.unreadable"], grid: failureGrid),
        ]
    }

    /// Ages as clients of the API know them.
    private var exposureGrid: FigureGrid {
        let measures = ["exams", "compared", "positive", "sensitivity", "specificity", "disagreement"]
        return FigureGrid(
            name: "Ages", corner: "Age", columns: measures.map { .init(of: $0) },
            rows: figures.names(of: .age).map { name in
                FigureGrid.Row(
                    name: GroupWords.words(.age, name),
                    cells: measures.map { FigureGrid.Cell(figures.figure(.age, name, $0)) })
            })
    }

    /// Exams by status and by what went wrong, and what second readings have brought.
    private var failureGrid: FigureGrid {
        let counted = figures.performance.figures.filter { $0.id.hasPrefix("status.") || $0.id.hasPrefix("error.") }
        var rows = counted.map { figure in
            let parts = figure.id.split(separator: ".").map(String.init)
            return FigureGrid.Row(
                name: parts.joined(separator: ": "),
                cells: [.init(figure)], measure: parts[0] + ".")
        }
        if let requeues = figures.details.requeues {
            let saved = Double(requeues.savedMilliseconds) / 1000 / Double(max(1, requeues.compared))
            rows.append(
                FigureGrid.Row(
                    name: "read again",
                    cells: [
                        .init(
                            CountWords.grouped(requeues.requeued),
                            small: "compared \(CountWords.grouped(requeues.compared)) · the last call faster by "
                                + "\(NumberWords.decimal(saved, 1)) s on average")
                    ]))
        }
        return FigureGrid(
            name: "Exams by status and error", corner: "What", columns: [.init("Exams")], rows: rows)
    }
}

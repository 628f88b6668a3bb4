import Statistics

extension StatisticsPage {
    /// Radiologists, or diagnoses.
    func groupSections(_ kind: GroupKind) -> [StatisticsSection] {
        let isPeople = kind == .radiologist
        return [
            StatisticsSection(
                id: "agreement", heading: isPeople ? "AI and radiologist" : "AI and report",
                charts: [isPeople ? .agreementByRadiologist : .agreementByDiagnosis], grid: groupGrid(kind)),
            StatisticsSection(
                id: "differences", heading: "Do they differ?",
                note: alike(kind)
                    + " p values are corrected for the number of comparisons: Holm's bounds even one false finding, the "
                    + "FDR the share of false findings.",
                charts: [isPeople ? .disagreementByRadiologist : .disagreementByDiagnosis],
                grid: comparisonGrid([kind])),
            StatisticsSection(
                id: "months", heading: "By month", note: "The last twelve months with exams.",
                charts: [isPeople ? .monthsByRadiologist : .monthsByDiagnosis]),
        ]
    }

    /// Whether the groups of a kind disagree equally often.
    func alike(_ kind: GroupKind) -> String {
        let p = FigureText(figures["\(kind.rawValue).homogeneity"])
        if p.figure?.isFew == true {
            return "Whether all of them disagree equally often is not shown, since some of them are few."
        }
        return p.figure?.value == nil
            ? "There are too few to compare."
            : "That all of them disagree equally often has p = \(p.value) (Pearson's chi-squared)."
    }

    private func groupGrid(_ kind: GroupKind) -> FigureGrid {
        let isPeople = kind == .radiologist
        let measures =
            isPeople
            ? ["exams", "compared", "accuracy", "sensitivity", "specificity"]
            : ["exams", "compared", "accuracy", "sensitivity", "ppv"]
        var columns = measures.map { FigureGrid.Column(of: $0) }
        columns.insert(.init("Mean severity, people"), at: 1)
        columns.append(.init(isPeople ? "Most frequent diagnoses" : "Most frequent regions"))
        columns += isPeople ? [] : [.init("First"), .init("Last")]
        return FigureGrid(
            name: isPeople ? "Radiologists" : "Diagnoses", corner: GroupWords.heading(kind), columns: columns,
            rows: groups(kind).map { name in
                var cells = measures.map { FigureGrid.Cell(figures.figure(kind, name, $0)) }
                let details = details(kind, name)
                cells.insert(details[0], at: 1)
                return FigureGrid.Row(name: GroupWords.words(kind, name), cells: cells + details.dropFirst())
            })
    }

    /// Mean severity, what it occurs with, and of a diagnosis the first and the last day.
    private func details(_ kind: GroupKind, _ name: String) -> [FigureGrid.Cell] {
        let group = figures.details.groups[kind]?[name]
        let isFew = figures.figure(kind, name, "exams")?.isFew ?? false
        func cell(_ words: String?) -> FigureGrid.Cell {
            .init(isFew ? FigureText.few : words.flatMap { $0.isEmpty ? nil : $0 } ?? FigureText.nothing)
        }
        let mean = group.flatMap { group in
            group.severities > 0
                ? NumberWords.decimal(Double(group.severitySum) / Double(group.severities), 1) : nil
        }
        let most = group?.most.map { one in
            let words = kind == .diagnosis ? GroupWords.words(.region, one.name) : one.name
            return one.exams.map { "\(words) (\(CountWords.grouped($0)))" } ?? words
        }
        let days = kind == .diagnosis ? [cell(group?.first), cell(group?.last)] : []
        return [cell(mean), cell(most?.joined(separator: ", "))] + days
    }

    /// Groups of several kinds under each other, with p values that are corrected within their kind.
    func comparisonGrid(_ kinds: [GroupKind]) -> FigureGrid {
        let measures = ["compared", "disagreement", "p", "holm", "fdr"]
        let rows = kinds.flatMap { kind in
            (kinds.count > 1 ? figures.names(of: kind) : groups(kind)).map { name -> FigureGrid.Row in
                let words = GroupWords.words(kind, name)
                let cells = measures.map { measure -> FigureGrid.Cell in
                    let figure = figures.figure(kind, name, measure)
                    let text = FigureText(figure)
                    return FigureGrid.Cell(
                        text.value, small: ["p", "holm", "fdr"].contains(measure) ? "" : text.evidence)
                }
                return FigureGrid.Row(
                    name: kinds.count > 1 ? "\(GroupWords.heading(kind)): \(words)" : words, cells: cells)
            }
        }
        return FigureGrid(
            name: "Disagreement by group", corner: kinds.count > 1 ? "Group" : GroupWords.heading(kinds[0]),
            columns: measures.map { .init(of: $0) }, rows: rows)
    }
}

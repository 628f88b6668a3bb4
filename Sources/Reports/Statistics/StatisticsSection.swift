import Statistics

/// A part of a statistics page: large figures, charts with their tables, a table of groups.
struct StatisticsSection {
    let id: String
    let heading: String
    var note = ""
    /// Measures of all exams, shown large.
    var tiles: [String] = []
    var charts: [StatisticsChartName] = []
    var grid: FigureGrid?
    var matrices: [VerdictMatrix] = []

    var measures: [String] { tiles + (grid?.measures ?? []) }

    func fields(_ figures: StatisticsFigures, _ place: StatisticsPlace, up: String) -> Fields {
        [
            "sectionID": .text(id), "sectionHeading": .text(heading),
            "sectionNote": note.isEmpty ? .flag(false) : .text(note),
            "sectionTiles": tiles.isEmpty
                ? .flag(false) : .group(["tiles": .rows(tiles.map { Self.tile($0, figures) })]),
            "pictures": .rows(charts.map { place.fields(of: $0, figures, up: up) }),
            "grid": grid.map { .group($0.fields) } ?? .flag(false),
            "sectionMatrices": matrices.isEmpty ? .flag(false) : .group(["matrices": .rows(matrices.map(\.fields))]),
        ]
    }

    /// A figure of all exams, large, with what it rests on.
    static func tile(_ measure: String, _ figures: StatisticsFigures) -> Fields {
        let text = FigureText(figures.overall(measure))
        return [
            "tileName": .text(DefinitionNotes.definition(measure)?.name ?? measure),
            "tileNote": .text(DefinitionNotes.anchor(measure)),
            "tileWords": .text(DefinitionNotes.definition(measure)?.text ?? ""), "tileValue": .text(text.value),
            "tileSmall": text.evidence.isEmpty || text.figure?.unit == .count ? .flag(false) : .text(text.evidence),
        ]
    }
}

/// Where a page stands: in a folder, with its charts beside it, or at the daemon, which draws them when they are asked for.
public enum StatisticsPlace: Sendable, Equatable {
    /// - Parameter hasCharts: `false` when they could not be drawn (no font): the tables stand alone.
    case folder(hasCharts: Bool)
    /// - Parameters:
    ///   - query: what narrows, as an address says it; empty for nothing.
    ///   - version: names the figures of the page, so that its charts are of the same.
    case daemon(query: String, version: String)

    private func link(_ path: String, _ more: [String]) -> String {
        let parts = more.filter { !$0.isEmpty }
        return parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
    }

    private func link(_ path: String, version: Bool) -> String {
        guard case .daemon(let query, let number) = self else { return path }
        return link(path, [query, version && !number.isEmpty ? "of=" + number : ""])
    }

    func page(_ subject: StatisticsSubject) -> String {
        if case .folder = self { return subject.path }
        return link(subject.livePath, version: false)
    }

    /// Files with all figures: label, address, name of the file when it is kept.
    var wholes: [(label: String, link: String)] {
        switch self {
        case .folder: [("all figures as CSV", PagePaths.figuresTable), ("as JSON", PagePaths.figuresObject)]
        case .daemon(let query, _):
            [
                ("all figures as CSV", link("api/stats/performance", ["format=csv", query])),
                ("as JSON", link("api/stats/performance", [query])),
            ]
        }
    }

    /// A chart with its words, its table and its files.
    func fields(of name: StatisticsChartName, _ figures: StatisticsFigures, up: String) -> Fields {
        let chart = name.chart(of: figures)
        func file(_ ending: StatisticsChartName.Ending) -> String { up + link(name.path(ending), version: true) }
        var hasCharts = true
        if case .folder(let has) = self { hasCharts = has }
        return chart.table.fields.merging([
            "chart": .text(file(.picture)), "sharpChart": .text(file(.sharpPicture)), "chartCSV": .text(file(.table)),
            "chartFile": .text("xrayvision-\(name.rawValue)"), "chartTitle": .text(chart.title),
            "chartWords": .text(chart.altText), "chartWidth": .text(String(chart.size.width)),
            "chartHeight": .text(String(chart.size.height)), "hasCharts": .flag(hasCharts),
        ]) { first, _ in first }
    }
}

/// The 2 × 2 table of one region.
struct VerdictMatrix {
    let name: String
    /// TP, FP, FN, TN: the AI down, people across.
    let cells: [String]

    init?(_ name: String, _ figures: [Figure?]) {
        let known = figures.compactMap { $0 }
        guard known.count == 4, known.contains(where: { $0.isFew || ($0.count ?? 0) > 0 }) else { return nil }
        self.name = name
        cells = known.map { FigureText($0).value }
    }

    var fields: Fields {
        [
            "matrixName": .text(name), "matrixTP": .text(cells[0]), "matrixFP": .text(cells[1]),
            "matrixFN": .text(cells[2]), "matrixTN": .text(cells[3]),
        ]
    }
}

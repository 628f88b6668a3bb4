import Statistics

/// A table of figures in words: values, and under each in small print what it rests on.
struct FigureGrid {
    struct Column {
        let name: String
        /// Whose definition its heading leads to.
        var measure: String?

        init(_ name: String, _ measure: String? = nil) { (self.name, self.measure) = (name, measure) }

        /// Called as the definition calls it.
        init(of measure: String) {
            self.init(DefinitionNotes.definition(measure)?.name ?? measure, measure)
        }
    }

    struct Cell {
        let value: String
        var small = ""
        /// A class that shades it; the number says the same.
        var level = ""

        init(_ value: String, small: String = "", level: String = "") {
            (self.value, self.small, self.level) = (value, small, level)
        }

        /// A figure with what it rests on.
        init(_ figure: Figure?) {
            let text = FigureText(figure)
            self.init(text.value, small: figure?.unit == .count ? "" : text.evidence)
        }
    }

    struct Row {
        let name: String
        let cells: [Cell]
        var isSum = false
        /// Whose definition its name leads to, where rows are figures.
        var measure: String?
    }

    let name: String
    let corner: String
    let columns: [Column]
    let rows: [Row]

    var measures: [String] { columns.compactMap(\.measure) + rows.compactMap(\.measure) }

    /// `gridName`, `gridCorner`, `gridColumns`, `gridRows`.
    var fields: Fields {
        [
            "gridName": .text(name), "gridCorner": .text(corner),
            "gridColumns": .rows(columns.map { Self.heading($0.name, $0.measure) }),
            "gridRows": .rows(
                rows.map { row in
                    Self.heading(row.name, row.measure).merging([
                        "isSum": .flag(row.isSum),
                        "gridCells": .rows(zip(row.cells, columns).map(Self.fields)),
                    ]) { first, _ in first }
                }),
        ]
    }

    private static func heading(_ name: String, _ measure: String?) -> Fields {
        [
            "headingName": .text(name),
            "headingNote": measure.map { .text(DefinitionNotes.anchor($0)) } ?? .flag(false),
            "headingWords": .text(measure.flatMap { DefinitionNotes.definition($0)?.text } ?? ""),
        ]
    }

    private static func fields(_ cell: Cell, _ column: Column) -> Fields {
        [
            "cellValue": .text(cell.value), "cellLabel": .text(column.name),
            "cellSmall": cell.small.isEmpty ? .flag(false) : .text(cell.small),
            "cellLevel": cell.level.isEmpty ? .flag(false) : .text(cell.level),
        ]
    }
}

/// What the figures of a page mean, at its end.
enum DefinitionNotes {
    static func definition(_ measure: String) -> Definition? {
        Definition.of("overall.\(measure)") ?? Definition.of("\(measure)any")
    }

    /// `report.medianKM` → `d-report-medianKM`.
    static func anchor(_ measure: String) -> String {
        "d-" + measure.split(separator: ".").joined(separator: "-")
    }

    /// Each once, in the order in which definitions stand everywhere.
    static func fields(_ measures: [String]) -> [Fields] {
        let used = Set(measures)
        return Definition.all.filter { used.contains($0.measure) }.map { measure, definition in
            [
                "anchor": .text(anchor(measure)), "term": .text(definition.name), "meaning": .text(definition.text),
                "source": definition.source.isEmpty ? .flag(false) : .text(definition.source),
            ]
        }
    }
}

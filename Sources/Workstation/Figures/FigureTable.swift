import Foundation
import Statistics

/// The figures as lines for a terminal: name, n of N, value and interval under each other.
struct FigureTable {
    let lines: [String]

    init(_ performance: Performance) {
        let level = Self.percent(performance.level)
        var lines = ["Severity \(performance.threshold) and more is positive; intervals of \(level)."]
        lines += Self.section("All exams", performance.figures.filter { $0.group == nil && Self.isOfAll($0) })
        lines += Self.thresholds(performance)
        for kind in GroupKind.allCases { lines += Self.groups(kind, performance) }
        self.lines = lines
    }

    private static func isOfAll(_ figure: Figure) -> Bool {
        ["overall.", "status.", "error."].contains { figure.id.hasPrefix($0) }
    }

    private static func section(_ title: String, _ figures: [Figure]) -> [String] {
        ["", title] + aligned(figures.map { ["  " + name($0), share($0), value($0), interval($0)] })
    }

    private static func name(_ figure: Figure) -> String {
        let parts = figure.id.split(separator: ".").map(String.init)
        if parts.count > 1, ["status", "error"].contains(parts[0]) { return "\(parts[0]) \(parts[1])" }
        return Definition.of(figure.id)?.name ?? figure.id
    }

    private static func thresholds(_ performance: Performance) -> [String] {
        let measures = ["sensitivity", "specificity", "ppv", "npv", "f1", "mcc"]
        let rows = (3...8).map { threshold in
            ["  \(threshold)"] + measures.map { performance["threshold.\(threshold).\($0)"].map(value) ?? "" }
        }
        let head = ["  severity"] + measures.map { Definition.of("overall.\($0)")?.name ?? $0 }
        return ["", "If the threshold were another"] + aligned([head] + rows)
    }

    private static func groups(_ kind: GroupKind, _ performance: Performance) -> [String] {
        let groups = performance.figures(of: kind)
        if groups.isEmpty { return [] }
        let head = ["  \(kind.rawValue)", "exams", "disagreement", "", "interval", "p (Holm)"]
        let rows = groups.map { group in
            let figures = Dictionary(group.figures.map { ($0.measure, $0) }) { first, _ in first }
            let rate = figures["disagreement"]
            return ["  " + group.name.filter { $0 >= " " }, figures["exams"].map(share) ?? ""]
                + [rate.map(share) ?? "", rate.map(value) ?? "", rate.map(interval) ?? ""]
                + [figures["holm"].map(value) ?? ""]
        }
        return ["", "By \(kind.rawValue)"] + aligned([head] + rows)
    }

    /// n of N; the N alone where there is no n.
    static func share(_ figure: Figure) -> String {
        if figure.isFew { return "few" }
        switch (figure.count, figure.total) {
        case (let count?, let total?): return "\(count)/\(total)"
        case (let count?, nil): return "\(count)"
        case (nil, let total?): return "n \(total)"
        case (nil, nil): return ""
        }
    }

    static func value(_ figure: Figure) -> String {
        if figure.isFew { return "few" }
        guard let value = figure.value else { return figure.unit == .count ? "" : "–" }
        return words(value, figure.unit)
    }

    static func interval(_ figure: Figure) -> String {
        guard let lower = figure.lower, let upper = figure.upper else { return "" }
        return "\(words(lower, figure.unit)) – \(words(upper, figure.unit))"
    }

    private static func words(_ value: Double, _ unit: Figure.Unit) -> String {
        switch unit {
        case .share: percent(value)
        case .seconds: decimal(value, 1) + " s"
        case .minutes: decimal(value, 1) + " min"
        case .pValue: value < 0.0001 ? "< 0.0001" : decimal(value, 4)
        case .points, .perHour: decimal(value, 2)
        case .index, .count: decimal(value, 3)
        }
    }

    private static func percent(_ value: Double) -> String { decimal(100 * value, 1) + " %" }

    /// Without a locale.
    private static func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    /// Columns as wide as their widest cell; the first to the left, the others to the right.
    private static func aligned(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                line += column == 0 ? cell + blanks : "  " + blanks + cell
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

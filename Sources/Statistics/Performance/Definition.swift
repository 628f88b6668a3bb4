/// What a figure means, in one or two sentences: the footnote of pages, `stats --definitions` and docs/statistics.md.
public struct Definition: Hashable, Sendable {
    /// What the figure is called where there is little room.
    public let name: String
    public let text: String
    /// Where the definition or its interval comes from; empty where there is nothing to look up.
    public let source: String

    /// - Parameter id: of a figure, such as "region.chest.ppv"; `nil` for an id that is none.
    public static func of(_ id: String) -> Definition? {
        let parts = id.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, parts.count > 1 else { return nil }
        if ["status", "error"].contains(first) { return table["\(first)."] }
        guard first == "overall" || first == "threshold" || GroupKind(rawValue: first) != nil else { return nil }
        return table[Figure.measure(of: id)]
    }

    /// Measure and definition, in the order in which figures are shown.
    public static let all: [(measure: String, definition: Definition)] =
        sizes + cells + rates + indices + curves + times + failures + groups

    private static let table = Dictionary(all.map { ($0.measure, $0.definition) }) { first, _ in first }

    typealias Row = (measure: String, definition: Definition)

    static func row(_ measure: String, _ name: String, _ text: String, _ source: String = "") -> Row {
        (measure, Definition(name: name, text: text, source: source))
    }
}

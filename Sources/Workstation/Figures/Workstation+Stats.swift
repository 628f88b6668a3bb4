import Foundation
import Radiology
import Statistics
import Store

/// Which figures are wanted on the terminal, and how.
public struct StatsWish: Sendable {
    /// Names and values as `/api/exams` knows them.
    public var filters: [String: String] = [:]
    public var isCSV = false
    /// Clopper and Pearson's intervals instead of Wilson's.
    public var isExact = false

    public init() {}
}

extension Workstation {
    /// Prints the figures: a table, or one JSON object, or CSV. The same bytes as `/api/stats/performance` gives an admin.
    /// - Throws: `.usage` for a filter that says nothing.
    public func stats(_ wish: StatsWish) throws {
        let filter = try Self.filter(wish.filters)
        let counts = try Self.orEnding { () throws(StoreError) in
            try figures.counts(filter, found: try found(filter)) { step in
                console.progress(.init("Counting the exams of changed days", done: step.done, of: step.total))
            }
        }
        try Task.checkCancellation()
        let performance = Performance(
            counts, threshold: threshold.score, rates: wish.isExact ? .clopperPearson : .wilson)
        if wish.isCSV {
            console.answer(Self.withoutLineFeed(performance.csv))
        } else if console.wantsJSON {
            console.answer(Self.withoutLineFeed(performance.json(filters: filter.parameters)))
        } else {
            for line in FigureTable(performance).lines { console.answer(line) }
        }
    }

    /// What every figure means: docs/statistics.md.
    public static func printDefinitions(on console: Console) throws {
        if console.wantsJSON {
            for (measure, definition) in Definition.all {
                try console.answer(json: [
                    "figure": measure, "name": definition.name, "text": definition.text, "source": definition.source,
                ])
            }
        } else {
            console.answer(withoutLineFeed(Definition.document))
        }
    }

    /// The exams that the filter's search means: names are not in the facts.
    private func found(_ filter: ExamFilter) throws(StoreError) -> Set<UInt64>? {
        guard filter.search != nil else { return nil }
        var only = ExamFilter()
        (only.search, only.wholeWords) = (filter.search, filter.wholeWords)
        return Set(try ExamIndex(archive, threshold: threshold.score).uids(only).map(ExamFact.hash(of:)))
    }

    /// The console ends every answer with one.
    private static func withoutLineFeed(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.dropLast()))
    }
}

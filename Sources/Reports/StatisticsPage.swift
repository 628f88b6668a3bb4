import Radiology

/// Counts and rates, each chart with its numbers under it.
public struct StatisticsPage: Sendable {
    public static let path = PagePaths.statistics

    let grid: DayRegionGrid
    let columns: SeverityColumns
    let regions: [RegionFigures]
    let agreements: [Agreement: Int]
    let threshold: Severity
    let hasCharts: Bool
    let allDays: Int

    /// - Parameters:
    ///   - byDayAndRegion: films of every status.
    ///   - severity: read films by severity.
    ///   - agreement: read films by agreement of the two verdicts.
    ///   - hasCharts: `false` when the charts could not be drawn (no font): the tables stand alone.
    public init(
        byDayAndRegion: [DayRegionCount], severity: [SeverityCount], agreement: [AgreementCount] = [],
        threshold: Severity, hasCharts: Bool = true
    ) {
        grid = DayRegionGrid(byDayAndRegion)
        columns = SeverityColumns(severity)
        regions = RegionFigures.all(byDayAndRegion, severity, agreement, threshold)
        agreements = agreement.reduce(into: [:]) { $0[$1.agreement, default: 0] += $1.films }
        allDays = Set(byDayAndRegion.map(\.day)).count
        self.threshold = threshold
        self.hasCharts = hasCharts
    }

    package var fields: Fields {
        var fields: Fields = [
            "threshold": .text(String(threshold.score)), "hasCharts": .flag(hasCharts),
            "width": .text(String(Charts.width)), "height": .text(String(Charts.height)),
        ]
        guard grid.total > 0 else { return fields }
        fields["days"] = .group(dayFields)
        fields["severity"] = .group(severityFields)
        fields["regions"] = .list(regions.map(\.fields))
        fields["hasRegions"] = .flag(!regions.isEmpty)
        fields["agreement"] = .group(agreementFields)
        return fields
    }

    private func chart(_ name: Charts.Name) -> Fields {
        let shared = PagePaths.toShared(from: Self.path)
        return [
            "chart": .text(shared + PagePaths.chart(name, scale: 1)),
            "sharpChart": .text(shared + PagePaths.chart(name, scale: 2)),
        ]
    }

    private var dayFields: Fields {
        let totals = grid.columns.indices.map { column in grid.films.reduce(0) { $0 + $1[column] } }
        let largest = zip(grid.days, grid.films.map { $0.reduce(0, +) }).max { ($0.1, $1.0) < ($1.1, $0.0) }
        let parts = zip(grid.columns, totals).map { "\($0) \($1)" }.joined(separator: ", ")
        var fields = chart(.examsByDayAndRegion)
        fields["words"] = .text(
            "Stacked bars: \(grid.total) films on \(grid.days.count) days; \(parts); most on "
                + "\(largest?.0 ?? ""), \(largest?.1 ?? 0).")
        fields["columns"] = .rows(grid.columns.map { ["name": .text($0)] })
        fields["rows"] = .rows(
            zip(grid.days, grid.films).reversed().map { day, films in
                [
                    "name": .text(day), "total": .text(CountWords.grouped(films.reduce(0, +))),
                    "cells": .rows(films.map { ["value": .text(CountWords.grouped($0))] }),
                ]
            })
        fields["total"] = .text(CountWords.grouped(grid.total))
        fields["totals"] = .rows(totals.map { ["value": .text(CountWords.grouped($0))] })
        if allDays > grid.days.count { fields["latestOnly"] = .text(String(grid.days.count)) }
        return fields
    }

    private var severityFields: Fields {
        let (ai, radiologist) = (columns.ai.reduce(0, +), columns.radiologist.reduce(0, +))
        var fields = chart(.severityDistribution)
        fields["words"] = .text(
            "Bars by severity: of \(ai) films read by the AI \(columns.ai[0]) are not assessed and \(positives(columns.ai)) are "
                + "at \(threshold.score) or above; of \(radiologist) radiologist's reports \(columns.radiologist[0]) are not "
                + "assessed and \(positives(columns.radiologist)) are at \(threshold.score) or above.")
        fields["rows"] = .rows(
            (0..<12).map { column in
                var row: Fields = [
                    "name": .text(SeverityColumns.label(column)), "ai": .text(CountWords.grouped(columns.ai[column])),
                    "radiologist": .text(CountWords.grouped(columns.radiologist[column])),
                ]
                row["mark"] = .group(SeverityMark(severity: Severity(column - 1)).fields)
                return row
            })
        fields["aiTotal"] = .text(CountWords.grouped(ai))
        fields["radiologistTotal"] = .text(CountWords.grouped(radiologist))
        return fields
    }

    private func positives(_ counts: [Int]) -> Int { counts.dropFirst(threshold.score + 1).reduce(0, +) }

    private var agreementFields: Fields {
        func count(_ agreement: Agreement) -> Int { agreements[agreement] ?? 0 }
        let agreed = count(.bothPositive) + count(.bothNegative)
        let compared = agreed + count(.onlyAI) + count(.onlyRadiologist)
        let rate = Rate(part: agreed, whole: compared)
        var fields: Fields = [:]
        for agreement in Agreement.allCases { fields[agreement.rawValue] = .text(CountWords.grouped(count(agreement))) }
        fields["compared"] = compared > 0 ? .flag(true) : nil
        fields["counts"] = .text(rate.counts)
        fields["rate"] = .text(rate.words)
        return fields
    }
}

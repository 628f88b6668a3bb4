import Radiology

/// Figures as plain tables: radiologists, diagnoses, insights.
public struct FigureTablesPage: Sendable {
    /// Which page of the statistics.
    public enum Subject: String, Sendable, CaseIterable {
        case radiologists, diagnostics, insights

        public var path: String { "stats/\(rawValue)" }
        var title: String {
            switch self {
            case .radiologists: "Radiologists"
            case .diagnostics: "Diagnoses"
            case .insights: "Insights"
            }
        }
    }

    public struct Table: Sendable, Equatable {
        public let heading: String
        /// What the numbers are.
        public let definition: String
        public let columns: [String]
        /// The first cell names the row.
        public let rows: [[String]]

        public init(heading: String, definition: String, columns: [String], rows: [[String]]) {
            self.heading = heading
            self.definition = definition
            self.columns = columns
            self.rows = rows
        }
    }

    let subject: Subject
    let tables: [Table]
    /// `8/14` as a share with its interval, for a cell.
    public static func share(_ part: Int, of whole: Int) -> String {
        whole > 0 ? "\(Rate(part: part, whole: whole).counts)  \(Rate(part: part, whole: whole).words)" : "–"
    }

    public static func count(_ count: Int) -> String { CountWords.grouped(count) }

    /// With one decimal; a dash for nothing.
    public static func mean(_ sum: Int, of count: Int) -> String {
        guard count > 0 else { return "–" }
        let tenths = (sum * 10 + count / 2) / count
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `January 2026` for `2026-01`.
    public static func month(_ text: String) -> String { TimeWords.month(text) }

    /// A region's words for its name in the database.
    public static func region(_ name: String) -> String {
        RegionWords.words(name == "unknown" ? nil : BodyRegion(rawValue: name))
    }

    public init(_ subject: Subject, tables: [Table]) {
        self.subject = subject
        self.tables = tables
    }

    var title: String { subject.title }
    var path: String { subject.path }

    package var fields: Fields {
        [
            "heading": .text(subject.title),
            "tables": .rows(
                tables.map { table in
                    [
                        "heading": .text(table.heading), "definition": .text(table.definition),
                        "columns": .rows(table.columns.map { ["name": .text($0)] }),
                        "isEmpty": .flag(table.rows.isEmpty),
                        "rows": .rows(table.rows.map { Self.row($0, table.columns) }),
                    ]
                }),
        ]
    }

    private static func row(_ cells: [String], _ columns: [String]) -> Fields {
        [
            "name": .text(cells.first ?? ""),
            "cells": .rows(
                zip(cells, columns).dropFirst().map { ["value": .text($0), "label": .text($1)] }),
        ]
    }
}

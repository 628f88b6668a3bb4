/// The numbers of a chart: the page rounds them for reading, the CSV keeps every digit.
public struct ChartTable: Sendable, Equatable {
    public enum Cell: Sendable, Equatable {
        case words(String)
        case count(Int)
        /// A fraction of 1; `nil` is "not assessed".
        case share(Double?)
        case decimal(Double?, digits: Int)
        /// Hidden, because so few exams might name one.
        case few

        /// For people: `84.2 %`, `12 345`, `–`.
        public var shown: String {
            switch self {
            case .words(let words): words
            case .count(let count): CountWords.grouped(count)
            case .share(let share): share.map { NumberWords.percent($0, digits: 1) } ?? "–"
            case .decimal(let value, let digits): value.map { NumberWords.decimal($0, digits) } ?? "–"
            case .few: "few"
            }
        }

        /// For programs: every digit, a point, nothing where there is nothing.
        public var plain: String {
            switch self {
            case .words(let words): words
            case .count(let count): String(count)
            case .share(let value), .decimal(let value, _): value.map { $0.isFinite ? "\($0)" : "" } ?? ""
            case .few: "few"
            }
        }

        var isNumber: Bool { if case .words = self { false } else { true } }
    }

    public let columns: [String]
    /// Each as long as `columns`.
    public let rows: [[Cell]]

    init(_ columns: [String], _ rows: [[Cell]]) { (self.columns, self.rows) = (columns, rows) }

    /// RFC 4180: UTF-8, lines end with CR LF. Words that a spreadsheet would take for a formula begin with an apostrophe.
    public var csv: [UInt8] {
        let lines = [columns.map(Self.field)] + rows.map { $0.map { $0.isNumber ? $0.plain : Self.field($0.plain) } }
        return Array(lines.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    private static func field(_ words: String) -> String {
        let bytes = words.utf8
        let isFormula = bytes.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        let safe = isFormula ? "'" + words : words
        guard bytes.contains(where: { "\",\r\n".utf8.contains($0) }) || isFormula else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// For a template: `columns` {name}, `rows` {name, cells {value}}; the first column is each row's heading.
    package var fields: Fields {
        var fields: Fields = ["corner": .text(columns.first ?? "")]
        fields["columns"] = .rows(columns.dropFirst().map { ["name": .text($0)] })
        fields["rows"] = .rows(
            rows.map { row in
                [
                    "name": .text(row.first?.shown ?? ""),
                    "cells": .rows(row.dropFirst().map { ["value": .text($0.shown)] }),
                ]
            })
        return fields
    }
}

import Foundation
import Radiology

/// What a person wants from an archive, a line each: accession numbers or Study Instance UIDs from a CSV file.
package struct AccessionList: Sendable, Equatable {
    package enum Item: Sendable, Equatable, Hashable {
        case accession(String)
        case study(StudyInstanceUID)

        package var text: String {
            switch self {
            case .accession(let number): number
            case .study(let uid): uid.rawValue
            }
        }
    }

    package struct Line: Sendable, Equatable {
        /// Counts from 1.
        package let number: Int
        /// `nil` when the line names nothing that can be asked for.
        package let item: Item?
    }

    /// In the order of the file; empty lines, comments (`#`) and a heading are not among them.
    package let lines: [Line]

    /// The column is the one headed accession, accession_number, AccessionNumber, study or StudyInstanceUID; else the first.
    /// Fields are parted by comma, semicolon or tab, and may be quoted.
    package init(_ text: String) {
        var lines: [Line] = []
        var column: Int?
        let rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, raw) in rows.enumerated() {
            let fields = Self.fields(raw)
            guard let first = fields.first, !fields.joined().isEmpty, !first.hasPrefix("#") else { continue }
            if column == nil {
                column = fields.firstIndex(where: Self.isHeading)
                if column != nil { continue }
                column = 0
            }
            let place = column ?? 0
            lines.append(Line(number: index + 1, item: place < fields.count ? Self.item(fields[place]) : nil))
        }
        self.lines = lines
    }

    private static let headings: Set<String> = [
        "accession", "accessionnumber", "study", "studyuid", "studyinstanceuid",
    ]

    private static func isHeading(_ field: String) -> Bool { headings.contains(field.lowercased().filter(\.isLetter)) }

    /// A UID has at least three numbers; an accession number has at most 16 characters. Standard: PS3.5 §6.2 (SH, UI).
    private static func item(_ text: String) -> Item? {
        if text.count(where: { $0 == "." }) >= 2, let uid = StudyInstanceUID(rawValue: text) { return .study(uid) }
        guard (1...16).contains(text.count), !text.contains("\\"), text.unicodeScalars.allSatisfy(\.isPlain) else {
            return nil
        }
        return .accession(text)
    }

    private static func fields(_ line: Substring) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        for character in line.drop(while: { $0 == "\u{FEFF}" }) {
            switch character {
            case "\"": isQuoted.toggle()
            case ",", ";", "\t":
                if isQuoted {
                    field.append(character)
                } else {
                    fields.append(field)
                    field = ""
                }
            default: field.append(character)
            }
        }
        return (fields + [field]).map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

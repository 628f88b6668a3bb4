/// The two headings of a report, as models write them.
enum ReportHeading: Hashable {
    case findings, impression

    private static let names: [(String, ReportHeading)] = [
        ("findings", .findings), ("finding", .findings), ("impressions", .impression), ("impression", .impression),
    ]

    /// Lines of the text; a heading in capitals with a colon begins a line of its own wherever it stands.
    static func separated(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line in
            var lines: [Substring] = []
            var rest = line
            while let next = inlineHeading(in: rest) {
                lines.append(rest[..<next])
                rest = rest[next...]
            }
            return lines + [rest]
        }
    }

    /// The heading at the start of a line, and what follows it there.
    ///
    /// "Findings are normal." is a sentence: a heading ends with a colon, or its line ends with it.
    static func begins(_ line: Substring) -> (ReportHeading, Substring)? {
        let start = line.drop { $0.isWhitespace || isMark($0) || $0.isNumber || $0 == "." || $0 == ")" }
        for (name, heading) in names where start.prefix(name.count).lowercased() == name {
            let rest = start.dropFirst(name.count).drop { isMark($0) || $0 == " " }
            if rest.isEmpty { return (heading, rest) }
            guard rest.first == ":" else { continue }
            return (heading, ModelText.trimmed(rest.dropFirst().drop { isMark($0) || $0 == " " }))
        }
        return nil
    }

    private static func isMark(_ character: Character) -> Bool { "*_#>".contains(character) }

    /// Where, behind the first character, `FINDINGS:` or `IMPRESSION:` stands after a blank or a mark.
    private static func inlineHeading(in line: Substring) -> Substring.Index? {
        var previous: Character?
        var index = line.startIndex
        while index < line.endIndex {
            let character = line[index]
            if (character == "F" || character == "I"), let previous, previous.isWhitespace || isMark(previous),
                ["FINDINGS:", "IMPRESSION:"].contains(where: { line[index...].hasPrefix($0) }),
                line[..<index].contains(where: \.isLetter)
            {
                return index
            }
            previous = character
            index = line.index(after: index)
        }
        return nil
    }
}

/// A settings file in the dialect of Python's configparser, before anyone asks what the keys mean.
///
/// - `key = value` or `key: value`; the first `=` or `:` separates; keys are lower-cased, section names are not;
/// - `#` and `;` start comments on lines of their own only; a value may contain both;
/// - a line that is indented deeper than its key continues the value;
/// - a section or key that comes twice is an error, except that `[DEFAULT]` may be opened again.
package struct INIFile: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        /// Lower case.
        package let key: String
        /// Lines joined by a line feed, `%` not yet interpreted.
        package var value: String
        /// Counts from 1.
        package let line: Int
    }

    package struct Section: Sendable, Equatable {
        package let name: String
        package let line: Int
        package var entries: [Entry] = []
    }

    /// In file order. `[DEFAULT]` is among them under that name.
    package private(set) var sections: [Section] = []

    /// Where the section that every other one inherits from keeps its name.
    package static let defaultSection = "DEFAULT"

    package init(_ text: String, file: String) throws(SettingsError) {
        var scanner = Scanner(file: file)
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (index, line) in lines.enumerated() {
            try scanner.take(line, number: index + 1)
        }
        sections = scanner.sections.map(Self.tidied)
    }

    /// Drops the blank lines that were kept in case a continuation followed.
    private static func tidied(_ section: Section) -> Section {
        var section = section
        for index in section.entries.indices {
            let value = section.entries[index].value
            section.entries[index].value = String(value[...].withoutTrailingSpace)
        }
        return section
    }
}

extension INIFile {
    /// Reads line by line; remembers where it stands.
    private struct Scanner {
        let file: String
        var sections: [Section] = []
        /// Index of a section by its name.
        var places: [String: Int] = [:]
        /// Lines of the keys, by the index of their section.
        var keyLines: [Int: [String: Int]] = [:]
        /// Index of the open section; none before the first header.
        var open: Int?
        /// True while the last entry of the open section may be continued.
        var inValue = false
        /// Column of the line that a continuation must exceed.
        var indent = 0

        mutating func take(_ line: Substring, number: Int) throws(SettingsError) {
            let body = line.drop(while: \.isWhitespace)
            let text = body.withoutTrailingSpace
            if text.isEmpty || text.hasPrefix("#") || text.hasPrefix(";") {
                if text.isEmpty { continueValue(with: "") }
                return
            }
            let column = line.count - body.count
            if inValue, column > indent {
                return continueValue(with: text)
            }
            indent = column
            if text.hasPrefix("["), let end = text.lastIndex(of: "]"), text.index(after: text.startIndex) < end {
                try openSection(String(text[text.index(after: text.startIndex)..<end]), number)
            } else {
                try addEntry(text, number)
            }
        }

        private mutating func continueValue(with text: Substring) {
            guard inValue, let open, let last = sections[open].entries.indices.last else { return }
            sections[open].entries[last].value += "\n" + text
        }

        private mutating func openSection(_ name: String, _ number: Int) throws(SettingsError) {
            inValue = false
            if let known = places[name] {
                guard name == INIFile.defaultSection else {
                    throw .duplicateSection(name, file: file, line: number, first: sections[known].line)
                }
                open = known
            } else {
                sections.append(Section(name: name, line: number))
                open = sections.count - 1
                places[name] = open
            }
        }

        private mutating func addEntry(_ text: Substring, _ number: Int) throws(SettingsError) {
            guard let open else {
                throw .syntax(file: file, line: number, problem: "a line stands before the first [section]")
            }
            guard let separator = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
                throw .syntax(
                    file: file, line: number, problem: "the line has no \"=\" and is neither [section] nor comment")
            }
            let key = text[..<separator].withoutTrailingSpace.lowercased()
            guard !key.isEmpty else {
                throw .syntax(file: file, line: number, problem: "there is no key before the \"\(text[separator])\"")
            }
            if let first = keyLines[open, default: [:]].updateValue(number, forKey: key) {
                throw .duplicateKey(
                    key.uppercased(), section: sections[open].name, file: file, line: number, first: first)
            }
            let value = text[text.index(after: separator)...].drop(while: \.isWhitespace)
            sections[open].entries.append(Entry(key: key, value: String(value), line: number))
            inValue = true
        }
    }
}

extension Substring {
    fileprivate var withoutTrailingSpace: Substring {
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return self[startIndex..<startIndex] }
        return self[...last]
    }
}

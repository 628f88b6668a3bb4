/// The lines of `[users]` in the text of one settings file. Comments, order, empty lines and everything about other sections
/// stay as they are.
package struct UsersFile: Sendable, Equatable {
    /// Each with its line end, except perhaps the last.
    private var lines: [String]
    /// For lines that are added.
    private let lineEnd: String
    private let name: String

    /// - Parameter name: of the file, for error texts.
    package init(_ text: String, file name: String) throws(SettingsError) {
        _ = try INIFile(text, file: name)
        self.name = name
        var lines = [""]
        for character in text {
            lines[lines.count - 1].append(character)
            if Self.isLineEnd(character) { lines.append("") }
        }
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
    }

    package var text: String { lines.joined() }

    /// Lower case, in file order.
    package var users: [String] { section?.entries.map(\.key) ?? [] }

    /// Gives a user a new value, or adds the user behind the others.
    package mutating func set(_ user: String, _ value: String) {
        let value = value.replacing("%", with: "%%")
        guard let entry = section?.entries.first(where: { $0.key == user }) else { return add("\(user) = \(value)") }
        drop(continuationsOf: entry.line)
        let line = lines[entry.line - 1]
        let separator = line.firstIndex { $0 == "=" || $0 == ":" } ?? line.endIndex
        lines[entry.line - 1] = "\(line[..<separator])= \(value)\(lineEnd)"
    }

    /// - Returns: whether the user stood there.
    package mutating func remove(_ user: String) -> Bool {
        guard let entry = section?.entries.first(where: { $0.key == user }) else { return false }
        drop(continuationsOf: entry.line)
        lines.remove(at: entry.line - 1)
        return true
    }

    private mutating func add(_ line: String) {
        if let last = lines.last, let character = last.last, !Self.isLineEnd(character) {
            lines[lines.count - 1] += lineEnd
        }
        guard let section else {
            lines += (lines.isEmpty ? [] : [lineEnd]) + ["[users]\(lineEnd)", line + lineEnd]
            return
        }
        let last = section.entries.last.map { continuations(of: $0.line).last ?? $0.line } ?? section.line
        lines.insert(line + lineEnd, at: last)
    }

    private mutating func drop(continuationsOf line: Int) {
        for number in continuations(of: line).reversed() { lines.remove(at: number - 1) }
    }

    /// Numbers of the lines that go on with the value of a key: neither empty nor comments, up to the next key or section.
    private func continuations(of line: Int) -> [Int] {
        let all = parsed?.sections ?? []
        let next = all.flatMap { [$0.line] + $0.entries.map(\.line) }.filter { $0 > line }.min() ?? lines.count + 1
        return (line + 1..<max(next, line + 1)).filter { number in
            let body = lines[number - 1].drop(while: \.isWhitespace)
            return !body.isEmpty && !body.hasPrefix("#") && !body.hasPrefix(";")
        }
    }

    private var parsed: INIFile? { try? INIFile(text, file: name) }
    private var section: INIFile.Section? { parsed?.sections.first { $0.name == "users" } }

    private static func isLineEnd(_ character: Character) -> Bool {
        character == "\n" || character == "\r\n" || character == "\r"
    }
}

import Foundation

/// What became of each line of a list, written down as it happens: a pull that was interrupted goes on where it was.
package struct OutcomeFile: Sendable {
    package enum Word: String, Sendable, CaseIterable {
        /// Everything is here.
        case complete
        /// The archive has it; nothing was to be fetched.
        case found
        case incomplete
        case notFound = "not found"
        case unusable
        case failed

        /// Lines that are not tried again.
        var isFinal: Bool { self == .complete }
    }

    private let path: String

    package init(besideList path: String) { self.path = path + ".outcome.csv" }

    package var name: String { URL(filePath: path).lastPathComponent }

    /// The items that need no second look.
    package func finished() -> Set<String> {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        var last: [String: Bool] = [:]
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
            // The item itself may hold a comma and is quoted: number, "item", outcome, …
            let parts = line.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let word = parts[2].drop { $0 == "," }.prefix { $0 != "," }
            last[String(parts[1])] = Word(rawValue: String(word))?.isFinal ?? false
        }
        return Set(last.filter(\.value).keys)
    }

    /// - Throws: the system's error when the file cannot be written.
    package func append(line: Int, item: String, _ word: Word, films: Int = 0, problem: String = "") throws {
        if !FileManager.default.fileExists(atPath: path) {
            let heading = Data("line,item,outcome,films,problem\n".utf8)
            guard
                FileManager.default.createFile(atPath: path, contents: heading, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
        }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        let text = "\(line),\"\(Self.plain(item))\",\(word.rawValue),\(films),\"\(Self.plain(problem))\"\n"
        try file.write(contentsOf: Data(text.utf8))
    }

    private static func plain(_ text: String) -> String {
        String(text.map { $0 == "\"" ? "'" : $0.isNewline ? " " : $0 })
    }
}

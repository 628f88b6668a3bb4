/// A report text, split at its headings FINDINGS and IMPRESSION.
package struct ReportSections: Sendable, Equatable {
    package var findings: String
    package var impression: String

    /// A text without headings is all findings. Accepts `FINDINGS:`, `**Impression**`, `## Impression` on a line's start.
    package init(_ text: String) {
        var (findings, impression): ([Substring], [Substring]) = ([], [])
        var isImpression = false
        // By bytes: to a character-wise split, CR LF is one character and no line end.
        for line in Substring(text).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            var line = Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            if let (word, rest) = Self.heading(line.utf8) {
                isImpression = word == Self.impressionWord
                guard !rest.isEmpty else { continue }
                line = Substring(rest)
            }
            if isImpression { impression.append(line) } else { findings.append(line) }
        }
        self.findings = Self.joined(findings)
        self.impression = Self.joined(impression)
    }

    private static let findingsWord = Array("findings".utf8)
    private static let impressionWord = Array("impression".utf8)
    private static let decoration = Array(" \t*#".utf8)
    private static let afterHeading = Array(": \t*".utf8)

    private static func heading(_ line: Substring.UTF8View) -> ([UInt8], Substring.UTF8View)? {
        let bare = line.drop { decoration.contains($0) }
        for word in [findingsWord, impressionWord] where bare.lazy.map({ $0 | 0x20 }).starts(with: word) {
            let rest = bare.dropFirst(word.count).drop { $0 != UInt8(ascii: ":") && afterHeading.contains($0) }
            // "Findings are stable" is a sentence, "Findings: stable" and "FINDINGS" are headings.
            guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { continue }
            return (word, rest.drop { afterHeading.contains($0) })
        }
        return nil
    }

    private static func joined(_ lines: [Substring]) -> String {
        func isBlank(_ line: Substring) -> Bool { line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        return lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed().joined(separator: "\n")
    }
}

/// A model's translation. Tolerant in what surrounds it, strict in what is none.
package struct TranslationReply: Sendable, Equatable {
    /// One line of English, Romanian abbreviations written out.
    package let text: String

    /// - Throws: what is wrong with the reply.
    package init(_ reply: String, of source: String) throws(ReplyProblem) {
        let line = Self.line(try ModelText.bare(reply))
        let (words, wanted) = (ReportWords.words(of: line), ReportWords.words(of: source))
        guard words.contains(where: { $0.text.contains(where: \.isLetter) }) else { throw .empty }
        guard line.count >= 10 || wanted.count <= 3 else { throw .noTranslation }
        if Self.excuses(line, words.count, of: wanted.count) { throw .noTranslation }
        let isUnchanged = words.map(\.folded) == wanted.map(\.folded)
        let stillRomanian = ReportLanguage(of: line) == .romanian
        if stillRomanian || (isUnchanged && ReportLanguage(of: source) == .romanian) { throw .notEnglish }
        text = Abbreviations.expanded(line, from: source)
    }

    /// One line, without our marks, a heading, and quotation marks around the whole.
    private static func line(_ text: String) -> String {
        var bare = text.replacing("<<<", with: "").replacing(">>>", with: "")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for heading in ["Report:", "Translation:", "English:", "English translation:"] {
            if bare.lowercased().hasPrefix(heading.lowercased()) { bare = String(bare.dropFirst(heading.count)) }
        }
        bare = String(ModelText.trimmed(Substring(bare)))
        for (open, close) in [("\"", "\""), ("“", "”"), ("„", "”")] where bare.hasPrefix(open) && bare.hasSuffix(close)
        {
            let inner = bare.dropFirst().dropLast()
            if !inner.contains(open), !inner.contains(close) { return String(ModelText.trimmed(inner)) }
        }
        return bare
    }

    /// A refusal says so at its beginning, or is far shorter than the report. Words such as "unable" and "failed" occur
    /// in reports: alone they say nothing.
    private static func excuses(_ line: String, _ count: Int, of wanted: Int) -> Bool {
        let said = line.lowercased().replacing("’", with: "'")
        let isShort = count < max(8, wanted * 2 / 5)
        if refusals.contains(where: { says($0, in: said.prefix(80)) }) { return true }
        if isShort, refusals.contains(where: { says($0, in: said[...]) }) { return true }
        let words = Set(ReportWords.words(of: line).map(\.folded))
        return isShort && count < wanted && !words.isDisjoint(with: ["error", "sorry", "unable", "failed"])
    }

    /// Whole words only: gas is "seen as an air-fluid level", which is no "as an AI".
    private static func says(_ refusal: String, in text: Substring) -> Bool {
        text.ranges(of: refusal).contains { range in
            let before = text[..<range.lowerBound].last
            let after = text[range.upperBound...].first
            return before?.isLetter != true && after?.isLetter != true
        }
    }

    private static let refusals = [
        "no translation available", "could not translate", "cannot translate", "can't translate", "translation failed",
        "unable to translate", "not able to translate", "i'm sorry", "i am sorry", "as an ai", "i cannot assist",
        "i can't assist", "i cannot help", "i can't help",
    ]
}

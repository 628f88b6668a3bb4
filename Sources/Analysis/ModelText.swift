import Foundation

/// What models put around their answer.
enum ModelText {
    /// Longest text that is looked into, in bytes of UTF-8; reports are a few thousand.
    static let longest = 64 << 10

    /// The answer alone: without reasoning between `<think>` and `</think>` and without a fence around the whole.
    static func bare(_ text: String) throws(ReplyProblem) -> String {
        guard text.utf8.count <= longest else { throw .tooLong }
        let answer = withoutFence(trimmed(withoutReasoning(Substring(visible(text)))))
        guard !answer.isEmpty else { throw .empty }
        return String(answer)
    }

    /// Without control characters but the ends of lines: in a database a NUL ends a text, on a page nobody sees one.
    private static func visible(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { scalar in
            "\n\t\r".unicodeScalars.contains(scalar) || (scalar.properties.generalCategory != .control && scalar != "␀")
        }
        return String(String.UnicodeScalarView(kept))
    }

    static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// Reasoning that never ends leaves no answer.
    private static func withoutReasoning(_ text: Substring) -> Substring {
        if let end = text.range(of: "</think>", options: [.caseInsensitive, .backwards]) {
            return text[end.upperBound...]
        }
        return trimmed(text).lowercased().hasPrefix("<think>") ? "" : text
    }

    private static func withoutFence(_ text: Substring) -> Substring {
        guard text.hasPrefix("```") else { return text }
        let inner = text.drop { $0 == "`" }.drop { $0.isLetter || $0.isNumber }
        guard let close = inner.range(of: "```", options: .backwards), trimmed(inner[close.upperBound...]).isEmpty
        else { return trimmed(inner) }
        return trimmed(inner[..<close.lowerBound])
    }
}

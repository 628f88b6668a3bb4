import Radiology

extension ChatRequest.Recorded {
    /// The earlier reports that were told in the call, in its order: the beginnings of the lines that
    /// `Prompts.userText` writes. Outside text cannot pass for one: within the fence it has no line ends.
    public var priors: [AnswerCircumstances.Prior] {
        pieces.flatMap { piece -> [AnswerCircumstances.Prior] in
            guard case .literal(let json) = piece else { return [] }
            return Self.lines(ofJSON: json).compactMap(Self.prior)
        }
    }

    /// `2026-01-02, AI: <<<…`
    private static func prior(_ line: [UInt8]) -> AnswerCircumstances.Prior? {
        let fence = Array(": <<<".utf8)
        for author in [PriorReport.Author.ai, .radiologist] {
            let mark = Array(", \(author.rawValue)".utf8) + fence
            guard line.count >= 10 + mark.count, line[10...].starts(with: mark),
                let day = CalendarDay(String(decoding: line.prefix(10), as: UTF8.self))
            else { continue }
            return .init(day: day, author: author.rawValue)
        }
        return nil
    }

    /// The first bytes of each line of the texts inside a piece of JSON. An escaped backslash before an `n` is no line end.
    private static func lines(ofJSON json: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in json.utf8 {
            if isEscaped {
                isEscaped = false
                if byte == UInt8(ascii: "n") {
                    lines.append([])
                    continue
                }
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            if lines[lines.count - 1].count < longestMark { lines[lines.count - 1].append(byte) }
        }
        return lines
    }

    /// `2026-01-02, radiologist: <<<` and some more.
    private static let longestMark = 40
}

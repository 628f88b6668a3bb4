import Radiology

extension Prompts {
    /// Longest clinical indication that is passed on, in characters.
    static let longestIndication = 2000

    /// The user turn about one exam: clinical information first, if there is any, then the task.
    public func userText(_ question: Question) -> String {
        let indication = question.indication.map(Self.delimited) ?? ""
        let task = template.filled([
            .question: question.question, .anatomy: question.anatomy,
            .subject: question.subject.isEmpty ? "patient" : question.subject,
            .indication: indication.isEmpty ? "not given" : indication,
        ])
        guard !indication.isEmpty, !template.has(.indication) else { return task }
        return "Clinical information: \(indication)\n\n\(task)"
    }

    /// The report as the check sees it: a blank after a full stop, exclamation or question mark that has none, except
    /// between digits ("1.5 cm").
    package static func spaced(_ report: String) -> String {
        var result = ""
        var previous: Character?
        var last: Character?
        for character in report {
            if let stop = last, ".!?".contains(stop), !character.isWhitespace,
                !(previous?.isNumber == true && character.isNumber), !".!?)\"'”".contains(character)
            {
                result.append(" ")
            }
            result.append(character)
            (previous, last) = (last, character)
        }
        return result
    }

    /// Text of the hospital between marks that it cannot contain: it is information, never an instruction.
    private static func delimited(_ text: String) -> String {
        let bare = text.filter { $0 != "<" && $0 != ">" }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return bare.isEmpty ? "" : "<<<\(bare.prefix(longestIndication))>>>"
    }
}

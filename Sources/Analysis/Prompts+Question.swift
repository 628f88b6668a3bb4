import Radiology

extension Prompts {
    /// Longest clinical indication and longest earlier report that are passed on, in Unicode scalars.
    static let longestIndication = 2000
    static let longestPrior = 3000

    /// The user turn about one exam: clinical information, earlier reports, the task, and what to do with the earlier
    /// reports; each only if there is any.
    public func userText(_ question: Question) -> String {
        let indication = question.indication.map { Fence.line($0, longest: Self.longestIndication) } ?? ""
        let priors = Self.priors(of: question)
        let task = template.filled([
            .question: question.question, .anatomy: question.anatomy,
            .subject: question.subject.isEmpty ? "patient" : question.subject,
            .indication: indication.isEmpty ? "not given" : indication,
        ])
        let isTold = indication.isEmpty || template.has(.indication)
        return [isTold ? "" : "Clinical information: \(indication)", priors, task, priors.isEmpty ? "" : Self.change]
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Ends the turn that asks for a reading; empty when nobody wrote one. It steers where the model looks, not what it
    /// may say.
    static func wish(_ question: Question) -> String {
        let words = Fence.line(question.wish ?? "", longest: longestWish)
        guard !words.isEmpty else { return "" }
        return
            "\n\nThe colleague who asks for this reading wants an answer about this in particular: \(words) Look there "
            + "closely, and describe only what the image shows."
    }

    static let longestWish = 2000

    private static let change =
        "Earlier reports are given above: say what is new, what has changed and what is unchanged since then. Describe "
        + "only what this image shows."

    private static func priors(of question: Question) -> String {
        guard !question.isSecondReading else { return "" }
        let told = question.priors.compactMap { prior -> String? in
            let text = Fence.line(prior.text, longest: longestPrior)
            return text.isEmpty ? nil : "\(prior.day), \(prior.author.rawValue): \(text)"
        }
        guard !told.isEmpty else { return "" }
        return (["Earlier reports of the same region of this patient:"] + told.prefix(Question.mostPriors))
            .joined(separator: "\n")
    }

    /// The user turn of a check or of an analysis.
    package static func fencedReport(_ report: String) -> String { "Report:\n\(Fence.block(spaced(report)))" }

    /// Whether the end of a report is left out of both.
    static func cuts(_ report: String) -> Bool { Fence.cuts(spaced(report)) }

    /// The user turn of a translation: one line.
    package static func fencedSource(_ report: String) -> String {
        "Report:\n\(Fence.line(spaced(report), longest: Fence.longestReport))"
    }

    /// The report as the check sees it: a blank after a full stop, exclamation or question mark that has none, except
    /// within a number ("1.5 cm", "<.5 cm").
    package static func spaced(_ report: String) -> String {
        var result = ""
        var previous: Character?
        var last: Character?
        for character in report {
            if let stop = last, ".!?".contains(stop), !character.isWhitespace,
                !(previous?.isLetter != true && character.isNumber), !".!?)\"'”".contains(character)
            {
                result.append(" ")
            }
            result.append(character)
            (previous, last) = (last, character)
        }
        return result
    }
}

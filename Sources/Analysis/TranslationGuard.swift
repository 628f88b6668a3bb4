/// Compares a translation with its source: what a model loses most easily are numbers, sides and negations. It knows
/// nothing of grammar; it only notices what must be looked at.
package enum TranslationGuard {
    /// In plain words, without a word of the report; `nil` = nothing was noticed.
    package static func problem(of english: String, from romanian: String) -> String? {
        let problems = [
            numbers(english, romanian), sides(english, romanian), negations(english, romanian),
            length(english, romanian),
        ].compactMap(\.self)
        return problems.isEmpty ? nil : "The translation is to be checked: \(problems.joined(separator: "; "))."
    }

    /// A translation of a third of the words has left something out.
    private static func length(_ english: String, _ romanian: String) -> String? {
        let (told, wanted) = (ReportWords.words(of: english).count, ReportWords.words(of: romanian).count)
        guard wanted >= 12 else { return nil }
        if told * 3 < wanted { return "it is much shorter than the report" }
        return told > wanted * 3 ? "it is much longer than the report" : nil
    }

    private static func numbers(_ english: String, _ romanian: String) -> String? {
        let (written, said) = (ReportNumbers(english), ReportNumbers(romanian))
        if !said.figures.isContained(in: written.figures + written.words) { return "a number of the report is missing" }
        return written.figures.isContained(in: said.figures + said.words)
            ? nil : "it has a number that the report has not"
    }

    /// By sentence when there are as many as in the source, else over the whole.
    private static func pairs(_ english: String, _ romanian: String) -> [(english: String, romanian: String)] {
        let (told, wanted) = (ReportWords.sentences(of: english), ReportWords.sentences(of: romanian))
        return told.count == wanted.count ? Array(zip(told, wanted)) : [(english, romanian)]
    }

    private static func sides(_ english: String, _ romanian: String) -> String? {
        for pair in pairs(english, romanian) {
            let (told, wanted) = (ReportSides(english: pair.english), ReportSides(romanian: pair.romanian))
            if told.set == wanted.set {
                // As many as there, in another order.
                if told.named.count == wanted.named.count, told.named != wanted.named { return exchanged }
            } else if !told.set.isEmpty, !wanted.set.isEmpty, told.set.isDisjoint(with: wanted.set) {
                return exchanged
            } else {
                return told.set.isSuperset(of: wanted.set)
                    ? "it names a side that the report does not name" : "a side is missing"
            }
        }
        return nil
    }

    private static let exchanged = "left and right may be exchanged"

    private static func negations(_ english: String, _ romanian: String) -> String? {
        for pair in pairs(english, romanian) {
            let (told, wanted) = (ReportNegations(english: pair.english), ReportNegations(romanian: pair.romanian))
            if wanted.isSure, !told.isPossible { return "a negation is missing" }
            if told.isSure, !wanted.isPossible { return "it denies something that the report does not deny" }
        }
        return nil
    }
}

extension [String] {
    /// Each as often as it occurs.
    fileprivate func isContained(in others: [String]) -> Bool {
        var left = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
        for number in self {
            guard let count = left[number], count > 0 else { return false }
            left[number] = count - 1
        }
        return true
    }
}

import Radiology

/// A filter as the parameters of a request say it, and back.
extension ExamFilter {
    /// The names that mean something here; others (`page`) are the caller's.
    public static let parameterNames = [
        "reviewed", "positive", "correct", "region", "status", "search", "diagnostic", "radiologist", "severity",
        "confidence", "flagged", "sex", "from", "to",
    ]

    /// `any` and the empty text do not narrow; nor does what is not understood, except a status: an unknown one finds
    /// nothing.
    public init(parameters: [String: String]) {
        let words = parameters.compactMapValues { text -> String? in
            let word = Self.trimmed(text)
            return word.isEmpty || word.lowercased() == "any" ? nil : word
        }
        reviewed = words["reviewed"].flatMap(Self.answer)
        positive = words["positive"].flatMap(Self.answer)
        correct = words["correct"].flatMap(Self.answer)
        flagged = words["flagged"].flatMap(Self.answer)
        region = words["region"]
        search = words["search"]
        statuses = words["status"].flatMap(Self.statuses)
        diagnoses = words["diagnostic"].map { [$0] } ?? []
        radiologists = words["radiologist"].map { [$0] } ?? []
        severity = words["severity"].flatMap { Self.interval($0, upTo: 10) }
        confidence = words["confidence"].flatMap { Self.interval($0, upTo: 100) }
        sex = words["sex"].flatMap { Sex(rawValue: $0.uppercased()) }
        firstDay = words["from"].flatMap { CalendarDay($0) }
        lastDay = words["to"].flatMap { CalendarDay($0) }
    }

    /// What narrows, in the words of the parameters: the `filters` of an answer.
    public var parameters: [String: String] {
        var words: [String: String] = [:]
        words["reviewed"] = reviewed.map(Self.word)
        words["positive"] = positive.map(Self.word)
        words["correct"] = correct.map(Self.word)
        words["flagged"] = flagged.map(Self.word)
        words["region"] = region
        words["search"] = search
        words["status"] = statuses.map { $0.map(\.rawValue).sorted().joined(separator: ",") }
        words["diagnostic"] = diagnoses.isEmpty ? nil : diagnoses.joined(separator: ",")
        words["radiologist"] = radiologists.isEmpty ? nil : radiologists.joined(separator: ",")
        words["severity"] = severity.map { "\($0.lowerBound)-\($0.upperBound)" }
        words["confidence"] = confidence.map { "\($0.lowerBound)-\($0.upperBound)" }
        words["sex"] = sex?.rawValue
        words["from"] = firstDay?.description
        words["to"] = lastDay?.description
        return words
    }

    /// `3-6`, `-8` (from 0), `2-` (to the end of the scale) or `5`; `nil` for anything else. What lies outside of the
    /// scale is understood and finds nothing.
    public static func interval(_ text: String, upTo highest: Int) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { trimmed(String($0)) }
        let numbers = parts.map { part in
            part.utf8.count < 7 && part.utf8.allSatisfy({ (48...57).contains($0) }) ? Int(part) : nil
        }
        switch (parts.count, numbers[0], numbers.last.flatMap(\.self)) {
        case (1, let value?, _): return value...value
        case (2, let low?, let high?): return low <= high ? low...high : nil
        case (2, nil, let high?) where parts[0].isEmpty: return 0...high
        case (2, let low?, nil) where parts[1].isEmpty: return low...max(low, highest)
        default: return nil
        }
    }

    private static func answer(_ word: String) -> Bool? {
        switch word.lowercased() {
        case "yes", "true", "1": true
        case "no", "false", "0": false
        default: nil
        }
    }

    private static func word(_ answer: Bool) -> String { answer ? "yes" : "no" }

    private static func statuses(_ list: String) -> Set<ExamStatus>? {
        let words = list.split(separator: ",").map { trimmed(String($0)).lowercased() }
        return words.contains("any") ? nil : Set(words.compactMap(ExamStatus.init(rawValue:)))
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}

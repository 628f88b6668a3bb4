import Testing

/// One invented report as a Romanian radiologist may type it, with what a good reader makes of it. None is anybody's.
struct RomanianReport: Sendable, CustomTestStringConvertible {
    /// What is difficult about it.
    let what: String
    let text: String
    /// A translation, sentence for sentence.
    let english: String
    /// Severities that a reader may give; 0 = not pathologic.
    let severity: ClosedRange<Int>
    let summary: String

    init(_ what: String, _ severity: ClosedRange<Int>, _ summary: String, _ text: String, _ english: String) {
        (self.what, self.text, self.english) = (what, text, english)
        (self.severity, self.summary) = (severity, summary)
    }

    var testDescription: String { what }
    var isPathologic: Bool { severity.lowerBound > 0 }

    static let all = chest + bones + others
}

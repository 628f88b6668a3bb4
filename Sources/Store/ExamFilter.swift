import Radiology

/// Which exams are meant: the same words for the list, a bulk requeue, the figures and an export. What is `nil` or empty
/// does not narrow. "Compared" is the severity of `ComparedSeverity`; "not assessed" never counts as a negative.
public struct ExamFilter: Sendable, Hashable {
    /// Whether a compared severity exists.
    public var reviewed: Bool?
    /// Whether the AI's severity reaches the threshold; both answers leave out what the AI did not assess.
    public var positive: Bool?
    /// Whether both severities are on the same side of the threshold; both answers leave out what is not assessed twice.
    public var correct: Bool?
    /// Part of the region's name, in letters of either case.
    public var region: String?
    /// An empty set: none at all.
    public var statuses: Set<ExamStatus>?
    /// Part of the name (accents, case and `^` do not matter), of the patient's number or hospital id, or of the UID.
    public var search: String?
    /// Whether only whole words of the name (3 letters or more), its initials or a whole number are found: for readers who
    /// see no names, and would learn them letter by letter. Parts of UIDs are found all the same.
    public var wholeWords = false
    /// Summaries of the radiologists' reports, whole, in letters of either case; one of them.
    public var diagnoses: [String] = []
    /// Names as in the reports, whole, in letters of either case; one of them.
    public var radiologists: [String] = []
    /// The compared severity.
    public var severity: ClosedRange<Int>?
    /// The AI's confidence in percent.
    public var confidence: ClosedRange<Int>?
    /// Whether a review stands; `reviewed` also counts what the radiologist's report says.
    public var hasReview: Bool?
    /// Whether a flag stands.
    public var flagged: Bool?
    public var sex: Sex?
    /// The first and the last day, by the modality's clock.
    public var firstDay: CalendarDay?
    public var lastDay: CalendarDay?

    public init() {}

    /// Whether nothing but days and statuses narrows it: then it means no group of patients.
    public var isOfTimeOnly: Bool {
        var rest = self
        (rest.firstDay, rest.lastDay, rest.statuses, rest.wholeWords) = (nil, nil, nil, false)
        return rest == ExamFilter()
    }

    /// The exams that are `done`: what figures are made of.
    public static let done: ExamFilter = {
        var filter = ExamFilter()
        filter.statuses = [.done]
        return filter
    }()
}

/// In which order a list comes. Within equals always the newest first, then by UID.
public enum ExamOrder: String, Sendable, CaseIterable {
    case newest = "created"
    /// The AI's severity, the highest first; what is not assessed comes last.
    case severity
    /// How far AI and compared severity are apart, the furthest first; what cannot be compared comes last.
    case disagreement
}

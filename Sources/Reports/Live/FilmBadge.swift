import Radiology

/// What the AI and a person say together: the corner badge of a film.
public enum FilmBadge: String, Sendable, CaseIterable {
    case normal = "NORMAL"
    case positive = "POSITIVE FINDING"
    case falsePositive = "FALSE POSITIVE"
    case falseNegative = "FALSE NEGATIVE"

    /// `nil` unless both have given a severity: "not assessed" is never a negative.
    public init?(ai: Severity?, compared: Severity?, threshold: Severity) {
        switch Agreement(ai: ai, radiologist: compared, threshold: threshold) {
        case .bothNegative: self = .normal
        case .bothPositive: self = .positive
        case .onlyAI: self = .falsePositive
        case .onlyRadiologist: self = .falseNegative
        case .notComparable: return nil
        }
    }

    /// Names the style: an agreement is quiet, a difference is not.
    var style: String {
        switch self {
        case .normal: "normal"
        case .positive: "positive"
        case .falsePositive, .falseNegative: "wrong"
        }
    }
}

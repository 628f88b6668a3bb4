import Radiology

/// How the verdict of the AI stands to that of the radiologist, at one threshold.
///
/// "Not assessed" is never a negative: with either side missing, the two are not comparable.
public enum Agreement: String, Sendable, Equatable, CaseIterable, Codable {
    case bothPositive
    case bothNegative
    /// The AI at or above the threshold, the radiologist below it.
    case onlyAI
    /// The radiologist at or above the threshold, the AI below it.
    case onlyRadiologist
    case notComparable

    /// - Parameter threshold: the lowest severity that counts as positive.
    public init(ai: Severity?, radiologist: Severity?, threshold: Severity) {
        guard let ai, let radiologist else {
            self = .notComparable
            return
        }
        self =
            switch (ai >= threshold, radiologist >= threshold) {
            case (true, true): .bothPositive
            case (false, false): .bothNegative
            case (true, false): .onlyAI
            case (false, true): .onlyRadiologist
            }
    }

    /// `nil` when not comparable.
    public var isAgreement: Bool? {
        switch self {
        case .bothPositive, .bothNegative: true
        case .onlyAI, .onlyRadiologist: false
        case .notComparable: nil
        }
    }

    /// For a reader, with the threshold named.
    func words(threshold: Severity) -> String {
        switch self {
        case .bothPositive: "AI and radiologist agree: both at or above \(threshold.score)"
        case .bothNegative: "AI and radiologist agree: both below \(threshold.score)"
        case .onlyAI: "AI and radiologist differ: only the AI at or above \(threshold.score)"
        case .onlyRadiologist: "AI and radiologist differ: only the radiologist at or above \(threshold.score)"
        case .notComparable: "Not comparable: not both have given a severity"
        }
    }

    /// Names of the marks that the templates draw: a full ring, a split ring, or none.
    var fields: Fields {
        switch isAgreement {
        case true?: ["agrees": true]
        case false?: ["differs": true]
        case nil: ["notComparable": true]
        }
    }
}

/// What is wrong with a model's reply. Never quotes it: it may speak of the patient.
public enum ReplyProblem: Error, Equatable, Sendable {
    /// Not a chat completion: no JSON, or not its shape.
    case notACompletion
    case empty
    case tooLong
    /// `finish_reason` is `length`.
    case cutOff
    /// The check holds no JSON object.
    case noObject
    /// The check holds several answers that differ.
    case contradictory
    /// An excuse in place of a translation.
    case noTranslation
    /// The translation is Romanian still.
    case notEnglish
    case missing(field: String)
    case outOfRange(field: String)

    /// Part of a sentence, for people.
    public var words: String {
        switch self {
        case .notACompletion: "it is not a chat completion"
        case .empty: "it is empty"
        case .tooLong: "it is longer than a report can be"
        case .cutOff: "it stops at the length limit"
        case .noObject: "it holds no JSON object"
        case .contradictory: "it holds several answers that differ"
        case .noTranslation: "it excuses itself and does not translate"
        case .notEnglish: "it is not English"
        case .missing(let field): "“\(field)” is missing or of the wrong kind"
        case .outOfRange(let field): "“\(field)” is out of its range"
        }
    }
}

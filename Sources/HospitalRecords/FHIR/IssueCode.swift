/// Why a server could not do something, in the words of the standard. What is not in the list is `.unlisted`: an
/// outcome's own text is never kept.
///
/// Standard: FHIR R4 value set issue-type.
public enum IssueCode: String, Sendable, CaseIterable {
    case invalid, structure, required, value, invariant
    case security, login, unknown, expired, forbidden, suppressed
    case processing
    case notSupported = "not-supported"
    case duplicate
    case multipleMatches = "multiple-matches"
    case notFound = "not-found"
    case deleted
    case tooLong = "too-long"
    case codeInvalid = "code-invalid"
    case `extension`
    case tooCostly = "too-costly"
    case businessRule = "business-rule"
    case conflict, transient
    case lockError = "lock-error"
    case noStore = "no-store"
    case exception, timeout, incomplete, throttled, informational
    case unlisted

    /// Nothing is there, which is an answer and not a failure.
    var saysNothingIsThere: Bool { self == .notFound || self == .deleted || self == .informational }

    var recovery: RecordError.Recovery {
        switch self {
        case .transient, .lockError, .noStore, .exception, .timeout, .incomplete, .throttled: .retry(after: nil)
        case .security, .login, .unknown, .expired, .forbidden, .suppressed, .notSupported: .tellOperator
        default: .setAside
        }
    }
}

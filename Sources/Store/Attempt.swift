import Radiology

/// One answer, or one failed attempt, as it is appended to `analyses`.
public struct Attempt: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// A film was read (its check call belongs to the same row).
        case report
        /// A radiologist's text was checked.
        case check
    }

    public enum Outcome: Sendable, Equatable {
        case answered
        case failed(code: String)
    }

    public var kind: Kind
    public var outcome: Outcome
    public var provenance: Provenance
    /// As answered; `nil` is unknown.
    public var severity: Severity?
    public var confidence: Confidence?
    public var summary: String?

    public init(
        kind: Kind = .report, outcome: Outcome = .answered, provenance: Provenance, severity: Severity? = nil,
        confidence: Confidence? = nil, summary: String? = nil
    ) {
        self.kind = kind
        self.outcome = outcome
        self.provenance = provenance
        self.severity = severity
        self.confidence = confidence
        self.summary = summary
    }
}

import Radiology

/// What was sent, so that the very bytes can be made again.
public struct AskedRequest: Sendable, Equatable {
    /// SHA-256 (hex) of the whole body.
    public var hash: String
    /// Its pieces as a JSON array: what was written out, and hashes of prompts and pictures.
    public var pieces: String

    public init(hash: String, pieces: String) {
        self.hash = hash
        self.pieces = pieces
    }
}

/// Who answered the check of a report, and how it was asked: it may be another server than the report's.
public struct CheckSource: Sendable, Equatable, Codable {
    /// Address without user, password and query.
    public var endpoint: String
    public var modelConfigured: String
    public var modelAnswered: String?
    /// As sent: JSON text.
    public var sampling: String
    public var finishReason: String?

    public init(
        endpoint: String, modelConfigured: String, modelAnswered: String? = nil, sampling: String = "{}",
        finishReason: String? = nil
    ) {
        (self.endpoint, self.modelConfigured, self.modelAnswered) = (endpoint, modelConfigured, modelAnswered)
        (self.sampling, self.finishReason) = (sampling, finishReason)
    }
}

/// One answer, or one failed attempt, as it is appended to `analyses`.
public struct Attempt: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// A film was read (its check call belongs to the same row).
        case report
        /// A radiologist's text was checked, or the report of the answer `checkedID`.
        case check
        /// A radiologist's text was translated.
        case translation
        /// A text was analysed in three passes.
        case analysis
        /// A film with a known answer was read again; the exam's report stays.
        case canary
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
    /// The request of the report call, or of the only call.
    public var request: AskedRequest?
    /// The request of the check call that belongs to the same row.
    public var checkRequest: AskedRequest?
    public var checkPromptTokens: Int?
    public var checkCompletionTokens: Int?
    public var translateMilliseconds: Int?
    /// Of the check call that belongs to the same row.
    public var checkSource: CheckSource?
    /// Why the verdict is missing or to be doubted; `nil` when the check was clean.
    public var checkProblem: String?
    /// In a row of its own about the report of an answer: `KeptAttempt.id` of that one.
    public var checkedID: Int64?
    /// The kept answer that was taken over instead of asking again: `KeptAttempt.id`.
    public var answeredFrom: Int64?

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

import Radiology

/// What a reader said about one exam, and how it came to say it.
public struct Answer: Sendable, Equatable {
    /// FINDINGS and IMPRESSION as one text.
    public var text: String
    public var findings: String
    public var impression: String
    /// `nil` = not assessed.
    public var severity: Severity?
    public var confidence: Confidence?
    public var summary: String?
    /// The model by its own name for itself; `nil` when it did not say.
    public var model: String?
    public var modelConfigured: String
    /// Address without user, password and query, or `builtin:baseline`.
    public var endpoint: String
    /// Replies as they came, each at most `Answer.rawLimit` bytes.
    public var rawReport: String
    public var rawCheck: String?
    public var finishReason: String?
    public var promptTokens: Int?
    public var completionTokens: Int?
    public var reportMilliseconds: Int
    public var checkMilliseconds: Int?
    /// SHA-256 (hex) by prompt name (`rep`, `usr`, `chk`, and `rev` in a second reading).
    public var promptHashes: [String: String]
    /// Sampling settings as sent: JSON text, keys sorted.
    public var sampling: String
    /// SHA-256 (hex) of the PNG bytes.
    public var imageHash: String
    /// Why the severity is missing or to be doubted; `nil` when the check was clean.
    public var checkProblem: String?
    /// Why there is no check; `nil` when there is one.
    public var checkFailure: AnalysisError?
    /// The two calls as they were sent and answered; `nil` for a reader that sends none, and for a check that failed.
    public var reportCall: CallRecord?
    public var checkCall: CallRecord?

    /// An endpoint answered under another model name than the last time.
    public var modelChanges: [ModelChange] { [reportCall?.modelChange, checkCall?.modelChange].compactMap(\.self) }

    /// What is kept of a raw reply, in bytes.
    public static let rawLimit = 64 << 10

    public init(
        text: String, findings: String, impression: String, severity: Severity? = nil, confidence: Confidence? = nil,
        summary: String? = nil, model: String? = nil, modelConfigured: String, endpoint: String, rawReport: String,
        rawCheck: String? = nil, finishReason: String? = nil, promptTokens: Int? = nil, completionTokens: Int? = nil,
        reportMilliseconds: Int, checkMilliseconds: Int? = nil, promptHashes: [String: String] = [:],
        sampling: String = "{}", imageHash: String, checkProblem: String? = nil
    ) {
        self.text = text
        self.findings = findings
        self.impression = impression
        self.severity = severity
        self.confidence = confidence
        self.summary = summary
        self.model = model
        self.modelConfigured = modelConfigured
        self.endpoint = endpoint
        self.rawReport = Self.capped(rawReport)
        self.rawCheck = rawCheck.map(Self.capped)
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.reportMilliseconds = reportMilliseconds
        self.checkMilliseconds = checkMilliseconds
        self.promptHashes = promptHashes
        self.sampling = sampling
        self.imageHash = imageHash
        self.checkProblem = checkProblem
    }

    static func capped(_ text: String) -> String {
        text.utf8.count <= rawLimit ? text : String(decoding: text.utf8.prefix(rawLimit), as: UTF8.self)
    }
}

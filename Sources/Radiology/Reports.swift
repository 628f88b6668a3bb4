/// What a reader (model) said about an exam: the current answer, as `ai_reports` keeps it.
public struct AIReport: Sendable, Equatable, Codable {
    /// FINDINGS and IMPRESSION, as one text.
    public var text: String
    public var summary: String?
    public var severity: Severity?
    public var confidence: Confidence?
    public var model: String?
    /// Whole seconds of the report call.
    public var latency: Int?
    /// `YYYY-MM-DD HH:MM:SS` UTC, as the old columns keep it.
    public var created: String?
    public var updated: String?

    public init(
        text: String, summary: String? = nil, severity: Severity? = nil, confidence: Confidence? = nil,
        model: String? = nil, latency: Int? = nil, created: String? = nil, updated: String? = nil
    ) {
        self.text = text
        self.summary = summary
        self.severity = severity
        self.confidence = confidence
        self.model = model
        self.latency = latency
        self.created = created
        self.updated = updated
    }
}

/// What the radiologist wrote, as `rad_reports` keeps it.
public struct RadiologistReport: Sendable, Equatable, Codable {
    /// The hospital's report id; `-1` = looked up, none exists.
    public var id: String?
    public var text: String?
    public var english: String?
    public var severity: Severity?
    public var summary: String?
    public var type: String?
    public var radiologist: String?
    /// The clinical indication.
    public var justification: String?
    public var model: String?
    public var latency: Int?
    public var created: String?
    public var updated: String?
    /// Why the translation should not be trusted alone.
    public var translationDoubt: String?
    /// When the hospital took its report back, RFC 3339 UTC.
    public var withdrawn: String?

    public init() {}
}

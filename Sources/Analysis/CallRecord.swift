/// What a call was for.
public enum CallKind: String, Sendable, Codable, CaseIterable { case report, check, translate, analyse }

/// An endpoint answered under another model name than the last time.
public struct ModelChange: Sendable, Equatable, Codable {
    /// Address without user, password and query.
    public var endpoint: String
    public var from: String
    public var to: String

    public init(endpoint: String, from: String, to: String) {
        (self.endpoint, self.from, self.to) = (endpoint, from, to)
    }
}

/// One call that was answered: what was sent, who answered, and what it took.
public struct CallRecord: Sendable, Equatable {
    public var kind: CallKind
    /// Address without user, password and query.
    public var endpoint: String
    public var modelConfigured: String
    /// The model by its own name for itself; `nil` when it did not say.
    public var model: String?
    /// This endpoint's name for its model is another one than the last time.
    public var modelChange: ModelChange?
    /// The pieces of the body that was sent, and the SHA-256 (hex) of the body.
    public var request: ChatRequest.Recorded
    public var requestHash: String
    /// As sent: JSON text, keys sorted.
    public var sampling: String
    /// The server was held to a JSON schema.
    public var usedSchema: Bool
    /// The reply as it came, at most `Answer.rawLimit` bytes.
    public var raw: String
    public var finishReason: String?
    public var promptTokens: Int?
    public var completionTokens: Int?
    /// Of the call that was answered, from connecting to the last byte.
    public var milliseconds: Int

    public init(
        kind: CallKind, endpoint: String, modelConfigured: String, model: String? = nil,
        modelChange: ModelChange? = nil, request: ChatRequest.Recorded, requestHash: String, sampling: String = "{}",
        usedSchema: Bool = false, raw: String = "", finishReason: String? = nil, promptTokens: Int? = nil,
        completionTokens: Int? = nil, milliseconds: Int = 0
    ) {
        self.kind = kind
        self.endpoint = endpoint
        self.modelConfigured = modelConfigured
        self.model = model
        self.modelChange = modelChange
        self.request = request
        self.requestHash = requestHash
        self.sampling = sampling
        self.usedSchema = usedSchema
        self.raw = Answer.capped(raw)
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.milliseconds = milliseconds
    }
}

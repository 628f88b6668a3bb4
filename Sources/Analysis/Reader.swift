/// Somebody who looks at one film and answers: models behind endpoints, or the embedded baseline.
public struct Reader: Sendable {
    /// For people and logs: the model's name, or `builtin:baseline`.
    public var name: String
    /// Address without user, password and query.
    public var endpoint: String
    /// SHA-256 (hex) of each prompt, by name.
    public var promptHashes: [String: String]
    /// Reads one film. Throws `AnalysisError`; its `recovery` says what becomes of the film.
    public var read: @Sendable (Question) async throws -> Answer
    /// Classifies a text that somebody wrote, as the second half of `read` does. Throws `AnalysisError`.
    public var check: @Sendable (_ report: String) async throws -> CheckAnswer
    /// Translates a Romanian report into English. Throws `AnalysisError`.
    public var translate: @Sendable (_ report: String) async throws -> Translation
    /// Examines the quality of a report. Throws `AnalysisError`.
    public var analyse: @Sendable (_ report: String) async throws -> AnalysisAnswer
    /// What `read` would send, without sending it; `nil` for a reader that sends nothing.
    public var request: @Sendable (Question) -> ChatRequest?
    /// Throws `AnalysisError` when no endpoint would answer now.
    public var probe: @Sendable () async throws -> Void

    public init(
        name: String, endpoint: String, promptHashes: [String: String] = [:],
        read: @escaping @Sendable (Question) async throws -> Answer,
        check: @escaping @Sendable (String) async throws -> CheckAnswer = { _ in
            throw AnalysisError.textNotSupported
        },
        probe: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.name = name
        self.endpoint = endpoint
        self.promptHashes = promptHashes
        self.read = read
        self.check = check
        self.probe = probe
        translate = { _ in throw AnalysisError.textNotSupported }
        analyse = { _ in throw AnalysisError.textNotSupported }
        request = { _ in nil }
    }
}

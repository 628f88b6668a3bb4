/// Somebody who looks at one film and answers: a model behind an endpoint, or the embedded baseline.
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
    public var check: @Sendable (_ report: String) async throws -> CheckReply
    /// Throws `AnalysisError` when the endpoint would not answer now.
    public var probe: @Sendable () async throws -> Void

    public init(
        name: String, endpoint: String, promptHashes: [String: String] = [:],
        read: @escaping @Sendable (Question) async throws -> Answer,
        check: @escaping @Sendable (String) async throws -> CheckReply,
        probe: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.name = name
        self.endpoint = endpoint
        self.promptHashes = promptHashes
        self.read = read
        self.check = check
        self.probe = probe
    }
}

import HTTPClient

extension Reader {
    /// A model behind an OpenAI-compatible chat-completions endpoint.
    ///
    /// - Parameter sleep: waits between the tries of the check; an argument so that tests do not wait.
    public static func openAI(
        _ settings: ReaderSettings, prompts: Prompts, client: HTTPClient,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> Reader {
        let chat = ChatReader(settings: settings, prompts: prompts, client: client, sleep: sleep)
        return Reader(
            name: settings.model, endpoint: settings.endpoint, promptHashes: prompts.hashes,
            read: { try await chat.read($0) }, check: { try await chat.check($0).reply },
            probe: { try await chat.probe() })
    }
}

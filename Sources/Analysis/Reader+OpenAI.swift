import Foundation
import HTTPClient

extension Reader {
    /// The models behind the endpoints of a pool.
    public static func openAI(_ pool: EndpointPool) -> Reader {
        let settings = pool.endpoints.map(\.settings)
        var reader = Reader(
            name: settings.first?.model ?? "", endpoint: settings.map(\.endpoint).joined(separator: ", then "),
            promptHashes: pool.prompts.hashes,
            read: { try await pool.read($0) }, check: { try await pool.check($0) },
            probe: { try await pool.requireAnswer() })
        reader.translate = { try await pool.translate($0) }
        reader.analyse = { try await pool.analyse($0) }
        reader.request = { pool.request(for: $0) }
        return reader
    }

    /// A model behind one OpenAI-compatible chat-completions endpoint.
    ///
    /// - Parameter sleep: waits between the tries of the check; an argument so that tests do not wait.
    public static func openAI(
        _ settings: ReaderSettings, prompts: Prompts, client: HTTPClient, sampling: Sampling = .standard,
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> Reader {
        .openAI(
            EndpointPool([settings], prompts: prompts, client: client, sampling: sampling, now: now, sleep: sleep))
    }
}

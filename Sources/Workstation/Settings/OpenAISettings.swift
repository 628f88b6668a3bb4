import Foundation

/// `[openai]`
public struct OpenAISettings: Sendable, Equatable {
    /// Who reads the films.
    public enum Endpoint: Sendable, Hashable, CustomStringConvertible {
        /// The embedded reader: measurements put into words, no model.
        case baseline
        /// Full address of an OpenAI-compatible chat-completions endpoint.
        case server(url: String)

        public static let baselineName = "builtin:baseline"

        /// For people: without user name and password.
        public var description: String {
            switch self {
            case .baseline: Self.baselineName
            case .server(let url): Secret.withoutCredentials(url)
            }
        }
    }

    public var primaryURL: Endpoint
    /// Asked in this order while those before are not well.
    public var secondaryURLs: [Endpoint]
    /// Empty = no Authorization header.
    public var apiKey: Secret
    public var model: String
    public var maxRetries: Int
    /// Wait before the first retry; doubled each time.
    public var retryBase: Duration
    /// Bounds one whole exchange.
    public var timeout: Duration
    public var connectTimeout: Duration
    public var healthInterval: Duration
    /// Largest answer that is read, in bytes.
    public var maxReply: Int
    public var concurrency: Int
    /// An answer to the very same bytes is taken from the database instead of asking again.
    public var reusesAnswers: Bool
    public var sampling: SamplingSettings

    init(_ reader: inout SettingsReader) {
        primaryURL = reader.read(
            "OPENAI_URL_PRIMARY", .endpoint, .server(url: "http://127.0.0.1:8080/v1/chat/completions"),
            "The model server, or builtin:baseline for the embedded reader.")
        secondaryURLs = reader.read(
            "OPENAI_URL_SECONDARY", .list(of: .endpoint),
            [.server(url: "http://127.0.0.1:11434/v1/chat/completions")],
            "Asked, in this order, while the servers before are not well; builtin:baseline stands behind all of them. "
                + "Empty = nobody.")
        apiKey = reader.read(
            "OPENAI_API_KEY", .secret("the bearer token of the server"), Secret("sk-your-api-key"),
            "Bearer token; the environment variable OPENAI_API_KEY sets it too. One for all servers, or a list with "
                + "commas, each server its own, in the order of their addresses. Empty = none is sent.", isSecret: true)
        model = reader.read(
            "MODEL_NAME", .text("a model name", 1...200), "medgemma-4b-it", "Model asked for in every call.")
        maxRetries = reader.read("MAX_RETRIES", .integer(0...20), 3, "How often a failed call is tried again.")
        retryBase = reader.read(
            "RETRY_BASE", .duration(.seconds, .zero...(.seconds(600))), .seconds(2),
            "Wait before the first retry; doubled for each further one.")
        timeout = reader.read(
            "TIMEOUT", .duration(.seconds, .milliseconds(100)...(.seconds(3600))), .seconds(300),
            "Longest time one call may take, from connecting to the last byte.")
        connectTimeout = reader.read(
            "CONNECT_TIMEOUT", .duration(.seconds, .milliseconds(100)...(.seconds(300))), .seconds(10),
            "Longest time to reach the server.")
        healthInterval = reader.read(
            "HEALTH_INTERVAL", .duration(.seconds, .seconds(1)...(.seconds(3600))), .seconds(60),
            "How often the servers are asked whether they are well.")
        maxReply = reader.read(
            "MAX_REPLY", .bytes(1024...(1 << 30)), 8 << 20, "Largest answer that is read; a longer one is a failure.")
        concurrency = reader.read("CONCURRENCY", .integer(1...64), 1, "Films asked about at the same time.")
        reusesAnswers = reader.read(
            "REUSE_ANSWERS", .boolean, true,
            "Whether a question that was answered before, byte for byte, gets that answer instead of being asked again; "
                + "`analyse --fresh` asks all the same, and so does every second reading.")
        sampling = SamplingSettings(&reader)
    }
}

extension OpenAISettings {
    /// The bearer token of one server: with a single token, that; of a list, the server's own or none.
    /// - Parameter number: 0 = the primary one.
    package func key(ofServer number: Int) -> String {
        let keys = apiKey.revealed.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return keys.count <= 1 ? apiKey.revealed : number < keys.count ? keys[number] : ""
    }
}

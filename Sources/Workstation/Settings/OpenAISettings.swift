/// `[openai]`
public struct OpenAISettings: Sendable, Equatable {
    /// Who reads the films.
    public enum Endpoint: Sendable, Equatable, CustomStringConvertible {
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
    /// Asked when the primary one is not healthy; `nil` = nobody.
    public var secondaryURL: Endpoint?
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

    init(_ reader: inout SettingsReader) {
        primaryURL = reader.read(
            "OPENAI_URL_PRIMARY", .endpoint, .server(url: "http://127.0.0.1:8080/v1/chat/completions"),
            "The model server, or builtin:baseline for the embedded reader.")
        secondaryURL = reader.read(
            "OPENAI_URL_SECONDARY", SettingKind.endpoint.orEmpty(),
            .server(url: "http://127.0.0.1:11434/v1/chat/completions"),
            "Asked while the primary server is not healthy. Empty = nobody.")
        apiKey = reader.read(
            "OPENAI_API_KEY", .secret("the bearer token of the server"), Secret("sk-your-api-key"),
            "Bearer token; the environment variable OPENAI_API_KEY sets it too. Empty = none is sent.", isSecret: true)
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
    }
}

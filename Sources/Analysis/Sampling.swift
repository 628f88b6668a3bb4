/// How a model chooses its words. The standard values are the predecessor's, so that answers stay comparable.
public struct Sampling: Sendable, Equatable {
    /// 0 … 2; 0 = always the likeliest word.
    public var temperature: Double
    /// 0 … 1: the likeliest words that together have this share.
    public var topP: Double
    /// So many of the likeliest words; 0 = all.
    public var topK: Int
    /// 0 … 1: words at least this likely, measured against the likeliest.
    public var minP: Double
    /// `nil` = the server draws another one for each call.
    public var seed: Int?
    /// Longest report in tokens; `nil` = the server's own limit.
    public var maxTokens: Int?
    /// The temperature of check, translation and analysis; `nil` = the server's own, as the predecessor left it.
    public var textTemperature: Double?

    public static let standard = Sampling()

    public init(
        temperature: Double = 0.6, topP: Double = 0.95, topK: Int = 40, minP: Double = 0.05, seed: Int? = nil,
        maxTokens: Int? = nil, textTemperature: Double? = nil
    ) {
        self.temperature = Self.within(0...2, temperature, or: 0.6)
        self.topP = Self.within(0...1, topP, or: 0.95)
        self.topK = max(0, topK)
        self.minP = Self.within(0...1, minP, or: 0.05)
        self.seed = seed
        self.maxTokens = maxTokens.map { max(1, $0) }
        self.textTemperature = textTemperature.map { Self.within(0...2, $0, or: 0.6) }
    }

    /// Of the call about a film: keys in the order in which they are sent, values as JSON text.
    var report: [(key: String, value: String)] {
        [
            ("timings_per_token", "true"), ("min_p", "\(minP)"), ("top_k", "\(topK)"), ("top_p", "\(topP)"),
            ("temperature", "\(temperature)"), ("cache_prompt", "true"), ("stream", "false"), ("keep_alive", "1800"),
        ] + Self.optional("seed", seed) + Self.optional("max_tokens", maxTokens)
    }

    /// Of a call about a text.
    var text: [(key: String, value: String)] {
        Self.optional("temperature", textTemperature) + [("stream", "false"), ("keep_alive", "1800")]
            + Self.optional("seed", seed)
    }

    /// What the call about a film sends, as JSON text with sorted keys, for the provenance.
    public var reportJSON: String { Self.json(report) }

    /// The same of a call about a text.
    public var textJSON: String { Self.json(text) }

    private static func json(_ pairs: [(key: String, value: String)]) -> String {
        "{" + pairs.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    private static func optional<T>(_ key: String, _ value: T?) -> [(key: String, value: String)] {
        value.map { [(key, "\($0)")] } ?? []
    }

    private static func within(_ range: ClosedRange<Double>, _ value: Double, or standard: Double) -> Double {
        value.isFinite ? min(max(value, range.lowerBound), range.upperBound) : standard
    }
}

import Foundation

/// What the OpenAI-compatible reader needs to know. Its description never shows the key.
public struct ReaderSettings: Sendable, CustomStringConvertible, CustomReflectable {
    /// Full chat-completions address.
    public var url: String
    /// Bearer token; empty = no Authorization header.
    public var apiKey: String
    /// Model name sent in every call.
    public var model: String
    /// Bounds one whole call, from connecting to the last byte.
    public var timeout: Duration
    public var connectTimeout: Duration
    /// Largest reply in bytes.
    public var maxBody: Int
    /// Severity from which a film counts as positive; only to notice a check that contradicts itself.
    public var threshold: Int
    /// Sent as User-Agent.
    public var programVersion: String

    public init(
        url: String, apiKey: String = "", model: String, timeout: Duration = .seconds(300),
        connectTimeout: Duration = .seconds(10), maxBody: Int = 4 << 20, threshold: Int = 5,
        programVersion: String = ""
    ) {
        self.url = url
        self.apiKey = apiKey
        self.model = model
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maxBody = maxBody
        self.threshold = threshold
        self.programVersion = programVersion
    }

    public var description: String { "\(model) at \(endpoint)" }
    public var customMirror: Mirror { Mirror(self, children: ["reader": description]) }

    /// The address as answers keep it: without user, password, query and fragment.
    public var endpoint: String {
        let bare = url.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = bare.range(of: "://") else { return String(bare) }
        let place = bare[scheme.upperBound...]
        let authority = place.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return String(bare) }
        return String(bare[..<scheme.upperBound] + place[place.index(after: at)...])
    }

    /// Where a healthy server lists its models.
    var modelsURL: String { url.replacingOccurrences(of: "/chat/completions", with: "/models") }
}

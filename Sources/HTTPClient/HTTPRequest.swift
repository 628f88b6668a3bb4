import Foundation

/// One request. Its description never shows header values, the query or the body: they hold keys and patient data.
public struct HTTPRequest: Sendable {
    public var method: String
    /// Absolute `http` or `https` address.
    public var url: String
    public var headers: HTTPHeaders
    public var body: [UInt8]
    /// Until the connection stands: name look-up, TCP and TLS.
    public var connectTimeout: Duration
    /// The whole exchange, from the look-up to the last byte of the body.
    public var timeout: Duration
    /// Longest silence once the body has begun. A server that thinks before it answers is not bound by it.
    public var silenceTimeout: Duration
    /// Largest response body in bytes.
    public var maxBody: Int
    /// PEM certificates that are trusted besides the system's; empty for none.
    public var authorities: [UInt8] = []
    /// How long the exchange may go on when its task is cancelled: for what had better be known to have arrived.
    public var grace: Duration = .zero

    public init(
        _ method: String = "GET", url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        connectTimeout: Duration = .seconds(5), timeout: Duration = .seconds(30),
        silenceTimeout: Duration = .seconds(30), maxBody: Int = 4 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.silenceTimeout = silenceTimeout
        self.maxBody = maxBody
    }

    /// Host and port of the address as written, without user and password; for messages.
    public var host: String { Self.host(of: url) }

    /// The same for an address as text; `?` when there is none.
    public static func host(of url: String) -> String {
        guard let scheme = url.range(of: "://") else { return "?" }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return place.first == nil || place.first == ":" ? "?" : String(place)
    }

    /// What is wrong with the request itself, before anything is sent.
    var fault: HTTPError? {
        let isToken = !method.isEmpty && method.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")) ~= $0 }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https", host != "?", url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return .malformed(.address) }
        return isToken && headers.areSafeToSend ? nil : .malformed(.request)
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method) \(host), \(body.count) bytes" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

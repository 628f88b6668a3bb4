import Foundation

/// The hospital's record server, as the settings name it.
public struct RecordServer: Sendable {
    /// How the server speaks. `predecessor` is the dialect of the hospital's own system: capital-M `Metadata`, `q=`, a
    /// matching of time and region done by the server, plain text in `presentedForm`. `r4` is the standard.
    public enum Dialect: String, Sendable, CaseIterable { case predecessor, r4 }

    public enum Authorization: Sendable, Equatable {
        case none
        case basic(user: String, password: String)
        case bearer(token: String)
    }

    public var dialect: Dialect
    /// For the predecessor's dialect without `/fhir`, for R4 the service base (`https://host/fhir`).
    public var base: String
    public var authorization: Authorization
    /// For one request, from the look-up of the name to the last byte.
    public var timeout: Duration
    /// The system of the patient identifier that the films carry (`urn:oid:…`); empty = any system.
    public var identifierSystem: String
    /// Where times without an offset are at home: those of the films and of older servers.
    public var zone: TimeZone
    /// How far the time of an order may lie before and after the exposure. The predecessor's server matches times itself.
    public var window: Window
    /// For texts that name no character set and are not UTF-8.
    public var fallbackCharset: TextCharset
    /// PEM certificates trusted beside the system's: a hospital often has an authority of its own.
    public var authorities: [UInt8]

    public struct Window: Sendable, Equatable {
        /// Seconds that an order may be older than the exposure.
        public var before: Int
        /// Seconds that an order may be written after the exposure (emergencies).
        public var after: Int

        public init(before: Int = 3 * 86_400, after: Int = 86_400) {
            self.before = max(0, before)
            self.after = max(0, after)
        }
    }

    public init(
        dialect: Dialect, base: String, authorization: Authorization = .none, timeout: Duration = .seconds(30),
        identifierSystem: String = "", zone: TimeZone = .current, window: Window = Window(),
        fallbackCharset: TextCharset = .windows1250, authorities: [UInt8] = []
    ) {
        self.dialect = dialect
        self.base = base
        self.authorization = authorization
        self.timeout = timeout
        self.identifierSystem = identifierSystem
        self.zone = zone
        self.window = window
        self.fallbackCharset = fallbackCharset
        self.authorities = authorities
    }

    /// Which server an id is of: the dialect and the address, without credentials.
    public var identity: String { "\(dialect.rawValue) \(trimmedBase)" }

    /// The base without blanks, closing slashes and a user: what is in an address may end in a log, or at another host.
    var trimmedBase: String {
        var text = Substring(base.trimmingCharacters(in: .whitespacesAndNewlines))
        while text.hasSuffix("/") { text.removeLast() }
        guard let user = Self.user(in: String(text)) else { return String(text) }
        return String(text.replacingCharacters(in: user.lowerBound..<text.index(after: user.upperBound), with: ""))
    }

    /// `user:password` between `://` and the last `@` of the authority. Standard: RFC 3986 §3.2.1.
    private static func user(in address: String) -> Range<String.Index>? {
        guard let scheme = address.range(of: "://") else { return nil }
        let end = address[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? address.endIndex
        guard let mark = address[scheme.upperBound..<end].lastIndex(of: "@") else { return nil }
        return scheme.upperBound..<mark
    }

    /// Credentials that stand in the address itself, as a header.
    private var addressHeader: String? {
        let text = base.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let user = Self.user(in: text), let plain = String(text[user]).removingPercentEncoding, !plain.isEmpty
        else { return nil }
        return "Basic " + Data((plain.contains(":") ? plain : plain + ":").utf8).base64EncodedString()
    }

    /// Value of the `Authorization` header; `nil` without one.
    var authorizationHeader: String? {
        switch authorization {
        case .none: addressHeader
        case .basic(let user, let password):
            "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        case .bearer(let token): token.isEmpty ? nil : "Bearer \(token)"
        }
    }
}

/// Neither the password nor the token is ever printed.
extension RecordServer: CustomStringConvertible, CustomReflectable {
    public var description: String { "RecordServer(\(dialect.rawValue))" }
    public var customMirror: Mirror { Mirror(self, children: ["dialect": dialect.rawValue]) }
}

extension RecordServer.Authorization: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .none: "none"
        case .basic: "basic"
        case .bearer: "bearer"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

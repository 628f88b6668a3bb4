import Foundation

/// `[dashboard]`
public struct DashboardSettings: Sendable, Equatable {
    /// Whether `run` serves the dashboard at all.
    public var listens: Bool
    public var port: Int
    public var bind: String
    public var tlsCertificate: URL?
    public var tlsKey: URL?
    /// Names under which browsers may ask; empty = any.
    public var hosts: [String]
    /// Numeric addresses of proxies that are believed.
    public var trustedProxies: [String]
    /// With `{study}` in it; `nil` = no link.
    public var viewerLink: String?
    /// `https://viewer.example`
    public var viewerOrigins: [String]
    public var openMetrics: Bool
    /// Requests a minute and address.
    public var rateLimit: Int
    public var modelRateLimit: Int

    init(_ reader: inout SettingsReader) {
        listens = reader.read("LISTEN", .boolean, true, "Whether `run` serves the dashboard.")
        port = reader.read("DASHBOARD_PORT", .port, 8000, "TCP port of the live daemon.")
        bind = reader.read(
            "BIND", .host, "127.0.0.1",
            "Address the live daemon is bound to; 0.0.0.0 opens it to the network, as the predecessor did.")
        tlsCertificate = reader.readFile("TLS_CERT", "Certificate of the live daemon (PEM). Empty = no TLS.")
        tlsKey = reader.readFile("TLS_KEY", "Private key for TLS_CERT (PEM).")
        reader.requirePair("TLS_CERT", tlsCertificate, "TLS_KEY", tlsKey)
        hosts = reader.read(
            "HOSTS", .list(of: .host), [],
            "Host names under which browsers may ask for the dashboard; others are refused. Empty = any, but on a loopback "
                + "BIND only this machine's own.")
        trustedProxies = reader.read(
            "TRUSTED_PROXIES", .list(of: .numericAddress), [],
            "Addresses or blocks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.")
        viewerLink = reader.read(
            "VIEWER_LINK", SettingKind.studyLink.orEmpty(), nil,
            "Link to another viewer on a film's page; `{study}` stands for the Study Instance UID. Empty = no link.")
        viewerOrigins = reader.read(
            "VIEWER_ORIGINS", .list(of: .webOrigin), [],
            "Origins of web viewers that may read /dicomweb from a browser. Empty = none but the dashboard itself.")
        openMetrics = reader.read(
            "OPEN_METRICS", .boolean, false,
            "Whether /metrics answers callers of this machine without a login; else it is for admins.")
        rateLimit = reader.read(
            "RATE_LIMIT", .integer(1...100_000), 60, "API requests a minute and address.")
        modelRateLimit = reader.read(
            "MODEL_RATE_LIMIT", .integer(1...100_000), 10,
            "Requests a minute and address that have a model work: check, analyse and translate together.")
    }

    /// Only this machine can reach it.
    public var isLoopback: Bool { bind == "localhost" || bind == "::1" || bind.hasPrefix("127.") }
}

extension SettingKind where Value == String {
    /// Numeric, because a name server must not decide whom we believe.
    fileprivate static let numericAddress = Self(
        expects: "a numeric IP address, or a block such as 10.0.0.0/8", write: { $0 }
    ) { text in
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isVersion6 = parts[0].contains(":")
        if parts.count == 2 {
            guard let bits = Int(parts[1]), (1...(isVersion6 ? 128 : 32)).contains(bits) else { return nil }
        }
        guard isVersion6 else {
            let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            return bytes.count == 4 && bytes.allSatisfy { UInt8($0) != nil } ? text : nil
        }
        let isLegal = parts[0].utf8.count <= 45 && parts[0].allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        return isLegal ? text.lowercased() : nil
    }

    fileprivate static let studyLink = Self(
        expects: "an address with {study} in it, such as https://viewer/viewer?StudyInstanceUIDs={study}", write: { $0 }
    ) { text in
        let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
        let isLegal = text.unicodeScalars.allSatisfy { $0.isPlain && !$0.properties.isWhitespace }
        return isLegal && isWeb && text.contains("{study}") && text.utf8.count <= 1024 ? text : nil
    }

    /// Standard: RFC 6454 §7: scheme and host, and the port where it is not the scheme's own; no path.
    fileprivate static let webOrigin = Self(
        expects: "an origin such as https://viewer.example or http://127.0.0.1:3000", write: { $0 }
    ) { text in
        guard let address = url(["http", "https"]).read(text)?.lowercased(),
            let parts = URLComponents(string: address), parts.path.isEmpty, parts.query == nil, parts.fragment == nil,
            parts.user == nil
        else { return nil }
        return address
    }
}

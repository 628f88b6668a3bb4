import Foundation

/// `[dashboard]`
public struct DashboardSettings: Sendable, Equatable {
    public var port: Int
    public var bind: String
    public var tlsCertificate: URL?
    public var tlsKey: URL?

    init(_ reader: inout SettingsReader) {
        port = reader.read("DASHBOARD_PORT", .port, 8000, "TCP port of the live daemon.")
        bind = reader.read(
            "BIND", .host, "127.0.0.1",
            "Address the live daemon is bound to; 0.0.0.0 opens it to the network, as the predecessor did.")
        tlsCertificate = reader.readFile("TLS_CERT", "Certificate of the live daemon (PEM). Empty = no TLS.")
        tlsKey = reader.readFile("TLS_KEY", "Private key for TLS_CERT (PEM).")
        reader.requirePair("TLS_CERT", tlsCertificate, "TLS_KEY", tlsKey)
    }
}

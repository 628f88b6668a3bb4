import Foundation

/// `[dicom]`
public struct DICOMSettings: Sendable, Equatable {
    public enum RetrievalMethod: String, Sendable, CaseIterable {
        case move = "C-MOVE"
        case get = "C-GET"
    }

    public var aeTitle: String
    public var port: Int
    public var bind: String
    public var remoteAETitle: String
    public var remoteHost: String
    public var remotePort: Int
    public var retrievalMethod: RetrievalMethod
    /// `AE` or `AE@host`; empty = anyone may store.
    public var allowedAE: [String]
    public var maxAssociations: Int
    public var tlsCertificate: URL?
    public var tlsKey: URL?
    public var tlsAuthorities: URL?
    public var queryModalities: [String]
    public var queryLookback: Duration

    init(_ reader: inout SettingsReader) {
        aeTitle = reader.read("AE_TITLE", .applicationEntity, "XRAYVISION", "Our own AE title.")
        port = reader.read("AE_PORT", .port, 4010, "TCP port of our listener.")
        bind = reader.read("BIND", .host, "0.0.0.0", "Address our listener is bound to.")
        remoteAETitle = reader.read(
            "REMOTE_AE_TITLE", .applicationEntity, "DICOM_SERVER", "AE title of the archive (PACS).")
        remoteHost = reader.read("REMOTE_AE_IP", .host, "192.168.1.1", "Host of the archive.")
        remotePort = reader.read("REMOTE_AE_PORT", .integer(1...65535), 104, "TCP port of the archive.")
        retrievalMethod = Self.method(&reader)
        allowedAE = reader.read(
            "ALLOWED_AE", .list(of: .text("AE or AE@host", 1...270)), [],
            "Who may store films here: calling AE titles, optionally with their host. Empty = anyone.")
        maxAssociations = reader.read(
            "MAX_ASSOCIATIONS", .integer(1...1024), 64, "Peers that may be connected at once.")
        tlsCertificate = reader.readFile("TLS_CERT", "Certificate of our listener (PEM). Empty = no TLS.")
        tlsKey = reader.readFile("TLS_KEY", "Private key for TLS_CERT (PEM).")
        tlsAuthorities = reader.readFile("TLS_CA", "Certificates that peers must be signed by (PEM).")
        queryModalities = reader.read(
            "QUERY_MODALITIES", .list(of: .modality, atLeast: 1), ["CR", "DX"],
            "Modalities the scheduled query asks for.")
        queryLookback = reader.read(
            "QUERY_LOOKBACK", .duration(.minutes, .seconds(60)...(.seconds(7 * 86400))), .seconds(3600),
            "How far back the scheduled query looks; after a downtime it reaches back to the last success.")
        reader.requirePair("TLS_CERT", tlsCertificate, "TLS_KEY", tlsKey)
    }

    /// The predecessor takes every word but C-GET for C-MOVE; so do we, and say so.
    private static func method(_ reader: inout SettingsReader) -> RetrievalMethod {
        let word = reader.read(
            "RETRIEVAL_METHOD", .text("C-MOVE or C-GET"), "C-MOVE",
            "How films are fetched from the archive; any word but C-GET means C-MOVE.")
        if let method = RetrievalMethod(rawValue: word.uppercased()) { return method }
        reader.note("RETRIEVAL_METHOD", "\"\(word)\" is neither C-MOVE nor C-GET and is taken for C-MOVE.")
        return .move
    }
}

extension SettingKind where Value == String {
    /// Standard: PS3.5 §6.2 (VR CS): 1 to 16 of A-Z 0-9 space and underscore. Lower case is raised.
    fileprivate static let modality = Self(expects: "a modality code such as DX", write: { $0 }) { text in
        let code = text.uppercased()
        let legal = code.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 32 || $0 == 95 }
        return legal && (1...16).contains(code.count) ? code : nil
    }
}

extension SettingsReader {
    /// A certificate without its key, or the other way round, is a mistake.
    mutating func requirePair(_ certificateKey: String, _ certificate: URL?, _ keyKey: String, _ key: URL?) {
        switch (certificate, key) {
        case (nil, _?): refuse(certificateKey, text: "", expects: "set, because \(keyKey) is set")
        case (_?, nil): refuse(keyKey, text: "", expects: "set, because \(certificateKey) is set")
        default: break
        }
    }
}

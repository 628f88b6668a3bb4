import Foundation

extension DICOMSettings {
    /// How long others may be silent.
    public struct Timeouts: Sendable, Equatable {
        public var artim: Duration
        public var idle: Duration
        public var association: Duration
        public var request: Duration
        public var retrieval: Duration

        init(_ reader: inout SettingsReader) {
            artim = reader.read(
                "ARTIM_TIMEOUT", .duration(.seconds, .seconds(1)...(.seconds(300))), .seconds(10),
                "How long a connected peer may take to ask for an association, or to hang up.")
            idle = reader.read(
                "IDLE_TIMEOUT", .duration(.seconds, .seconds(1)...(.seconds(86400))), .seconds(60),
                "How long an association may be silent.")
            association = reader.read(
                "ASSOCIATION_TIMEOUT", .duration(.seconds, .seconds(10)...(.seconds(7 * 86400))), .seconds(4 * 3600),
                "How long one association may last in all.")
            request = reader.read(
                "REQUEST_TIMEOUT", .duration(.seconds, .seconds(1)...(.seconds(3600))), .seconds(30),
                "How long we wait for a peer that we called: for the connection, and for each of its answers.")
            retrieval = reader.read(
                "RETRIEVE_TIMEOUT", .duration(.seconds, .seconds(10)...(.seconds(86400))), .seconds(600),
                "How long an archive may say nothing while it fetches films for us (C-MOVE, C-GET), as from tape.")
        }
    }

    /// The PEM files that connections are protected with.
    public struct TLSFiles: Sendable, Equatable {
        public var certificate: URL?
        public var key: URL?
        public var authorities: URL?
        /// Whether a server's certificate must name the host that was called.
        public var checksHost: Bool

        init(_ reader: inout SettingsReader) {
            certificate = reader.readFile(
                "TLS_CERT",
                "Our certificate (PEM), for the listener and where QUERY_TLS or a relay asks for one. Empty = the listener is plain."
            )
            key = reader.readFile("TLS_KEY", "Private key for TLS_CERT (PEM).")
            authorities = reader.readFile("TLS_CA", "Certificates that peers must be signed by (PEM).")
            checksHost = reader.read(
                "TLS_CHECK_HOST", .boolean, true,
                "Whether the certificate of a system that we call must name its host. False is for certificates that name none: then TLS_CA should be the hospital's own."
            )
            reader.requirePair("TLS_CERT", certificate, "TLS_KEY", key)
        }
    }

    /// What the archive is asked for, and when.
    public struct Query: Sendable, Equatable {
        public var modalities: [String]
        public var lookback: Duration
        /// Days before today that are asked again as whole days, daily.
        public var sweep: Int
        /// When scheduled queries and retrievals may run; empty = always.
        public var hours: [HourWindow]
        /// Whether the archive is spoken to over TLS.
        public var usesTLS: Bool

        init(_ reader: inout SettingsReader) {
            modalities = reader.read(
                "QUERY_MODALITIES", .list(of: .modality, atLeast: 1), ["CR", "DX"],
                "Modalities the scheduled query asks for.")
            lookback = reader.read(
                "QUERY_LOOKBACK", .duration(.minutes, .seconds(60)...(.seconds(7 * 86400))), .seconds(3600),
                "How far back the scheduled query looks; after a downtime it reaches back to the last success.")
            sweep = reader.read(
                "QUERY_SWEEP", .integer(1...60, unit: "days"), 3,
                "Days before today that are asked again as a whole, at the start and after each midnight: for studies that reached the archive late or have no time."
            )
            hours = reader.read(
                "QUERY_HOURS", .list(of: .hours), [],
                "When scheduled queries and retrievals may run, in local time, such as 20:00-06:00. Empty = always.")
            usesTLS = reader.read("QUERY_TLS", .boolean, false, "Whether the archive is spoken to over TLS.")
        }
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

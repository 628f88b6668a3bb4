import Foundation
import NIOCore
import NIOSSL

/// How connections are protected: TLS 1.2 with ECDHE and AEAD only, TLS 1.3 preferred; nothing older, no renegotiation, no
/// way back to plain. Certificates of both sides are checked once authorities are set.
///
/// Standard: PS3.15 §B.12 (BCP 195: RFC 8996, RFC 9325).
public struct TLSProfile: Sendable {
    private let client: NIOSSLContext
    /// `nil` without a certificate: then nobody can connect to us.
    private let server: NIOSSLContext?
    /// Our own certificate first.
    private let chain: [NIOSSLCertificate]

    /// What a profile is made of: the bytes of PEM files.
    public struct Material: Sendable {
        /// Our certificate, followed by those between it and the authority.
        public var certificateChain: [UInt8] = []
        public var key: [UInt8] = []
        public var passphrase: [UInt8]?
        /// Who may vouch for peers. Empty: a listener asks callers for no certificate, and servers that we call are
        /// checked against the system's authorities.
        public var authorities: [UInt8] = []
        /// The server's certificate must name the host that was called. Certificates of archives often name none; without
        /// this a certificate of the authorities is enough, so they should be the hospital's own.
        public var checksHost = true

        public init() {}
    }

    /// Reads the PEM texts and builds what every connection shares.
    /// - Throws: `TLSProfileError` when something is unreadable or does not belong together. Days are not looked at: see
    ///   `fault(at:)`.
    public init(_ material: Material) throws(TLSProfileError) {
        chain = try TLSProfile.certificates(material.certificateChain, .certificate)
        let authorities = try TLSProfile.certificates(material.authorities, .authorities)
        if chain.isEmpty != material.key.isEmpty { throw .missing(chain.isEmpty ? .certificate : .key) }
        let key = chain.isEmpty ? nil : try TLSProfile.key(material)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = material.checksHost ? .fullVerification : .noHostnameVerification
        configuration.trustRoots = authorities.isEmpty ? .default : .certificates(authorities)
        configuration.harden(chain, key)
        client = try TLSProfile.context(configuration)
        server = try TLSProfile.server(chain, key, authorities)
    }

    /// Connections can be taken, not only made.
    public var canServe: Bool { server != nil }

    /// The first day on which our own chain does not hold any more; `nil` without a certificate.
    public var expires: Date? {
        chain.map { Date(timeIntervalSince1970: TimeInterval($0.notValidAfter)) }.min()
    }

    /// What peers would object to in our own chain at a moment.
    public func fault(at now: Date) -> TLSProfileError? {
        for certificate in chain {
            let (from, to) = (TimeInterval(certificate.notValidBefore), TimeInterval(certificate.notValidAfter))
            if now.timeIntervalSince1970 > to { return .expired(day: TLSProfile.day(to)) }
            if now.timeIntervalSince1970 < from { return .notYetValid(day: TLSProfile.day(from)) }
        }
        return nil
    }

    /// First in the pipeline of a connection that we open.
    /// - Parameter host: as in the settings: a name, or a numeric address.
    public func clientHandler(host: String) throws(TLSProfileError) -> NIOSSLClientHandler {
        // Numeric addresses are compared with the certificate too, but are not sent as a name (RFC 6066 §3).
        let isNumeric = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        do {
            return try NIOSSLClientHandler(context: client, serverHostname: isNumeric ? nil : host)
        } catch {
            throw .badHost(host)
        }
    }

    /// First in the pipeline of a connection that we take.
    public func serverHandler() throws(TLSProfileError) -> NIOSSLServerHandler {
        guard let server else { throw .missing(.certificate) }
        return NIOSSLServerHandler(context: server)
    }

    private static func server(
        _ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey?, _ authorities: [NIOSSLCertificate]
    ) throws(TLSProfileError) -> NIOSSLContext? {
        guard let key else { return nil }
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: [], privateKey: .privateKey(key))
        // A caller's host says nothing: titles and addresses are the listener's business.
        configuration.certificateVerification = authorities.isEmpty ? .none : .noHostnameVerification
        configuration.trustRoots = .certificates(authorities)
        configuration.sendCANameList = true
        configuration.harden(chain, key)
        return try context(configuration)
    }

    private static func certificates(
        _ pem: [UInt8], _ part: TLSProfileError.Part
    ) throws(TLSProfileError) -> [NIOSSLCertificate] {
        guard !pem.isEmpty else { return [] }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(pem), !certificates.isEmpty else {
            throw .unreadable(part)
        }
        return certificates
    }

    private static func key(_ material: Material) throws(TLSProfileError) -> NIOSSLPrivateKey {
        do {
            guard let passphrase = material.passphrase else {
                return try NIOSSLPrivateKey(bytes: material.key, format: .pem)
            }
            return try NIOSSLPrivateKey(bytes: material.key, format: .pem) { $0(passphrase) }
        } catch {
            throw .unreadable(.key)
        }
    }

    private static func context(_ configuration: TLSConfiguration) throws(TLSProfileError) -> NIOSSLContext {
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch NIOSSLError.failedToLoadPrivateKey {
            // It was readable a moment ago: the library compares it with the certificate.
            throw .keyDoesNotFit
        } catch {
            throw .refused(reason: "\(error)")
        }
    }

    private static func day(_ seconds: TimeInterval) -> String {
        String(Date(timeIntervalSince1970: seconds).formatted(.iso8601).prefix(10))
    }
}

extension TLSConfiguration {
    /// RFC 9325 §3.1.1 (versions), §3.5 (renegotiation), §4.2 (suites).
    fileprivate mutating func harden(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey?) {
        minimumTLSVersion = .tlsv12
        // For the peer's goodbye (close_notify): many never send it, and the end of an association has come before.
        shutdownTimeout = .seconds(1)
        renegotiationSupport = .none
        cipherSuiteValues = [
            .TLS_AES_256_GCM_SHA384, .TLS_AES_128_GCM_SHA256, .TLS_CHACHA20_POLY1305_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        certificateChain = chain.map { .certificate($0) }
        privateKey = key.map { .privateKey($0) }
    }
}

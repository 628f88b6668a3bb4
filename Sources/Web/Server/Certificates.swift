import NIOSSL

/// The daemon's own certificate and key.
enum Certificates {
    /// TLS 1.2 and later, as BCP 195 asks.
    /// - Throws: which setting is wrong, and why.
    static func configuration(_ files: LiveSettings.Certificates) throws(WebError) -> TLSConfiguration {
        let chain = try read("TLS_CERT", files.certificate) { try NIOSSLCertificate.fromPEMFile(files.certificate) }
        guard !chain.isEmpty else {
            throw .certificateUnusable(setting: "TLS_CERT", path: files.certificate, reason: "it holds no certificate")
        }
        let key = try read("TLS_KEY", files.key) { try NIOSSLPrivateKey(file: files.key, format: .pem) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // Here, and not at the first connection, it shows whether they belong together.
        _ = try read("TLS_KEY", files.key, orElse: "it does not belong to the certificate of TLS_CERT") {
            try NIOSSLContext(configuration: configuration)
        }
        return configuration
    }

    private static func read<T>(
        _ setting: String, _ path: String, orElse reason: String = "it cannot be read, or is no PEM file",
        _ body: () throws -> T
    ) throws(WebError) -> T {
        do { return try body() } catch { throw .certificateUnusable(setting: setting, path: path, reason: reason) }
    }
}

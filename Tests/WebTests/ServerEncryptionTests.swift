import Foundation
import HTTPClient
import NIOCore
import Testing
import Web

/// Made for these tests; valid for a hundred years.
private enum ServerCertificates {
    /// Vouches for the one below.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBiDCCAS+gAwIBAgIUVGaaeB1Mc7ePNSvcdMsUPZprXRIwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMDEzMDU4WhgPMjEy
        NjEwMjkwMTMwNThaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEGG2CopAQWX/vaAyl2xe76gnsEihWSbf6BHGWqsjF
        mG+E/kcayXgjzgC5ZiGwKtVI4oygXNvnlTd8wQWvd5wCxaNTMFEwHQYDVR0OBBYE
        FPRA4gw3fffSQl3VZD2xAITndROnMB8GA1UdIwQYMBaAFPRA4gw3fffSQl3VZD2x
        AITndROnMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgGVxnu1iD
        i/z3NdZeT3h2pK/ahPHo0pva+Woq8JisOFICIF5LFM9ufnWFfyOFjqbQAyWBWs/8
        dcCmMZ1D+lHrxCoX
        -----END CERTIFICATE-----
        """

    /// localhost and 127.0.0.1.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUCgAwIBAgIUL9lVSNiB/UgJd0FZK9XR2wOp5WswCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMDEzMDU4WhgPMjEy
        NjEwMjkwMTMwNThaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEG
        CCqGSM49AwEHA0IABEkZ/vokLNqMN3ejwd06Q4K0QKjH9BwfHmFcXF8TQd9/0JWp
        1CmOgdFjNj/sBp8Wy6oMZ915MiDjXJJFFddcJZyjaTBnMBoGA1UdEQQTMBGCCWxv
        Y2FsaG9zdIcEfwAAATAJBgNVHRMEAjAAMB0GA1UdDgQWBBRInqdssIWVq9pfWUx/
        tILiMRnVdjAfBgNVHSMEGDAWgBT0QOIMN3330kJd1WQ9sQCE53UTpzAKBggqhkjO
        PQQDAgNJADBGAiEAhTckt2/ZzvFGHsgJOcBz0ZjkTYcXa12DJSF22RPwpnwCIQDC
        THMqXkGnMqZ475FE5FdSAJrNftC+K/OYWVoxt7JedQ==
        -----END CERTIFICATE-----
        """

    /// Its key.
    static let key = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEILJKfoqSTSiT9ET74wYXwOICkJCjbuH+faGFan0oPJtfoAoGCCqGSM49
        AwEHoUQDQgAESRn++iQs2ow3d6PB3TpDgrRAqMf0HB8eYVxcXxNB33/QlanUKY6B
        0WM2P+wGnxbLqgxn3XkyIONckkUV11wlnA==
        -----END EC PRIVATE KEY-----
        """

    /// Somebody else's key.
    static let otherKey = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEICCB5wiLK3kGmrFDi+o4KGBGKQs5fln4msnazqKUYfxjoAoGCCqGSM49
        AwEHoUQDQgAEDzTc9/loaRNhYyk4ul3LAM1R/TN/SYmRKDDrmtEDsI5fxi/tp/kH
        rTThLCt/xcy3kwmlQrfm12Oc4G3T08GmDA==
        -----END EC PRIVATE KEY-----
        """
}

@Suite("The daemon with a certificate of its own")
struct ServerEncryptionTests {
    /// A folder with PEM files; removed with the value that holds it.
    final class PEMFolder: Sendable {
        let location = FileManager.default.temporaryDirectory.appending(path: "pem-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: location, withIntermediateDirectories: true)
            for (name, text) in [
                ("cert.pem", ServerCertificates.certificate), ("key.pem", ServerCertificates.key),
                ("other.pem", ServerCertificates.otherKey), ("empty.pem", ""), ("text.pem", "no PEM"),
            ] {
                try Data(text.utf8).write(to: location.appending(path: name))
            }
        }

        deinit { try? FileManager.default.removeItem(at: location) }

        func path(_ name: String) -> String { location.appending(path: name).path }
    }

    @Test("Pages are encrypted, cookies stay on encrypted connections, browsers are told to come back so")
    func encrypted() async throws {
        let pem = try PEMFolder()
        var options = DaemonOptions()
        options.tls = LiveSettings.Certificates(certificate: pem.path("cert.pem"), key: pem.path("key.pem"))
        try await DaemonSite.serving(options) { site in
            #expect(site.listening.url == "https://127.0.0.1:\(site.port)/")
            var request = HTTPRequest(
                "POST", url: site.origin + "/sign-in",
                headers: ["Content-Type": "application/json", "Origin": site.origin],
                body: Array(#"{"login":"ana","password":"anaana"}"#.utf8))
            request.authorities = Array(ServerCertificates.authority.utf8)
            let answer = try await site.client.send(request)
            #expect(answer.status == 200 && answer.headers["Set-Cookie"]?.contains("; Secure") == true)
            #expect(answer.headers["Strict-Transport-Security"]?.hasPrefix("max-age=") == true)
            let policy = answer.headers["Content-Security-Policy"] ?? ""
            #expect(policy.contains("connect-src 'self' wss://127.0.0.1:\(site.port);"))
            let plain = try await RawConnection.open(port: site.port)
            try await plain.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await plain.untilClosed().contains("200 OK") == false && plain.isClosed)
        }
    }

    @Test("Somebody who never finishes the handshake is let go")
    func handshake() async throws {
        let pem = try PEMFolder()
        var options = DaemonOptions()
        options.tls = LiveSettings.Certificates(certificate: pem.path("cert.pem"), key: pem.path("key.pem"))
        options.connections.request = .milliseconds(500)
        try await DaemonSite.serving(options) { site in
            let silent = try await RawConnection.open(port: site.port)
            try await silent.send([0x16, 0x03, 0x01, 0x02])
            _ = await silent.untilClosed()
            #expect(silent.isClosed)
        }
    }

    @Test(
        "What is wrong with the certificate is said at the start, with the name of its setting",
        arguments: [
            ("none.pem", "key.pem", "TLS_CERT"), ("text.pem", "key.pem", "TLS_CERT"),
            ("empty.pem", "key.pem", "TLS_CERT"),
            ("cert.pem", "none.pem", "TLS_KEY"), ("cert.pem", "text.pem", "TLS_KEY"),
            ("cert.pem", "other.pem", "TLS_KEY"),
        ])
    func mistakes(certificate: String, key: String, setting: String) async throws {
        let pem = try PEMFolder()
        var options = DaemonOptions()
        options.tls = LiveSettings.Certificates(certificate: pem.path(certificate), key: pem.path(key))
        let error = await #expect(throws: WebError.self) { try await DaemonSite.serving(options) { _ in } }
        guard case .certificateUnusable(let named, _, _)? = error else {
            Issue.record("another error")
            return
        }
        #expect(named == setting && error?.suggestion.contains(setting) == true)
    }
}

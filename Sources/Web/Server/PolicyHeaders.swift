import Hummingbird

/// What a browser may do with our pages: load what this server serves and nothing else, run no script and no style that
/// stands in a page, be framed by nobody, tell nobody where the reader came from.
enum PolicyHeaders {
    static let always: [(name: HTTPFields.Element.Name, value: String)] = [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        // Not `no-referrer`: browsers then call the origin of our own forms `null`, and it could not be checked.
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ].compactMap { name, value in HTTPFields.Element.Name(name).map { ($0, value) } }

    /// Browsers heed them on encrypted connections only, and complain on others.
    static let whenEncrypted: [(name: HTTPFields.Element.Name, value: String)] = [
        ("Strict-Transport-Security", "max-age=31536000"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ].compactMap { name, value in HTTPFields.Element.Name(name).map { ($0, value) } }

    /// `'self'` does not cover the WebSocket in older browsers, so its address is named.
    static func policy(host: String, isSecure: Bool) -> String {
        let socket = isPlain(host) ? " \(isSecure ? "wss" : "ws")://\(host)" : ""
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
            + "connect-src 'self'\(socket); form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }

    /// Of pages that carry their style and their pictures with them: they load nothing, and run nothing.
    static let selfContained =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    /// The host is anybody's text, and must not add words to the policy.
    private static func isPlain(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= 261
            && host.utf8.allSatisfy {
                (48...58).contains($0) || (65...91).contains($0) || $0 == 93 || (97...122).contains($0) || $0 == 45
                    || $0 == 46
            }
    }
}

import Foundation

/// Somebody's being signed in, as the cookie says it. The cookie names the login and the times, and nothing that one may
/// do: the role is looked up.
struct Session: Equatable, Sendable {
    let login: String
    /// Unix seconds.
    let issued: Int64
    let seen: Int64
    let nonce: [UInt8]

    static let cookie = "xrv_session"
    /// Seconds, whatever one does.
    static let longest: Int64 = 12 * 3600
    /// Seconds without a request.
    static let idle: Int64 = 2 * 3600
    /// How old `seen` may grow before the cookie is written anew.
    static let renewed: Int64 = 300
    static let nonceSize = 16
    private static let version: UInt8 = 1

    /// version, issued, seen, nonce, login
    private var payload: [UInt8] {
        [Self.version] + Self.bytes(issued) + Self.bytes(seen) + nonce + Array(login.utf8)
    }

    /// The cookie's value.
    /// - Parameter secret: what the settings have as this login's password: with another one, the session is over.
    func text(key: [UInt8], secret: String) -> String {
        Self.encoded(payload) + "." + Self.encoded(Self.code(payload, key, secret))
    }

    /// Reads a cookie that may be anybody's invention.
    /// - Parameter secret: of a login; `nil` = there is no such login.
    init?(_ text: Substring, key: [UInt8], secret: (String) -> String?) {
        guard text.utf8.count <= 256, let dot = text.firstIndex(of: "."), let payload = Self.decoded(text[..<dot]),
            let code = Self.decoded(text[text.index(after: dot)...]), payload.count > 17 + Self.nonceSize,
            payload[0] == Self.version,
            let login = String(validating: payload[(17 + Self.nonceSize)...], as: UTF8.self),
            let secret = secret(login), Sodium.areEqual(code, Self.code(payload, key, secret))
        else { return nil }
        self.login = login
        issued = Self.number(payload[1..<9])
        seen = Self.number(payload[9..<17])
        nonce = Array(payload[17..<17 + Self.nonceSize])
    }

    init(login: String, issued: Int64, seen: Int64, nonce: [UInt8]) {
        (self.login, self.issued, self.seen, self.nonce) = (login, issued, seen, nonce)
    }

    /// A clock that was set back by a minute ends nobody's session.
    func isOpen(at now: Int64) -> Bool { isWithinItsTime(at: now) && now - seen < Self.idle }

    func isWithinItsTime(at now: Int64) -> Bool {
        let times = 0..<Int64(1) << 40
        guard times.contains(issued), times.contains(seen), times.contains(now) else { return false }
        return issued <= seen && seen <= now + 60 && now - issued < Self.longest
    }

    private static func code(_ payload: [UInt8], _ key: [UInt8], _ secret: String) -> [UInt8] {
        // The payload has no zero byte behind its fixed part, so that nothing can be moved from one to the other.
        Sodium.hmac(payload + [0] + Array(secret.utf8), key: key)
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }

    private static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").filter { $0 != "=" }
    }

    private static func decoded(_ text: Substring) -> [UInt8]? {
        let allowed = { (byte: UInt8) in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
                || byte == 95
        }
        guard !text.isEmpty, text.utf8.allSatisfy(allowed) else { return nil }
        var plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain) else { return nil }
        // One text for each cookie: bits that the last letter does not use are not free.
        let bytes = [UInt8](data)
        return encoded(bytes) == text ? bytes : nil
    }
}

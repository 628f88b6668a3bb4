/// Passwords as they are kept: so that whoever reads the settings file still has to guess.
///
/// New ones are Argon2id (RFC 9106) with 19 MiB and two passes, which a guess costs about 30 ms of one core; the form is
/// the usual `$argon2id$v=19$m=19456,t=2,p=1$salt$key`. Two older forms are still read: `$pbkdf2-sha256$…`, and the plain
/// password.
public enum PasswordHash {
    /// Longer ones are not hashed: a megabyte of password would be work for nothing.
    public static let longest = 1024

    private static let passes: UInt64 = 2
    private static let kibibytes = 19 << 10

    /// Blocks for about 30 ms.
    /// - Throws: `WebError.passwordUnusable` when it is empty or too long, or when the memory is not there.
    public static func make(_ password: String) throws -> String {
        let bytes = Array(password.utf8)
        guard !bytes.isEmpty, bytes.count <= longest,
            let text = Sodium.argon2id(bytes, passes: passes, kibibytes: kibibytes)
        else { throw WebError.passwordUnusable }
        return text
    }

    /// Blocks as long as its form costs; a plain secret is compared in a time that tells nothing about it.
    public static func verify(_ password: String, against secret: String) -> Bool {
        let bytes = Array(password.utf8)
        guard !bytes.isEmpty, bytes.count <= longest else { return false }
        if secret.hasPrefix(argon2) { return Sodium.isArgon2id(secret, of: bytes) }
        if let hash = PBKDF2Hash(secret) { return hash.isOf(bytes) }
        // Hashed first, so that not even the length can be measured.
        let key = Sodium.random(32)
        return Sodium.areEqual(Sodium.hmac(bytes, key: key), Sodium.hmac(Array(secret.utf8), key: key))
    }

    /// Whether a line of `[users]` holds a hash, and not the password itself.
    public static func isHash(_ text: String) -> Bool { text.hasPrefix(argon2) || PBKDF2Hash(text) != nil }

    /// Nobody's: sign-ins with an unknown name are compared with it, so that they take as long as others.
    static let nobodys = (try? make(String(decoding: Sodium.random(16).map { $0 % 26 + 97 }, as: UTF8.self))) ?? ""

    private static let argon2 = "$argon2id$"
}

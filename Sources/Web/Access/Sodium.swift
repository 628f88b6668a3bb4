import CSodium

/// The few things we take from libsodium. The only file that sees its pointers.
enum Sodium {
    /// libsodium's own start, once in the process; 1 = it was started before.
    private static let isReady = sodium_init() >= 0

    /// Argon2id in the usual text form. Takes `kibibytes` of memory and about 30 ms.
    /// - Returns: `nil` when the memory is not there.
    static func argon2id(_ password: [UInt8], passes: UInt64, kibibytes: Int) -> String? {
        guard isReady else { return nil }
        var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let letters = password.map { CChar(bitPattern: $0) }
        let result = crypto_pwhash_str_alg(
            &text, letters, UInt64(letters.count), passes, kibibytes << 10, crypto_pwhash_alg_argon2id13())
        return result == 0
            ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    static func isArgon2id(_ text: String, of password: [UInt8]) -> Bool {
        // The library reads a whole field of this length.
        guard isReady, text.utf8.count < crypto_pwhash_strbytes() else { return false }
        var field = text.utf8.map { CChar(bitPattern: $0) }
        field += [CChar](repeating: 0, count: crypto_pwhash_strbytes() - field.count)
        let letters = password.map { CChar(bitPattern: $0) }
        return crypto_pwhash_str_verify(field, letters, UInt64(letters.count)) == 0
    }

    /// 32 bytes of PBKDF2 with HMAC-SHA-256.
    static func pbkdf2(_ password: [UInt8], salt: [UInt8], rounds: UInt32) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: 32)
        xrv_pbkdf2_sha256(&key, password, password.count, salt, salt.count, rounds)
        return key
    }

    /// HMAC-SHA-256.
    /// - Parameter key: 32 bytes.
    static func hmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        var code = [UInt8](repeating: 0, count: 32)
        _ = crypto_auth_hmacsha256_init(&state, key, key.count)
        _ = crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        _ = crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    static func random(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        if isReady, count > 0 { randombytes_buf(&bytes, count) }
        return bytes
    }

    /// In a time that depends on the length only.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && (left.isEmpty || sodium_memcmp(left, right, left.count) == 0)
    }
}

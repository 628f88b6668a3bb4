import Foundation

/// `$pbkdf2-sha256$<rounds>$<salt>$<key>`, salt and key in base 64 without padding and with `.` in place of `+`.
struct PBKDF2Hash {
    private let rounds: UInt32
    private let salt: [UInt8]
    private let key: [UInt8]

    /// A second of work at most, whatever the file says.
    private static let mostRounds: UInt32 = 2_000_000

    init?(_ text: String) {
        guard text.utf8.count <= 512 else { return nil }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "pbkdf2-sha256", let rounds = UInt32(parts[2]),
            (1...Self.mostRounds).contains(rounds), let salt = Self.bytes(parts[3]), let key = Self.bytes(parts[4]),
            key.count == 32
        else { return nil }
        (self.rounds, self.salt, self.key) = (rounds, salt, key)
    }

    func isOf(_ password: [UInt8]) -> Bool {
        Sodium.areEqual(Sodium.pbkdf2(password, salt: salt, rounds: rounds), key)
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        var text = text.replacingOccurrences(of: ".", with: "+")
        if text.isEmpty { return nil }
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text).map { [UInt8]($0) }
    }
}

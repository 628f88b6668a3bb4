/// Names the content of a file or a text: SHA-256 as 64 lower-case hexadecimal digits.
public struct ContentHash: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: String

    /// `nil` when the text is not 64 hexadecimal digits; capital letters become small ones.
    public init?(rawValue: String) {
        guard rawValue.utf8.count == 64, rawValue.utf8.allSatisfy(Self.isHexadecimal) else { return nil }
        self.rawValue = rawValue.lowercased()
    }

    /// The hash of bytes that are all at hand. For a stream of pieces see `SHA256`.
    public init(of bytes: some Sequence<UInt8>) { self = SHA256.digest(of: bytes) }

    /// The hash of a text's UTF-8 form.
    public init(of text: String) { self = SHA256.digest(of: text.utf8) }

    init(words: [UInt32]) {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for word in words {
            for shift in stride(from: 28, through: 0, by: -4) {
                text.append(digits[Int(truncatingIfNeeded: word >> UInt32(shift)) & 15])
            }
        }
        rawValue = String(decoding: text, as: UTF8.self)
    }

    public var description: String { rawValue }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

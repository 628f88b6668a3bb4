/// The character sets that hospitals of this region write.
public enum TextCharset: String, Sendable, CaseIterable {
    case ascii = "us-ascii"
    case utf8 = "utf-8"
    case latin1 = "iso-8859-1"
    case latin2 = "iso-8859-2"
    case latin10 = "iso-8859-16"
    case windows1250 = "windows-1250"
    case windows1252 = "windows-1252"

    /// By a name of the IANA registry or of HL7 table 0211; `nil` for a set that is not read.
    public init?(name: String) {
        let name = name.lowercased().filter { $0 != "\"" && $0 != "'" && $0 != " " }
        switch name {
        case "us-ascii", "ascii", "ansi_x3.4-1968": self = .ascii
        case "utf-8", "utf8", "unicodeutf-8", "unicodeutf8": self = .utf8
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "8859/1", "latin1", "l1": self = .latin1
        case "iso-8859-2", "iso8859-2", "iso_8859-2", "8859/2", "latin2", "l2": self = .latin2
        case "iso-8859-16", "iso8859-16", "iso_8859-16", "8859/16", "latin10", "l10": self = .latin10
        case "windows-1250", "cp1250", "x-cp1250", "windows1250": self = .windows1250
        case "windows-1252", "cp1252", "x-cp1252", "windows1252", "ansi": self = .windows1252
        default: return nil
        }
    }

    /// The text of bytes; what has no character becomes U+FFFD.
    public func decode(_ bytes: some Collection<UInt8>) -> String {
        switch self {
        // A sender that says ASCII and writes more meant UTF-8 or did not know; nothing is lost by reading it so.
        case .ascii, .utf8: String(decoding: bytes, as: UTF8.self)
        case .latin1: Self.decode(bytes, [], from: 0x100)
        case .latin2: Self.decode(bytes, Self.latin2Table, from: 0xA0)
        case .latin10: Self.decode(bytes, Self.latin10Table, from: 0xA0)
        case .windows1250: Self.decode(bytes, Self.windows1250Table, from: 0x80)
        case .windows1252: Self.decode(bytes, Self.windows1252Table, from: 0x80)
        }
    }

    /// The text of bytes: of the named set, else of UTF-8 where they are that, else of the fall-back. Bytes that are
    /// called UTF-8 and are none are the fall-back's: a letter must not become a question mark.
    static func decode(_ bytes: [UInt8], named: TextCharset?, fallback: TextCharset) -> String {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if let named, named != .ascii, named != .utf8, body.count == bytes.count { return named.decode(body) }
        if let text = String(validating: body, as: UTF8.self) { return text }
        return named == .utf8 ? mended(body, fallback) : fallback.decode(body)
    }

    /// What is UTF-8 as it is, and the bytes that are none in another set.
    private static func mended(_ bytes: ArraySlice<UInt8>, _ fallback: TextCharset) -> String {
        var (text, place) = ("", bytes.startIndex)
        while place < bytes.endIndex {
            let lengths = bytes[place] < 0x80 ? 1...1 : 2...4
            let found = lengths.lazy.compactMap { length in
                String(validating: bytes[place...].prefix(length), as: UTF8.self).map { ($0, length) }
            }.first
            text += found?.0 ?? fallback.decode(bytes[place...place])
            place += min(found?.1 ?? 1, bytes.endIndex - place)
        }
        return text
    }

    private static func decode(_ bytes: some Collection<UInt8>, _ table: [UInt16], from first: Int) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            let value = Int(byte) < first ? UInt16(byte) : table[Int(byte) - first]
            scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return String(scalars)
    }
}

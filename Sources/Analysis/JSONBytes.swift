/// Writes JSON text byte by byte, in the order in which it is told: equal calls give equal bytes.
struct JSONBytes {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// JSON text as it stands.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// A string with its quotes. RFC 8259 §7.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        characters(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The inside of a string, without its quotes.
    mutating func characters(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: raw("\\n")
            case 0x0D: raw("\\r")
            case 0x09: raw("\\t")
            case 0..<0x20: raw((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
    }

    /// A string as JSON text.
    static func text(_ text: String) -> String {
        var json = JSONBytes(capacity: text.utf8.count + 2)
        json.string(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The inside of a JSON string.
    static func inside(_ text: String) -> String {
        var json = JSONBytes(capacity: text.utf8.count)
        json.characters(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// Writes JSON as UTF-8 bytes, in the order in which it is told. What it writes can stand inside HTML and JavaScript:
/// `<`, `>`, `&`, U+2028 and U+2029 are always escaped, so that no value ever becomes markup.
struct JSONWriter: Sendable {
    private(set) var bytes: [UInt8]
    /// Whether something stands before the next value, in the same object or array.
    private var follows = false

    init(capacity: Int = 1024) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// One document.
    static func object(_ body: (inout JSONWriter) throws -> Void) rethrows -> [UInt8] {
        var writer = JSONWriter()
        try writer.object(body)
        return writer.bytes
    }

    mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try nested(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// The name of the value that is written next.
    mutating func key(_ name: String) {
        separate()
        append(quoting: name)
        bytes.append(UInt8(ascii: ":"))
        follows = false
    }

    mutating func value(_ text: String?) {
        separate()
        if let text { append(quoting: text) } else { bytes.append(contentsOf: Self.null) }
    }

    mutating func value(_ number: Int?) {
        separate()
        bytes.append(contentsOf: number.map { Array(String($0).utf8) } ?? Self.null)
    }

    /// What JSON has no number for becomes null.
    mutating func value(_ number: Double) {
        separate()
        bytes.append(contentsOf: number.isFinite ? Array(String(number).utf8) : Self.null)
    }

    mutating func value(_ truth: Bool) {
        separate()
        bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    }

    /// A value that is JSON already.
    mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    mutating func field(_ name: String, _ text: String?) {
        key(name)
        value(text)
    }

    mutating func field(_ name: String, _ number: Int?) {
        key(name)
        value(number)
    }

    mutating func field(_ name: String, _ number: Double) {
        key(name)
        value(number)
    }

    mutating func field(_ name: String, _ truth: Bool) {
        key(name)
        value(truth)
    }

    mutating func field(_ name: String, _ texts: [String]) {
        key(name)
        array { list in for text in texts { list.value(text) } }
    }

    mutating func object(_ name: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
        key(name)
        try object(body)
    }

    mutating func array(_ name: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
        key(name)
        try array(body)
    }

    private mutating func nested(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        separate()
        bytes.append(open)
        follows = false
        try body(&self)
        bytes.append(close)
        follows = true
    }

    private mutating func separate() {
        if follows { bytes.append(UInt8(ascii: ",")) }
        follows = true
    }

    private mutating func append(quoting text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if Self.isPlain[Int(byte)] { bytes.append(byte) } else { append(escaping: byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: [0x5c, 0x22])
        case UInt8(ascii: "\\"): bytes.append(contentsOf: [0x5c, 0x5c])
        case 0x0a: bytes.append(contentsOf: [0x5c, 0x6e])
        case 0xa8, 0xa9:
            // The last byte of U+2028 or U+2029 (E2 80 A8, E2 80 A9); of every other character it stays.
            guard bytes.count >= 2, bytes[bytes.count - 1] == 0x80, bytes[bytes.count - 2] == 0xe2 else {
                bytes.append(byte)
                return
            }
            bytes.removeLast(2)
            bytes.append(contentsOf: (byte == 0xa8 ? #"\u2028"# : #"\u2029"#).utf8)
        default:
            bytes.append(contentsOf: [0x5c, 0x75, 0x30, 0x30, Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]])
        }
    }

    private static let null = Array("null".utf8)
    private static let digits = Array("0123456789abcdef".utf8)
    /// Which bytes stand for themselves.
    private static let isPlain: [Bool] = (0...255).map { byte in
        byte >= 0x20 && byte != 0x7f && byte != 0xa8 && byte != 0xa9
            && !"\"\\<>&".utf8.contains(UInt8(truncatingIfNeeded: byte))
    }
}

/// Writes JSON that may stand in a script: ASCII only, and nothing in it can end a string, a script or a line.
enum ScriptText {
    /// Appends a quoted string. Whatever is not a plain ASCII character becomes `\uXXXX`: quotes, `<`, control characters,
    /// and U+2028, which ends a line in older readers of JavaScript.
    static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for unit in text.utf16 {
            if (0x20..<0x7F).contains(unit), !special.contains(unit) {
                output.append(UInt8(truncatingIfNeeded: unit))
            } else {
                output.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
                for shift in [12, 8, 4, 0] { output.append(digits[Int(unit >> shift) & 0xF]) }
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Appends a number; JSON has no infinity and no NaN, they become `null` and the viewer refuses the film.
    static func append(_ number: Double, to output: inout [UInt8]) {
        output.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
    }

    /// Appends bytes in base64 (RFC 4648 §4), padded, as a quoted string.
    static func append(base64 bytes: [UInt8], to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        output.reserveCapacity(output.count + (bytes.count + 2) / 3 * 4 + 1)
        var index = 0
        while index < bytes.count {
            let left = min(3, bytes.count - index)
            let second = left > 1 ? Int(bytes[index + 1]) : 0
            let third = left > 2 ? Int(bytes[index + 2]) : 0
            let group = Int(bytes[index]) << 16 | second << 8 | third
            output.append(alphabet[group >> 18])
            output.append(alphabet[group >> 12 & 63])
            output.append(left > 1 ? alphabet[group >> 6 & 63] : UInt8(ascii: "="))
            output.append(left > 2 ? alphabet[group & 63] : UInt8(ascii: "="))
            index += 3
        }
        output.append(UInt8(ascii: "\""))
    }

    private static let special = Set("\"\\<>&'`".utf16)
    private static let digits = Array("0123456789abcdef".utf8)
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

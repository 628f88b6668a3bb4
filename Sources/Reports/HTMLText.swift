/// Escapes text for HTML, byte by byte: what an attacker combines with a quote does not hide the quote.
enum HTMLText {
    /// Appends `text` so that it is text everywhere, in content and in a quoted attribute.
    /// Control characters, which HTML forbids, become U+FFFD.
    static func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            var clean = 0
            for index in bytes.indices {
                guard let replacement = replacement(for: bytes[index]) else { continue }
                output.append(contentsOf: bytes[clean..<index])
                output.append(contentsOf: replacement.utf8)
                clean = index + 1
            }
            output.append(contentsOf: bytes[clean...])
        }
    }

    private static func replacement(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "\n"), UInt8(ascii: "\t"): nil
        case ..<0x20, 0x7f: "\u{FFFD}"
        default: nil
        }
    }

}

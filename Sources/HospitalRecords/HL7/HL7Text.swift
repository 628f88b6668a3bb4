/// Turns the bytes of a field into text: escapes, then the character set.
struct HL7Text: Sendable {
    let marks: HL7Marks
    /// `nil` when the message names none.
    let charset: TextCharset?
    let fallback: TextCharset

    /// One line, without line ends.
    func line(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(text(bytes).unicodeScalars.map { $0.value < 0x20 ? " " : $0 })).trimmed
    }

    func text(_ bytes: ArraySlice<UInt8>) -> String {
        TextCharset.decode(self.bytes(bytes), named: charset, fallback: fallback)
    }

    /// Longer ones are no escapes.
    private static let longestEscape = 256

    /// Standard: HL7 v2.5.1 §2.7. What is unknown disappears, as the standard has it; a mark without its other half
    /// stays what it is.
    func bytes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard let escape = marks.escape, bytes.contains(escape) else { return Array(bytes) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            guard byte == escape,
                let end = bytes[(index + 1)...].prefix(Self.longestEscape).firstIndex(of: escape),
                let meaning = meaning(of: bytes[(index + 1)..<end])
            else {
                result.append(byte)
                index += 1
                continue
            }
            result += meaning
            index = end + 1
        }
        return result
    }

    /// `nil` for what is no escape at all.
    private func meaning(of code: ArraySlice<UInt8>) -> [UInt8]? {
        guard let first = code.first else { return nil }
        switch first {
        case UInt8(ascii: "F") where code.count == 1: return [marks.field]
        case UInt8(ascii: "S") where code.count == 1: return [marks.component]
        case UInt8(ascii: "T") where code.count == 1: return [marks.subcomponent]
        case UInt8(ascii: "R") where code.count == 1: return [marks.repetition]
        case UInt8(ascii: "E") where code.count == 1: return marks.escape.map { [$0] }
        case UInt8(ascii: "H") where code.count == 1, UInt8(ascii: "N") where code.count == 1: return []
        case UInt8(ascii: "X"): return Self.hex(code.dropFirst())
        // Other character sets and local codes: nothing we know how to show.
        case UInt8(ascii: "C"), UInt8(ascii: "M"), UInt8(ascii: "Z"): return Self.isCode(code.dropFirst()) ? [] : nil
        case UInt8(ascii: "."): return Self.format(String(decoding: code.dropFirst(), as: UTF8.self))
        default: return nil
        }
    }

    private static func isCode(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count <= 16 && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
    }

    private static func hex(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard !digits.isEmpty, digits.count % 2 == 0 else { return nil }
        var (bytes, high): ([UInt8], UInt8?) = ([], nil)
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            let nibble = UInt8(truncatingIfNeeded: value)
            if let upper = high { bytes.append(upper << 4 | nibble); high = nil } else { high = nibble }
        }
        return bytes
    }

    /// Commands of formatted text (FT): line ends count, the rest is lay-out. Standard: HL7 v2.5.1 §2.7.6.
    private static func format(_ command: String) -> [UInt8]? {
        let name = command.prefix(2)
        guard command.utf8.count <= 8 else { return nil }
        switch name {
        case "br", "ce": return [0x0A]
        case "sp":
            return [UInt8](repeating: 0x0A, count: min(max(Int(command.dropFirst(2).drop { $0 == "+" }) ?? 1, 1), 4))
        case "sk": return [0x20]
        case "in", "ti", "fi", "nf": return []
        default: return nil
        }
    }
}

import Foundation

/// Text as searches compare it: small letters without accents; what stands between the parts of a name is one blank.
enum SearchText {
    static func folded(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return bytes
    }

    /// Appends no byte below 0x20.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        for byte in text.utf8 {
            guard byte < 0x80 else {
                bytes.removeSubrange(start...)
                for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars { append(scalar, start, &bytes) }
                return
            }
            appendASCII(byte, start, &bytes)
        }
    }

    private static func append(_ scalar: Unicode.Scalar, _ start: Int, _ bytes: inout [UInt8]) {
        if scalar.isASCII { return appendASCII(UInt8(truncatingIfNeeded: scalar.value), start, &bytes) }
        if scalar.properties.generalCategory == .nonspacingMark { return }
        bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }

    private static func appendASCII(_ byte: UInt8, _ start: Int, _ bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
        case 0...0x20, UInt8(ascii: "^"), UInt8(ascii: "="), 0x7F:
            if bytes.count == start || bytes.last != 0x20 { bytes.append(0x20) }
        default: bytes.append(byte)
        }
    }
}

/// Words that many exams share, each kept once. Number 0 is "none".
struct Vocabulary: Sendable {
    private(set) var words: [String] = [""]
    private var numbers: [String: UInt32] = ["": 0]

    mutating func number(of word: String?) -> UInt32 {
        guard let word, !word.isEmpty else { return 0 }
        if let known = numbers[word] { return known }
        let number = UInt32(truncatingIfNeeded: words.count)
        words.append(word)
        numbers[word] = number
        return number
    }

    /// 1 for each word that is meant, by its number.
    func marks(where isMeant: (String) -> Bool) -> [UInt8] { words.map { isMeant($0) ? 1 : 0 } }
}

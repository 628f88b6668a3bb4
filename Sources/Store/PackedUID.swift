import Radiology

/// A UID in 32 bytes: four bits a character. A million of them are 32 MB instead of 100, are compared in a few
/// instructions and are searched in place. The order is that of the texts.
struct PackedUID: Hashable, Sendable {
    /// The first character stands in the highest bits; 0 is "no more", 1 the dot, 2…11 the digits.
    private(set) var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// `nil` when the text is no UID (PS3.5 §9.1).
    init?(_ text: String) {
        let bytes = text.utf8.span
        guard (1...64).contains(bytes.count) else { return nil }
        var before = Self.dot
        var word: UInt64 = 0
        for place in bytes.indices {
            guard let code = Self.code(of: bytes[place]), code != Self.dot || before != Self.dot else { return nil }
            word |= code &<< UInt64(60 - 4 * (place & 15))
            if place & 15 == 15 { keep(&word, at: place) }
            before = code
        }
        guard before != Self.dot else { return nil }
        keep(&word, at: bytes.count - 1)
    }

    private mutating func keep(_ word: inout UInt64, at place: Int) {
        switch place >> 4 {
        case 0: words.0 |= word
        case 1: words.1 |= word
        case 2: words.2 |= word
        default: words.3 |= word
        }
        word = 0
    }

    var text: String {
        var text = ""
        text.reserveCapacity(64)
        for place in 0..<64 {
            let code = self[place]
            if code == 0 { break }
            text.unicodeScalars.append(code == Self.dot ? "." : Unicode.Scalar(UInt8(truncatingIfNeeded: code + 46)))
        }
        return text
    }

    var uid: SOPInstanceUID { SOPInstanceUID(validated: text) }

    /// The code at a place; 0 behind the end.
    subscript(place: Int) -> UInt64 {
        let word =
            switch place >> 4 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return place > 63 ? 0 : word >> UInt64(60 - 4 * (place & 15)) & 15
    }

    /// `nil` for what no UID contains.
    static func code(of byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "."): dot
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte) - 46
        default: nil
        }
    }

    private static let dot: UInt64 = 1

    static func == (a: Self, b: Self) -> Bool { a.words == b.words }
    static func < (a: Self, b: Self) -> Bool { a.words < b.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

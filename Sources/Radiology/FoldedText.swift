/// A modality's free text as words that can be compared: small letters, diacritics folded to plain letters.
///
/// A word ends where letters meet digits (`torace2`) and where a capital follows a small letter (`ToraceAP`).
struct FoldedText {
    /// UTF-8, never empty.
    private(set) var words: [[UInt8]] = []
    /// For each word: only blanks, dots, hyphens or slashes stand between it and the word before it.
    private(set) var isJoined: [Bool] = []

    private var word: [UInt8] = []
    private var gapIsPlain = true
    private var last = Kind.separator

    init(_ text: String) {
        for scalar in text.unicodeScalars.prefix(Self.longestText) { take(scalar) }
        endWord()
    }

    /// A free text is a few dozen letters; of a hostile one only the beginning is looked at.
    private static let longestText = 1024

    private enum Kind { case separator, digit, small, capital }

    private mutating func take(_ scalar: Unicode.Scalar) {
        let kind = Self.kind(of: scalar)
        switch kind {
        case .separator:
            // A combining accent belongs to the letter before it.
            if (0x300...0x36F).contains(scalar.value) { return }
            endWord()
            if !" .-/\u{A0}".unicodeScalars.contains(scalar) { gapIsPlain = false }
        case .digit:
            if last != .digit { endWord() }
            word.append(UInt8(truncatingIfNeeded: scalar.value))
        case .small, .capital:
            if last == .digit || (last == .small && kind == .capital) { endWord() }
            word.append(contentsOf: Self.folded(scalar))
        }
        last = kind
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        words.append(word)
        isJoined.append(gapIsPlain && words.count > 1)
        word = []
        gapIsPlain = true
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar {
        case "0"..."9": .digit
        case "a"..."z": .small
        case "A"..."Z": .capital
        case "\0"..."\u{7F}", "×", "÷": .separator
        default:
            if !scalar.properties.isAlphabetic { .separator } else { scalar.properties.isUppercase ? .capital : .small }
        }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> [UInt8] {
        switch scalar.value {
        case 0..<0x80:
            return [UInt8(truncatingIfNeeded: scalar.value) | 0x20]
        case 0xC0..<0x180:
            return latin[Int(scalar.value) - 0xC0]
        case 0x218, 0x219: return [UInt8(ascii: "s")]
        case 0x21A, 0x21B: return [UInt8(ascii: "t")]
        default: return Array(scalar.properties.lowercaseMapping.utf8)
        }
    }

    /// U+00C0 … U+017F without their accents: `ă â î ş ţ ä ö ü ß é ñ …`.
    private static let latin: [[UInt8]] = """
        a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th ss \
        a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y \
        a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h i i i i i i i i i i ij ij j j \
        k k k l l l l l l l l l l n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s s s t t t t t t \
        u u u u u u u u u u u u w w y y y z z z z z z s
        """.split(separator: " ").map { Array($0.utf8) }
}

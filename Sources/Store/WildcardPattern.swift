/// A text to find, in which `*` stands for anything and `?` for one letter; letters of either case, with or without
/// accents, the parts of a name parted by blanks. Standard: PS3.4 §C.2.2.2.4.
package struct WildcardPattern: Sendable, Equatable {
    private let letters: [UInt8]

    package init(_ text: String) { letters = Self.folded(text) }

    /// Whether everything is found; an empty pattern asks for nothing in particular. Standard: PS3.4 §C.2.2.2.3.
    package var isAnything: Bool { letters.allSatisfy { $0 == Self.star } }

    /// Whether it has `*` or `?` in it.
    package static func isWild(_ text: String) -> Bool { text.utf8.contains { $0 == star || $0 == question } }

    /// What a text must begin with, as it is written; empty when it begins with a wildcard.
    package static func beginning(of text: String) -> String {
        String(text.prefix { $0 != "*" && $0 != "?" })
    }

    /// The longest word in it, folded: whatever is found contains it. Empty when there is none.
    package var longestWord: String {
        let words = letters.split { $0 == Self.star || $0 == Self.question || $0 == 0x20 }
        return words.max { $0.count < $1.count }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Takes time in proportion to both lengths multiplied at most, whatever the pattern.
    package func matches(_ text: String) -> Bool {
        if isAnything { return true }
        let text = Self.folded(text)
        var (place, letter) = (0, 0)
        // Where to go on when what follows the last `*` does not fit.
        var (star, resume) = (-1, 0)
        while place < text.count {
            if letter < letters.count, letters[letter] == Self.star {
                (star, resume) = (letter, place)
                letter += 1
            } else if letter < letters.count, letters[letter] == Self.question || letters[letter] == text[place] {
                (place, letter) = (place + 1, letter + 1)
            } else if star >= 0 {
                resume += 1
                (place, letter) = (resume, star + 1)
            } else {
                return false
            }
        }
        return letters[letter...].allSatisfy { $0 == Self.star }
    }

    private static let star = UInt8(ascii: "*")
    private static let question = UInt8(ascii: "?")

    private static func folded(_ text: String) -> [UInt8] {
        var bytes = SearchText.folded(String(text.prefix(longest)))
        while bytes.last == 0x20 { bytes.removeLast() }
        return bytes
    }

    /// Letters of a pattern or a name that are looked at.
    private static let longest = 512
}

import Foundation

/// The words of a report, for comparing texts: small letters, accents folded (`ș`, `ş`, `ă` … to plain letters).
package enum ReportWords {
    /// Longest text that is looked into, in Unicode scalars.
    private static let longest = 64 << 10

    package struct Word: Sendable, Equatable {
        /// As it stands, with its case and accents.
        package let text: String
        package let folded: String
    }

    /// Runs of letters and digits.
    package static func words(of text: String) -> [Word] {
        var words: [Word] = []
        var current = String.UnicodeScalarView()
        func end() {
            guard !current.isEmpty else { return }
            let word = String(current)
            words.append(Word(text: word, folded: folded(word)))
            current = .init()
        }
        for scalar in text.unicodeScalars.prefix(longest) {
            let isPart = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if isPart || (0x300...0x36F).contains(scalar.value) { current.append(scalar) } else { end() }
        }
        end()
        return words
    }

    package static func folded(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word.lowercased() }
        var plain = String.UnicodeScalarView()
        for scalar in word.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars
        where scalar.properties.canonicalCombiningClass == .notReordered {
            plain.append(scalar)
        }
        return String(plain)
    }

    /// Sentences and lines. A point between digits ends none, nor does one behind an abbreviation ("dr. bazal", "aprox. 18").
    package static func sentences(of text: String) -> [String] {
        let characters = Array(text)
        var sentences: [String] = []
        var current = ""
        for (index, character) in characters.enumerated() {
            if character.isNewline || ";!?".contains(character) || (character == "." && ends(characters, index)) {
                sentences.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        sentences.append(current)
        return sentences.filter { $0.contains(where: { $0.isLetter || $0.isNumber }) }
    }

    private static let abbreviated: Set<String> = [
        "dr", "stg", "aprox", "opac", "rg", "cca", "cf", "nr", "ex", "art", "sup", "inf", "post", "ant", "lat", "bilat",
        "dist", "prox", "fract", "approx", "vs", "no", "fig",
    ]

    private static func ends(_ characters: [Character], _ index: Int) -> Bool {
        let rest = characters[(index + 1)...]
        guard let next = rest.first(where: { !$0.isWhitespace }) else { return true }
        if rest.first?.isNumber == true, index > 0, characters[index - 1].isNumber { return false }
        guard next.isLowercase || next.isNumber else { return true }
        let word = String(characters[..<index].reversed().prefix { $0.isLetter }.reversed())
        return !abbreviated.contains(folded(word))
    }
}

/// A keyword of a region: one word or a phrase, matched against whole folded words.
///
/// Written `word` (the whole word), `stem*` (a word that begins so), `deget* ~ picior*` (up to three words between).
struct KeywordPattern {
    private enum Part {
        case word([UInt8])
        case stem([UInt8])
        case gap
    }

    private let parts: [Part]
    /// How much text the keyword names: decides between two keywords for the same words.
    let letterCount: Int

    /// A keyword in the notation above. `nil` when nothing is left of it.
    init?(_ notation: String) {
        parts = notation.split(separator: " ").flatMap { piece -> [Part] in
            piece == "~" ? [.gap] : Self.parts(of: piece, isStem: piece.hasSuffix("*"))
        }
        letterCount = Self.count(parts)
        guard letterCount > 0 else { return nil }
    }

    /// A keyword of a settings file. The predecessor searched it anywhere in the text; here it stands for a whole word,
    /// or from five letters on for the beginning of a word (`pulmon`: "pulmonar"). With a dot at its end it is an
    /// abbreviation, found with and without the dot (`col.`: "col. lombara", "col lombara", but not "colon").
    init?(setting: String) {
        let isAbbreviation = setting.hasSuffix(".")
        let pieces = setting.split(separator: " ")
        var parts: [Part] = []
        for (index, piece) in pieces.enumerated() {
            let isStem = index == pieces.count - 1 && !isAbbreviation && piece.utf8.count >= Self.shortestStem
            parts += Self.parts(of: piece, isStem: isStem || piece.hasSuffix("*"))
        }
        self.parts = parts
        letterCount = Self.count(parts)
        guard letterCount > 0 else { return nil }
    }

    /// The words that the keyword covers when it begins at `start`.
    func match(in words: [[UInt8]], from start: Int) -> Range<Int>? {
        end(of: parts[...], in: words, at: start).map { start..<$0 }
    }

    private static let shortestStem = 5
    private static let longestGap = 3

    private func end(of parts: ArraySlice<Part>, in words: [[UInt8]], at index: Int) -> Int? {
        guard let part = parts.first else { return index }
        let rest = parts.dropFirst()
        if case .gap = part {
            for skipped in 0...Self.longestGap {
                if let end = end(of: rest, in: words, at: index + skipped) { return end }
            }
            return nil
        }
        guard index < words.count, Self.fits(part, words[index]) else { return nil }
        return end(of: rest, in: words, at: index + 1)
    }

    private static func fits(_ part: Part, _ word: [UInt8]) -> Bool {
        switch part {
        case .word(let letters): word == letters
        case .stem(let letters): word.starts(with: letters)
        case .gap: true
        }
    }

    /// One written piece can be two words (`acromio-clavicular`); only its last one is a stem.
    private static func parts(of piece: Substring, isStem: Bool) -> [Part] {
        let words = FoldedText(String(piece)).words
        return words.enumerated().map { index, word in
            isStem && index == words.count - 1 ? .stem(word) : .word(word)
        }
    }

    private static func count(_ parts: [Part]) -> Int {
        parts.reduce(0) { sum, part in
            switch part {
            case .word(let letters), .stem(let letters): sum + letters.count
            case .gap: sum
            }
        }
    }
}

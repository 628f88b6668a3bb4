/// What differs between two answers, word by word: for people who had one repeated.
public struct AnswerDifference: Sendable, Equatable {
    public enum Piece: Sendable, Equatable {
        case same(String)
        /// Only the first answer says it.
        case first(String)
        /// Only the second one does.
        case second(String)
    }

    /// In reading order; words are joined by one blank.
    public let pieces: [Piece]

    public var isEmpty: Bool { pieces.allSatisfy { if case .same = $0 { true } else { false } } }

    /// Reports have a few hundred words; of endless answers the rest is one difference.
    private static let mostWords = 2000

    public init(from first: String, to second: String) {
        let (old, new) = (Self.words(first), Self.words(second))
        var (gone, come): ([Int: String], [Int: String]) = ([:], [:])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, let word, _): gone[offset] = word
            case .insert(let offset, let word, _): come[offset] = word
            }
        }
        var pieces: [Piece] = []
        var (at, behind) = (0, 0)
        while at < old.count || behind < new.count {
            if let word = gone[at] {
                Self.add(.first(word), to: &pieces)
                at += 1
            } else if let word = come[behind] {
                Self.add(.second(word), to: &pieces)
                behind += 1
            } else {
                // Neither is gone nor come: both stand at the same word.
                guard at < old.count else { break }
                Self.add(.same(old[at]), to: &pieces)
                (at, behind) = (at + 1, behind + 1)
            }
        }
        self.pieces = pieces
    }

    private static func words(_ text: String) -> [String] {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        return words.count <= mostWords
            ? words : words.prefix(mostWords) + [words.dropFirst(mostWords).joined(separator: " ")]
    }

    private static func add(_ piece: Piece, to pieces: inout [Piece]) {
        switch (pieces.last, piece) {
        case (.same(let before), .same(let word)): pieces[pieces.count - 1] = .same("\(before) \(word)")
        case (.first(let before), .first(let word)): pieces[pieces.count - 1] = .first("\(before) \(word)")
        case (.second(let before), .second(let word)): pieces[pieces.count - 1] = .second("\(before) \(word)")
        default: pieces.append(piece)
        }
    }
}

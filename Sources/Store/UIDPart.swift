/// A part of a UID that is looked for in many, one after the other.
struct UIDPart: Sendable {
    private typealias Words = SIMD4<UInt64>

    private let count: Int
    /// The part as it stands in a UID that begins with it, and ones where it stands.
    private let words: Words
    private let mask: Words
    /// How many of the last characters are marked, and each of them in all places of a word.
    private let depth: Int
    private let marked: (Words, Words, Words)
    /// Where it was found last. Many UIDs of one machine begin alike: it mostly stands there again.
    private var wordsThere: Words
    private var maskThere: Words

    /// `nil` when no UID can contain it.
    init?(_ text: [UInt8]) {
        let codes = text.compactMap(PackedUID.code)
        guard codes.count == text.count, (1...64).contains(codes.count) else { return nil }
        var (words, mask) = (Words(), Words())
        for (index, code) in codes.enumerated() {
            words[index >> 4] |= code << UInt64(60 - 4 * (index & 15))
            mask[index >> 4] |= 15 << UInt64(60 - 4 * (index & 15))
        }
        (count, self.words, self.mask) = (codes.count, words, mask)
        (wordsThere, maskThere) = (words, mask)
        depth = min(codes.count, Self.mostMarked)
        let last = codes.suffix(Self.mostMarked).map { Words(repeating: $0 &* Self.lowBits) }
        marked = (last[0], last[min(1, last.count - 1)], last[last.count - 1])
    }

    /// Looks where it was last time; else marks, in four words at once, the places where its last characters stand, since
    /// beginnings tell little, and looks closely only there.
    mutating func isIn(_ uid: PackedUID) -> Bool {
        let words = Words(uid.words.0, uid.words.1, uid.words.2, uid.words.3)
        if words & maskThere == wordsThere { return true }
        let next = Words(words[1], words[2], words[3], 0)
        // 0 in each place from which on the marked characters stand.
        var differing = words ^ marked.0
        if depth > 1 { differing |= (words &<< 4 | next &>> 60) ^ marked.1 }
        if depth > 2 { differing |= (words &<< 8 | next &>> 56) ^ marked.2 }
        let places = Self.zeros(differing)
        if places[0] | places[1] | places[2] | places[3] == 0 { return false }
        for word in 0..<4 {
            var marks = places[word]
            while marks != 0 {
                let start = word * 16 + marks.leadingZeroBitCount / 4 - (count - depth)
                if start >= 0, start + count <= 64, stands(at: start, in: words) { return true }
                marks &= ~(1 << UInt64(63 - marks.leadingZeroBitCount))
            }
        }
        return false
    }

    private mutating func stands(at start: Int, in words: Words) -> Bool {
        let (part, mask) = (Self.moved(self.words, start), Self.moved(mask, start))
        guard words & mask == part else { return false }
        (wordsThere, maskThere) = (part, mask)
        return true
    }

    /// The same so many characters further behind.
    private static func moved(_ words: Words, _ count: Int) -> Words {
        var moved = Words()
        let (whole, bits) = (count >> 4, UInt64(4 * (count & 15)))
        for word in whole..<4 {
            moved[word] = words[word - whole] >> bits
            if word > whole { moved[word] |= words[word - whole - 1] << (64 - bits) }
        }
        return moved
    }

    /// The lowest bit of each group of four that is 0.
    private static func zeros(_ words: Words) -> Words {
        let pairs = words | words &>> 1
        return ~(pairs | pairs &>> 2) & lowBits
    }

    private static let lowBits: UInt64 = 0x1111_1111_1111_1111
    private static let mostMarked = 3
}

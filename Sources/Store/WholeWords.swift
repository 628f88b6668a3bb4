/// A search for people that tells nothing which who asks does not know already: whole words of a name, its initials, or
/// a whole number. Letter by letter, parts of a name would tell the whole of it.
struct WholeWords: Sendable {
    /// Folded, without blanks around it.
    private let text: [UInt8]
    /// Each at least three letters long; none when one is shorter.
    private let words: [ArraySlice<UInt8>]
    /// The letters of `p.i.`, in pairs with their dots; else empty.
    private let initials: [UInt8]

    /// - Parameter folded: see `SearchText`.
    init(_ folded: [UInt8]) {
        text = Array(folded.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
        let parts = text.split(whereSeparator: Self.isBetweenWords)
        words = parts.allSatisfy { Self.letters($0) >= Self.shortest } ? parts : []
        let close = text.filter { $0 != 0x20 }
        let dotted = close.last == Self.dot ? close : close + [Self.dot]
        initials = close.contains(Self.dot) && Self.areInitials(dotted) ? dotted : []
    }

    /// Everybody who is meant has this in the record; empty when initials are meant, or nobody.
    var probe: [UInt8] { words.max { $0.count < $1.count }.map { Array($0) } ?? text }

    var isInitials: Bool { !initials.isEmpty }

    /// - Parameter record: as `PatientColumns` keeps it.
    func isMet(by record: ArraySlice<UInt8>) -> Bool {
        guard let fields = Self.fields(record), !text.isEmpty else { return false }
        if [fields.key, fields.foldedKey, fields.id].contains(where: { $0.elementsEqual(text) }) { return true }
        if words.isEmpty { return false }
        let there = fields.name.split(whereSeparator: Self.isBetweenWords)
        return words.allSatisfy { word in there.contains { $0.elementsEqual(word) } }
    }

    /// Whether the name's initials begin with those asked for. They are what every reader is shown.
    func areInitials(of record: ArraySlice<UInt8>) -> Bool {
        guard let end = record.firstIndex(of: 0) else { return false }
        var (left, isAtStart) = (initials[...], true)
        for byte in record[record.index(after: end)...] {
            if byte == 1 || left.isEmpty { break }
            if Self.isBetweenWords(byte) {
                isAtStart = true
            } else if isAtStart, byte >= 0x80 || Self.isPlain(byte) {
                guard left.popFirst() == byte else { return false }
                isAtStart = false
                // What is left of a letter of several bytes is compared below.
                if byte < 0x80 { _ = left.popFirst() }
            } else if !isAtStart, byte & 0xC0 == 0x80, let next = left.first, next & 0xC0 == 0x80 {
                guard next == byte else { return false }
                left.removeFirst()
                if left.first == Self.dot { left.removeFirst() }
            }
        }
        return left.isEmpty
    }

    // MARK: Bytes

    private typealias Bytes = ArraySlice<UInt8>

    private static func fields(_ record: Bytes) -> (key: Bytes, name: Bytes, foldedKey: Bytes, id: Bytes)? {
        guard let end = record.firstIndex(of: 0) else { return nil }
        let rest = record[record.index(after: end)...].split(separator: 1, omittingEmptySubsequences: false)
        return rest.count >= 3 ? (record[..<end], rest[0], rest[1], rest[2]) : nil
    }

    /// As in the initials that are shown.
    private static func isBetweenWords(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: "-") }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }

    /// Letters then dots, in turn; digits are parts of numbers.
    private static func areInitials(_ text: [UInt8]) -> Bool {
        text.split(separator: dot, omittingEmptySubsequences: false).dropLast().allSatisfy { part in
            letters(part) == 1 && part.allSatisfy { $0 >= 0x80 || (0x61...0x7A).contains($0) }
        }
    }

    /// Characters of UTF-8.
    private static func letters(_ bytes: Bytes) -> Int { bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }

    private static let dot = UInt8(ascii: ".")
    private static let shortest = 3
}

extension PatientColumns {
    /// 1 for each place that a search by whole words means.
    func marks(ofWhole folded: [UInt8]) -> [UInt8] {
        let asked = WholeWords(folded)
        if asked.isInitials { return starts.indices.map { asked.areInitials(of: record($0)) ? 1 : 0 } }
        var marks = marks(containing: asked.probe)
        for place in marks.indices where marks[place] != 0 && !asked.isMet(by: record(place)) { marks[place] = 0 }
        return marks
    }

    private func record(_ place: Int) -> ArraySlice<UInt8> { text[range(UInt32(truncatingIfNeeded: place))] }
}

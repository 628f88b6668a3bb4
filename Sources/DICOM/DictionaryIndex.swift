/// Finds lines of the generated dictionary by tag: built once from the text, 4 bytes of tag and 4 of offset a line.
struct DictionaryIndex: Sendable {
    private let text: [UInt8]
    private var tags: [UInt32] = []
    private var offsets: [Int32] = []
    private var repeating: [(mask: UInt32, tag: UInt32, offset: Int32)] = []

    /// A line is named by the offset of its first byte.
    typealias Line = Int32

    init() {
        text = Array((DataDictionary.attributes + "\n" + DataDictionary.repeatingAttributes + "\n").utf8)
        tags.reserveCapacity(5200)
        offsets.reserveCapacity(5200)
        var start = 0
        while let end = text[start...].firstIndex(of: 0x0A) {
            add(line: start)
            start = end + 1
        }
    }

    private mutating func add(line start: Int) {
        var (mask, tag): (UInt32, UInt32) = (0, 0)
        for byte in text[start...].prefix(8) {
            let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            tag = tag << 4 | UInt32(digit ?? 0)
            mask = mask << 4 | (digit == nil ? 0 : 0xF)
        }
        if mask == .max {
            tags.append(tag)
            offsets.append(Int32(start))
        } else {
            repeating.append((mask, tag, Int32(start)))
        }
    }

    func line(of tag: Tag) -> Line? {
        let number = tag.number
        var (low, high) = (0, tags.count)
        while low < high {
            let middle = (low + high) / 2
            if tags[middle] < number { low = middle + 1 } else { high = middle }
        }
        if low < tags.count, tags[low] == number { return offsets[low] }
        if tag.isPrivate { return nil }
        return repeating.first { $0.mask & number == $0.tag }?.offset
    }

    func text(of line: Line) -> Substring {
        Substring(decoding: text[Int(line)...].prefix { $0 != 0x0A }, as: UTF8.self)
    }

    func letters(of line: Line) -> (UInt8, UInt8) { (text[Int(line) + 8], text[Int(line) + 9]) }

    func vr(of line: Line) -> VR? {
        let (first, second) = letters(of: line)
        return DictionaryIndex.vr(first, second)
    }

    /// The generated table's own letters stand for a choice: xs = US or SS, ox = OB or OW, lx = US or OW.
    static func vr(_ first: UInt8, _ second: UInt8) -> VR? {
        switch (first, second) {
        case (0x78, 0x73): .us
        case (0x6F, 0x78), (0x6C, 0x78): .ow
        default: VR(first, second)
        }
    }

    var keywords: [String: Tag] {
        DictionaryIndex.byKeyword(tags: tags, lines: offsets.map { text(of: $0) })
    }

    private static func byKeyword(tags: [UInt32], lines: [Substring]) -> [String: Tag] {
        Dictionary(
            zip(tags, lines).map { tag, line in
                (String(line.split(separator: "|", omittingEmptySubsequences: false)[2]), Tag(tag))
            }, uniquingKeysWith: { first, _ in first })
    }
}

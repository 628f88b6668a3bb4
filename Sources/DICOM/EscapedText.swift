/// Reads text of single-byte sets and of sets switched by escape sequences. Standard: PS3.5 §6.1.2.5, ISO 2022.
struct EscapedText {
    static let escape: UInt8 = 0x1B

    private let bytes: ArraySlice<UInt8>
    private let isPersonName: Bool
    private let initial: Repertoire
    /// What 21 to 7E and what A0 to FF mean.
    private var low = Repertoire.ascii
    private var high = Repertoire.ascii
    private var position: Int
    private var text = String.UnicodeScalarView()

    init(_ bytes: ArraySlice<UInt8>, initial: Repertoire, isPersonName: Bool) {
        self.bytes = bytes
        self.initial = initial
        self.isPersonName = isPersonName
        position = bytes.startIndex
        reset()
    }

    mutating func decode() -> String {
        while position < bytes.endIndex {
            let byte = bytes[position]
            if byte == EscapedText.escape, switchSet() { continue }
            if byte < 0x80 { decodeLow(byte) } else { decodeHigh(byte) }
        }
        return String(text)
    }

    /// The first term's sets hold again behind every delimiter. Standard: PS3.5 §6.1.2.5.3.
    private mutating func reset() {
        low = .ascii
        high = initial == .jisX0208 || initial == .jisX0212 ? .ascii : initial
    }

    private mutating func append(_ scalar: Unicode.Scalar?, bytes count: Int) {
        text.append(scalar ?? "\u{FFFD}")
        position += count
    }

    private mutating func decodeLow(_ byte: UInt8) {
        let isPair = low == .jisX0208 || low == .jisX0212
        if isPair, (0x21...0x7E).contains(byte), position + 1 < bytes.endIndex {
            let second = bytes[position + 1]
            if (0x21...0x7E).contains(second) {
                let grid = low == .jisX0208 ? CharacterGrid.jisX0208 : CharacterGrid.jisX0212
                return append(grid[Int(byte) - 0x21, Int(second) - 0x21], bytes: 2)
            }
        }
        if isDelimiter(byte) { reset() }
        append(Unicode.Scalar(byte), bytes: 1)
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x5C: true
        case 0x5E, 0x3D: isPersonName
        default: false
        }
    }

    private mutating func decodeHigh(_ byte: UInt8) {
        switch high {
        case .single(let set): append(set[byte] ?? Unicode.Scalar(byte), bytes: 1)
        case .katakana where (0xA1...0xDF).contains(byte):
            append(Unicode.Scalar(0xFF61 + UInt32(byte) - 0xA1), bytes: 1)
        case .ksX1001, .gb2312: decodePair(byte)
        default: append(Unicode.Scalar(byte), bytes: 1)
        }
    }

    private mutating func decodePair(_ byte: UInt8) {
        guard position + 1 < bytes.endIndex, byte >= 0xA1, bytes[position + 1] >= 0xA1 else {
            return append(Unicode.Scalar(byte), bytes: 1)
        }
        let (row, column) = (Int(byte) - 0xA1, Int(bytes[position + 1]) - 0xA1)
        let scalar =
            high == .ksX1001 ? CharacterGrid.ksX1001[row, column] : CharacterGrid.gb2312(row: row, column: column)
        append(scalar, bytes: 2)
    }

    /// Takes an escape sequence of the standard; anything else stays in the text. Standard: PS3.3 tables C.12-3, C.12-4.
    private mutating func switchSet() -> Bool {
        let rest = bytes[position...].dropFirst().prefix(3)
        let text = String(decoding: rest, as: UTF8.self)
        guard let known = EscapedText.sequences.first(where: { text.hasPrefix($0.mark) }) else { return false }
        if known.isHigh { high = known.set } else { low = known.set }
        position += 1 + known.mark.utf8.count
        return true
    }

    private static let sequences: [(mark: String, set: Repertoire, isHigh: Bool)] = [
        ("(B", .ascii, false), ("(J", .ascii, false), (")I", .katakana, true), ("$B", .jisX0208, false),
        ("$@", .jisX0208, false), ("$(D", .jisX0212, false), ("$)C", .ksX1001, true), ("$)A", .gb2312, true),
        ("-A", .latin1, true), ("-B", .single(.latin2), true), ("-C", .single(.latin3), true),
        ("-D", .single(.latin4), true), ("-L", .single(.cyrillic), true), ("-G", .single(.arabic), true),
        ("-F", .single(.greek), true), ("-H", .single(.hebrew), true), ("-M", .single(.latin5), true),
        ("-T", .single(.thai), true), ("-b", .single(.latin9), true),
    ]
}

/// GB 18030 and with it GBK: one, two or four bytes a character. Standard: PS3.5 §6.1.2.4, GB 18030-2005.
enum GB18030 {
    static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let (scalar, count) = character(in: bytes[position...])
            text.append(scalar)
            position += count
        }
        return String(text)
    }

    private static func character(in bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int) {
        guard let first = bytes.first else { return ("\u{FFFD}", 1) }
        guard first >= 0x81, first != 0xFF, let second = bytes.dropFirst().first else {
            return (first < 0x80 ? Unicode.Scalar(first) : "\u{FFFD}", 1)
        }
        if second >= 0x40, second != 0x7F, second != 0xFF {
            let column = Int(second) - (second < 0x7F ? 0x40 : 0x41)
            return (CharacterGrid.gb18030[Int(first) - 0x81, column] ?? "\u{FFFD}", 2)
        }
        let four = Array(bytes.prefix(4))
        guard four.count == 4, (0x30...0x39).contains(second), (0x81...0xFE).contains(four[2]),
            (0x30...0x39).contains(four[3])
        else { return ("\u{FFFD}", 1) }
        let high = (Int(first) - 0x81) * 10 + Int(second) - 0x30
        return (scalar(at: (high * 126 + Int(four[2]) - 0x81) * 10 + Int(four[3]) - 0x30), 4)
    }

    /// Four bytes count through the characters that two bytes do not have; from 189 000 on through the other planes.
    private static func scalar(at index: Int) -> Unicode.Scalar {
        if index >= 189_000 { return Unicode.Scalar(UInt32(0x1_0000 + index - 189_000)) ?? "\u{FFFD}" }
        guard index < 39_420, let run = CharacterTables.gb18030Runs.last(where: { Int($0.index) <= index }) else {
            return "\u{FFFD}"
        }
        return Unicode.Scalar(UInt32(Int(run.scalar) + index - Int(run.index))) ?? "\u{FFFD}"
    }
}

/// A prefix code as a JPEG stream defines it.
struct PrefixCode: Sendable {
    let counts: [UInt8]
    let symbols: [UInt8]

    /// Codes of one length for all symbols.
    static func flat(_ symbols: [UInt8], length: Int) -> PrefixCode {
        PrefixCode(counts: (1...16).map { $0 == length ? UInt8(symbols.count) : 0 }, symbols: symbols)
    }

    /// A code of each length from 1 to 16 bits; the last symbol has 16 ones.
    static let steep = PrefixCode(
        counts: Array(repeating: 1, count: 15) + [2],
        symbols: [6, 5, 7, 4, 8, 3, 9, 2, 10, 1, 11, 0, 12, 13, 14, 15, 16])

    /// The code of each symbol and its length.
    var codes: [UInt8: (code: UInt32, length: Int)] {
        var (codes, code, place): ([UInt8: (code: UInt32, length: Int)], UInt32, Int) = ([:], 0, 0)
        for (length, count) in zip(1..., counts) {
            for _ in 0..<count {
                codes[symbols[place]] = (code, length)
                code += 1
                place += 1
            }
            code <<= 1
        }
        return codes
    }
}

/// Writes JPEG streams for the decoders' tests, marker by marker and bit by bit.
struct JPEGWriter {
    private(set) var bytes: [UInt8] = [0xFF, 0xD8]
    private var word: UInt64 = 0
    private var count = 0

    mutating func segment(_ marker: UInt8, _ payload: [UInt8]) {
        bytes += [0xFF, marker] + Self.pair(payload.count + 2) + payload
    }

    static func pair(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    /// - Parameter place: the class in the upper four bits, the number in the lower ones.
    mutating func huffman(_ place: UInt8, _ code: PrefixCode) { segment(0xC4, [place] + code.counts + code.symbols) }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func put(_ value: UInt32, _ length: Int) {
        word = word << UInt64(length) | UInt64(value)
        count += length
        while count >= 8 {
            count -= 8
            let byte = UInt8(truncatingIfNeeded: word >> UInt64(count))
            bytes += byte == 0xFF ? [0xFF, 0] : [byte]
        }
    }

    /// The code of `symbol`, then the low `size` bits that tell `value`. Standard: ISO/IEC 10918-1 §F.1.2.1.
    mutating func put(_ symbol: UInt8, _ value: Int, size: Int, _ codes: [UInt8: (code: UInt32, length: Int)]) {
        guard let code = codes[symbol] else { return }
        put(code.code, code.length)
        let extra = value < 0 ? value + (1 << size) - 1 : value
        if size > 0 { put(UInt32(truncatingIfNeeded: extra) & (1 << UInt32(size) - 1), size) }
    }

    /// Fills the last byte with ones.
    mutating func flush() {
        if count > 0 { put(1 << UInt32(8 - count) - 1, 8 - count) }
    }

    /// Bits that a magnitude takes.
    static func size(_ value: Int) -> Int { Int.bitWidth - value.magnitude.leadingZeroBitCount }
}

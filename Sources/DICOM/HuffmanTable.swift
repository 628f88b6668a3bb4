/// Canonical prefix codes: up to 10 bits by one look-up, longer ones bit by bit. Standard: RFC 1951 §3.2.2.
struct HuffmanTable: Sendable {
    static let quickBits = 10

    /// Symbol << 4 | length for every run of 10 bits that begins with a short code; 0 where none does.
    private(set) var quick = [UInt16](repeating: 0, count: 1 << quickBits)
    private var counts = [Int](repeating: 0, count: 16)
    private var symbols: [UInt16] = []

    /// - Parameter lengths: bits of each symbol's code, 0…15; 0 for a symbol that does not occur.
    /// - Returns: `nil` when the lengths give no prefix code. An incomplete code is one only with a single code of one
    ///   bit, or with none, as a block without matches has.
    init?(lengths: ArraySlice<UInt8>, mayBeIncomplete: Bool) {
        for length in lengths { counts[Int(length)] += 1 }
        counts[0] = 0
        var left = 1
        for length in 1...15 {
            left = left << 1 - counts[length]
            guard left >= 0 else { return nil }
        }
        let total = counts.reduce(0, +)
        guard left == 0 || mayBeIncomplete && (total == 0 || total == 1 && counts[1] == 1) else { return nil }
        var nextIndex = [Int](repeating: 0, count: 16)
        var nextCode = [Int](repeating: 0, count: 16)
        for length in 1..<15 {
            nextIndex[length + 1] = nextIndex[length] + counts[length]
            nextCode[length + 1] = (nextCode[length] + counts[length]) << 1
        }
        symbols = [UInt16](repeating: 0, count: total)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let length = Int(length)
            symbols[nextIndex[length]] = UInt16(truncatingIfNeeded: symbol)
            fillQuick(symbol: symbol, code: nextCode[length], length: length)
            nextIndex[length] += 1
            nextCode[length] += 1
        }
    }

    /// Decodes nothing.
    static let empty = HuffmanTable()
    private init() {}

    /// Codes stand in the stream highest bit first, so the look-up is by the code turned round.
    private mutating func fillQuick(symbol: Int, code: Int, length: Int) {
        guard length <= HuffmanTable.quickBits else { return }
        var (turned, rest) = (0, code)
        for _ in 0..<length {
            turned = turned << 1 | rest & 1
            rest >>= 1
        }
        let entry = UInt16(truncatingIfNeeded: symbol << 4 | length)
        for index in stride(from: turned, to: quick.count, by: 1 << length) { quick[index] = entry }
    }

    /// Decodes a code of any length from `bits`, lowest first.
    /// - Returns: symbol and length; `nil` when no code begins so.
    func slow(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        var (code, first, index) = (0, 0, 0)
        for length in 1...15 {
            code |= Int(truncatingIfNeeded: bits >> UInt64(length - 1)) & 1
            let count = counts[length]
            if code - count < first { return (Int(symbols[index + code - first]), length) }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        return nil
    }
}

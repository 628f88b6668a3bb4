/// A palette written as runs and ramps. Standard: PS3.3 §C.7.9.2.
enum SegmentedPalette {
    /// - Parameters:
    ///   - bits: 8 or 16, of an opcode as of an entry.
    ///   - entries: how many the descriptor promises; more are refused.
    /// - Throws: `.unsupportedPixels` for opcodes that are not defined or data that ends early.
    static func expand(_ bytes: ArraySlice<UInt8>, bits: Int, entries: Int) throws(ImagingError) -> [UInt32] {
        let units = bits == 8 ? bytes.map(UInt32.init) : words(bytes)
        var reader = SegmentReader(units: units, isWide: bits == 16, limit: entries)
        while reader.at < units.count, reader.values.count < entries { try reader.segment(isIndirect: false) }
        return reader.values
    }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt32(bytes[$0]) | UInt32(bytes[$0 + 1]) << 8
        }
    }
}

private struct SegmentReader {
    let units: [UInt32]
    /// A unit is a 16-bit word, not a byte.
    let isWide: Bool
    let limit: Int
    var at = 0
    var values: [UInt32] = []

    init(units: [UInt32], isWide: Bool, limit: Int) { (self.units, self.isWide, self.limit) = (units, isWide, limit) }

    private static let damaged = ImagingError.unsupportedPixels("The segmented palette is damaged")

    private mutating func take() throws(ImagingError) -> UInt32 {
        guard at < units.count else { throw Self.damaged }
        defer { at += 1 }
        return units[at]
    }

    mutating func segment(isIndirect: Bool) throws(ImagingError) {
        let (opcode, length) = (try take(), Int(try take()))
        switch opcode {
        case 0: try discrete(length)
        case 1: try linear(length, to: try take())
        case 2 where !isIndirect: try indirect(length)
        default: throw Self.damaged
        }
        guard values.count <= limit else { throw Self.damaged }
    }

    private mutating func discrete(_ length: Int) throws(ImagingError) {
        guard length > 0, length <= limit - values.count else { throw Self.damaged }
        for _ in 0..<length { values.append(try take()) }
    }

    /// From the last value, which is not repeated, to `end`.
    private mutating func linear(_ length: Int, to end: UInt32) throws(ImagingError) {
        guard let start = values.last, length > 0, length <= limit - values.count else { throw Self.damaged }
        for step in 1...length {
            let value = Double(start) + (Double(end) - Double(start)) * Double(step) / Double(length)
            values.append(UInt32(value.rounded()))
        }
    }

    /// Repeats earlier segments: their number, then the offset of the first in bytes, 32 bits, lowest first.
    private mutating func indirect(_ count: Int) throws(ImagingError) {
        var offset: UInt32 = 0
        for part in 0..<UInt32(isWide ? 2 : 4) { offset |= try take() << (part * (isWide ? 16 : 8)) }
        let back = at
        at = Int(offset) / (isWide ? 2 : 1)
        // Each of them adds an entry at least: without this bound a few bytes could ask for hours of work.
        guard at < back, count <= limit - values.count else { throw Self.damaged }
        for _ in 0..<count { try segment(isIndirect: true) }
        at = back
    }
}

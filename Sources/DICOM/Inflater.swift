/// Unpacks one raw deflate stream. Standard: RFC 1951.
struct Inflater {
    private let input: ArraySlice<UInt8>
    private let limit: Int
    private var position: Int
    /// Bits read and not yet used, lowest first.
    private var hold: UInt64 = 0
    private var held = 0
    private var output: [UInt8] = []

    init(_ input: ArraySlice<UInt8>, limit: Int) {
        self.input = input
        self.limit = limit
        self.position = input.startIndex
    }

    mutating func run() throws(DICOMError) -> [UInt8] {
        var isLast = false
        while !isLast {
            isLast = try take(1) == 1
            switch try take(2) {
            case 0: try stored()
            case 1: try block(literals: Inflater.fixedLiterals, distances: Inflater.fixedDistances)
            case 2: try dynamic()
            default: throw bad("unknown kind of block")
            }
        }
        return output
    }

    private func bad(_ detail: String) -> DICOMError { .badDeflate(offset: position, detail: detail) }

    /// Fills up to at least 48 bits, or with what is left.
    private mutating func refill() {
        while held <= 56, position < input.endIndex {
            hold |= UInt64(input[position]) << UInt64(held)
            held += 8
            position += 1
        }
    }

    private mutating func drop(_ count: Int) throws(DICOMError) {
        guard count <= held else { throw .truncated(offset: position, wanted: 1, left: 0) }
        hold >>= UInt64(count)
        held -= count
    }

    private mutating func take(_ count: Int) throws(DICOMError) -> Int {
        if held < count { refill() }
        let bits = Int(truncatingIfNeeded: hold & (1 << UInt64(count) - 1))
        try drop(count)
        return bits
    }

    private mutating func symbol(_ table: HuffmanTable) throws(DICOMError) -> Int {
        if held < 15 { refill() }
        let entry = table.quick[Int(truncatingIfNeeded: hold & 0x3FF)]
        if entry != 0 {
            try drop(Int(entry & 0xF))
            return Int(entry >> 4)
        }
        guard let (symbol, length) = table.slow(hold) else { throw bad("no such code") }
        try drop(length)
        return symbol
    }

    private func makeRoom(_ count: Int) throws(DICOMError) {
        guard count <= limit - output.count else { throw .tooLarge(offset: position, limit: limit) }
    }

    /// A block without compression: length, its complement, bytes. Standard: RFC 1951 §3.2.4.
    private mutating func stored() throws(DICOMError) {
        try drop(held % 8)
        let length = try take(16)
        guard try take(16) == length ^ 0xFFFF else { throw bad("stored length without its complement") }
        position -= held / 8
        (hold, held) = (0, 0)
        guard length <= input.endIndex - position else {
            throw .truncated(offset: position, wanted: length, left: input.endIndex - position)
        }
        try makeRoom(length)
        output += input[position..<position + length]
        position += length
    }

    private mutating func block(literals: HuffmanTable, distances: HuffmanTable) throws(DICOMError) {
        while true {
            let symbol = try symbol(literals)
            if symbol < 256 {
                try makeRoom(1)
                output.append(UInt8(truncatingIfNeeded: symbol))
                continue
            }
            if symbol == 256 { return }
            let lengthIndex = symbol - 257
            guard lengthIndex < Deflate.lengthBases.count else { throw bad("no such length") }
            let extra = try take(Int(Deflate.lengthExtras[lengthIndex]))
            let length = Int(Deflate.lengthBases[lengthIndex]) + extra
            let distanceIndex = try self.symbol(distances)
            guard distanceIndex < Deflate.distanceBases.count else { throw bad("no such distance") }
            let far = try take(Int(Deflate.distanceExtras[distanceIndex]))
            try copy(length, from: Int(Deflate.distanceBases[distanceIndex]) + far)
        }
    }

    private mutating func copy(_ length: Int, from distance: Int) throws(DICOMError) {
        guard distance <= output.count else { throw bad("a match before the beginning") }
        try makeRoom(length)
        let start = output.count - distance
        for index in start..<start + length { output.append(output[index]) }
    }

    /// A block with codes of its own. Standard: RFC 1951 §3.2.7.
    private mutating func dynamic() throws(DICOMError) {
        let literalCount = try take(5) + 257
        let distanceCount = try take(5) + 1
        let codeCount = try take(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw bad("too many codes") }
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for index in Inflater.codeOrder.prefix(codeCount) {
            codeLengths[index] = UInt8(truncatingIfNeeded: try take(3))
        }
        guard let codes = HuffmanTable(lengths: codeLengths[...], mayBeIncomplete: false) else {
            throw bad("no code for the code lengths")
        }
        let lengths = try lengths(literalCount + distanceCount, codes: codes)
        guard lengths[256] != 0 else { throw bad("no end of block") }
        guard let literals = HuffmanTable(lengths: lengths[..<literalCount], mayBeIncomplete: true),
            let distances = HuffmanTable(lengths: lengths[literalCount...], mayBeIncomplete: true)
        else { throw bad("lengths that give no code") }
        try block(literals: literals, distances: distances)
    }

    private mutating func lengths(_ count: Int, codes: HuffmanTable) throws(DICOMError) -> [UInt8] {
        var lengths: [UInt8] = []
        while lengths.count < count {
            let symbol = try symbol(codes)
            guard symbol >= 16 else {
                lengths.append(UInt8(truncatingIfNeeded: symbol))
                continue
            }
            let value = symbol == 16 ? lengths.last : 0
            guard let value else { throw bad("nothing to repeat") }
            let times = try symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7)
            lengths += [UInt8](repeating: value, count: times)
        }
        guard lengths.count == count else { throw bad("too many code lengths") }
        return lengths
    }

    private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// Standard: RFC 1951 §3.2.6.
    private static let fixedLiterals = fixed(
        [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112) + [UInt8](repeating: 7, count: 24)
            + [UInt8](repeating: 8, count: 8))
    private static let fixedDistances = fixed([UInt8](repeating: 5, count: 32))

    private static func fixed(_ lengths: [UInt8]) -> HuffmanTable {
        HuffmanTable(lengths: lengths[...], mayBeIncomplete: false) ?? HuffmanTable.empty
    }
}

/// Packs bytes by LZ77 (hash chains over 32 KiB) and the fixed codes. Standard: RFC 1951 §3.2.6, §4.
struct Deflater {
    private let input: [UInt8]
    private var output: [UInt8] = []
    private var hold: UInt64 = 0
    private var held = 0
    /// Last position of each hash of three bytes, and before each position the one with the same hash; -1 for none.
    private var heads = [Int32](repeating: -1, count: 1 << 15)
    private var previous = [Int32](repeating: -1, count: 1 << 15)

    /// How many earlier places are tried: enough for headers and flat collimation, cheap on noise.
    private static let tries = 16
    private static let window = 1 << 15
    private static let longest = 258

    init(_ input: [UInt8]) { self.input = input }

    mutating func run() -> [UInt8] {
        output.reserveCapacity(input.count / 2)
        put(0b011, bits: 3)
        var position = 0
        while position < input.count {
            let match = longestMatch(at: position)
            if let (length, distance) = match {
                put(length: length, distance: distance)
                for step in position..<position + length { remember(step) }
                position += length
            } else {
                put(literal: Int(input[position]))
                remember(position)
                position += 1
            }
        }
        put(literal: 256)
        if held > 0 { output.append(UInt8(truncatingIfNeeded: hold)) }
        return output
    }

    /// Blocks without compression, for bytes that do not shrink. Standard: RFC 1951 §3.2.4.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(0xFFFF)
            rest = rest.dropFirst(part.count)
            let length = UInt16(truncatingIfNeeded: part.count)
            output.append(rest.isEmpty ? 1 : 0)
            for number in [length, ~length] {
                output += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
            }
            output += part
        } while !rest.isEmpty
        return output
    }

    private func hash(at position: Int) -> Int? {
        guard position + 2 < input.count else { return nil }
        let bytes = UInt32(input[position]) << 16 | UInt32(input[position + 1]) << 8 | UInt32(input[position + 2])
        return Int((bytes &* 0x9E37_79B1) >> 17)
    }

    private mutating func remember(_ position: Int) {
        guard let hash = hash(at: position) else { return }
        previous[position & (Deflater.window - 1)] = heads[hash]
        heads[hash] = Int32(truncatingIfNeeded: position)
    }

    private func longestMatch(at position: Int) -> (length: Int, distance: Int)? {
        guard let hash = hash(at: position) else { return nil }
        var (best, bestStart) = (2, 0)
        var candidate = Int(heads[hash])
        let most = min(Deflater.longest, input.count - position)
        for _ in 0..<Deflater.tries {
            guard candidate >= 0, candidate < position, position - candidate < Deflater.window else { break }
            var length = 0
            while length < most, input[candidate + length] == input[position + length] { length += 1 }
            if length > best { (best, bestStart) = (length, candidate) }
            if best == most { break }
            let next = Int(previous[candidate & (Deflater.window - 1)])
            guard next < candidate else { break }
            candidate = next
        }
        return best > 2 ? (best, position - bestStart) : nil
    }

    private mutating func put(_ value: Int, bits: Int) {
        hold |= UInt64(truncatingIfNeeded: value) << UInt64(held)
        held += bits
        while held >= 8 {
            output.append(UInt8(truncatingIfNeeded: hold))
            hold >>= 8
            held -= 8
        }
    }

    /// A fixed code, which stands highest bit first.
    private mutating func put(code: Int, bits: Int) {
        var turned = 0
        for bit in 0..<bits where code >> bit & 1 == 1 { turned |= 1 << (bits - 1 - bit) }
        put(turned, bits: bits)
    }

    private mutating func put(literal symbol: Int) {
        switch symbol {
        case ..<144: put(code: 0x30 + symbol, bits: 8)
        case ..<256: put(code: 0x190 + symbol - 144, bits: 9)
        case ..<280: put(code: symbol - 256, bits: 7)
        default: put(code: 0xC0 + symbol - 280, bits: 8)
        }
    }

    private mutating func put(length: Int, distance: Int) {
        let lengthIndex = Deflater.index(of: length, in: Deflate.lengthBases)
        put(literal: 257 + lengthIndex)
        put(length - Int(Deflate.lengthBases[lengthIndex]), bits: Int(Deflate.lengthExtras[lengthIndex]))
        let distanceIndex = Deflater.index(of: distance, in: Deflate.distanceBases)
        put(code: distanceIndex, bits: 5)
        put(distance - Int(Deflate.distanceBases[distanceIndex]), bits: Int(Deflate.distanceExtras[distanceIndex]))
    }

    /// The last base that is not above `value`.
    private static func index(of value: Int, in bases: [UInt16]) -> Int {
        (bases.lastIndex { Int($0) <= value }) ?? 0
    }
}

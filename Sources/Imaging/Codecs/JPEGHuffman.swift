/// A Huffman table as a stream defines it: a prefix code of up to 16 bits for up to 256 symbols.
///
/// Standard: ISO/IEC 10918-1 Annex C. A table that uses the code of all ones passes, though the standard keeps it free.
struct JPEGHuffman: Sendable {
    /// What some bits at the front of the data say.
    struct Code: Sendable, Equatable {
        let symbol: UInt8
        /// Bits of the code itself: 1 … 16.
        let length: Int
    }

    private let symbols: [UInt8]
    /// At `length`: the first 16-bit value whose leading bits are no code of this length or a shorter one.
    private let ends: [Int]
    /// At `length`: what to add to the leading `length` bits to get the place of their symbol.
    private let places: [Int]

    /// - Parameters:
    ///   - counts: 16 numbers of codes, for each length from 1 bit on.
    ///   - symbols: as many as the counts sum up to, in the order of their codes.
    /// - Throws: `.codec` when the counts are no prefix code.
    init(counts: ArraySlice<UInt8>, symbols: ArraySlice<UInt8>) throws(ImagingError) {
        var (ends, places) = ([0], [0])
        var (code, place) = (0, 0)
        for (length, count) in zip(1..., counts) {
            places.append(place - code)
            code += Int(count)
            place += Int(count)
            guard code <= 1 << length else { throw JPEGStream.damage("a Huffman table has more codes than fit") }
            ends.append(code << (16 - length))
            code *= 2
        }
        guard ends.count == 17, place == symbols.count, place <= 256 else {
            throw JPEGStream.damage("a Huffman table has \(place) codes for \(symbols.count) symbols")
        }
        (self.ends, self.places, self.symbols) = (ends, places, Array(symbols))
    }

    /// The code at the front of `bits`, the next 16 bits of the data; `nil` when there is none.
    func code(_ bits: UInt16) -> Code? {
        let bits = Int(bits)
        for length in 1...16 where bits < ends[length] {
            return Code(symbol: symbols[places[length] + bits >> (16 - length)], length: length)
        }
        return nil
    }
}

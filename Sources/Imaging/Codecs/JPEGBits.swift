/// A place in the bits of compressed samples, as a decoder's inner loop carries it: 64 bits at a time, most significant first.
///
/// The bytes are those of a `JPEGBitsBuffer`, which promises how far they can be read without a check.
struct JPEGBits: Sendable {
    /// The next bits, the first on top. At least `count` of them are valid.
    private(set) var word: UInt64 = 0
    private(set) var count: UInt64 = 0
    /// The next byte that goes into `word`.
    private(set) var next = 0

    /// Bits taken from the buffer's first byte on; below 0 when the buffer has dropped bytes that are still in `word`.
    var taken: Int { next * 8 - Int(truncatingIfNeeded: count) }

    /// Follows the buffer, which has dropped its bytes before `next`.
    mutating func rebase() { next = 0 }

    /// Makes at least 32 bits valid: enough for a code and its extra bits.
    @inline(__always)
    mutating func fill(_ bytes: RawSpan) {
        guard count < 32 else { return }
        // Unchecked because the check costs a tenth of the time of a film; the buffer has promised these bytes.
        let more = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: next, as: UInt64.self)
        // Bits of `more` that do not fit as whole bytes stay in `word` below `count`, where the next call ors them again.
        word |= UInt64(bigEndian: more) &>> count
        next &+= Int(truncatingIfNeeded: (63 &- count) &>> 3)
        count |= 56
    }

    /// The next 16 bits, after `fill`.
    @inline(__always)
    var front: UInt16 { UInt16(truncatingIfNeeded: word &>> 48) }

    /// The entry for the next bits, after `fill`.
    ///
    /// - Parameter first: where the entries of this table begin among those of all tables.
    @inline(__always)
    func entry(_ lookups: Span<UInt32>, from first: Int) -> UInt32 {
        // Unchecked for speed: 12 bits cannot leave 4096 entries, and the decoders lay whole tables side by side.
        lookups[unchecked: first &+ Int(truncatingIfNeeded: word &>> UInt64(64 &- JPEGHuffman.lookupBits))]
    }

    /// Takes the code and the extra bits that `entry`, which is not 0, stands for.
    ///
    /// - Returns: the number that the extra bits say. Standard: ISO/IEC 10918-1 §F.2.2.1 (EXTEND).
    @inline(__always)
    mutating func take(_ entry: UInt32) -> Int32 {
        let length = UInt64(entry & 0xFF)
        let mask = Int32(truncatingIfNeeded: entry &>> 16)
        let extra = Int32(truncatingIfNeeded: word &>> (64 &- length)) & mask
        word &<<= length
        count &-= length
        // The lower half of the numbers stands for negative ones.
        let isNegative = (extra &- (mask &+ 1) &>> 1) &>> 31
        return extra &- mask & isNegative
    }

    /// Takes a code of any length, after `fill`, and its extra bits.
    ///
    /// - Returns: the symbol, and the number that its extra bits say.
    /// - Throws: `.codec` where the bits are no code of the table.
    @inline(never)
    mutating func take(_ table: JPEGHuffman) throws(ImagingError) -> (symbol: UInt8, value: Int32) {
        guard let code = table.code(front) else { throw JPEGStream.damage("bits that are no Huffman code") }
        word &<<= UInt64(code.length)
        count &-= UInt64(code.length)
        let size = UInt32(code.symbol & 15)
        guard size > 0 else { return (code.symbol, 0) }
        return (code.symbol, take(((1 << size) - 1) << 16 | size))
    }
}

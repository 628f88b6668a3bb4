extension JPEGHuffman {
    /// Bits that index a lookup. Longer codes are rare by construction, and decoded one by one.
    static let lookupBits = 12

    /// What 12 bits at the front of the data say, for a decoder's inner loop: 4096 entries.
    ///
    /// A symbol is `run · 16 + size` (a lossless difference or a DC coefficient has no run). Its `size` extra bits follow
    /// the code. An entry holds, from bit 0 on: 8 bits for the length of code and extra bits together, 8 bits for the run,
    /// 16 bits for `2^size − 1`. It is 0 where the code is longer than 12 bits, undefined, or the difference of 16 bits,
    /// which has no extra ones.
    ///
    /// - Parameter hasRuns: for AC coefficients; without it a symbol above 15 is left to the slow way.
    func lookup(hasRuns: Bool) -> [UInt32] {
        var lookup = [UInt32](repeating: 0, count: 1 << Self.lookupBits)
        var front = 0
        while front < lookup.count {
            guard let code = code(UInt16(truncatingIfNeeded: front << (16 - Self.lookupBits))) else { break }
            guard code.length <= Self.lookupBits else {
                front += 1
                continue
            }
            let span = 1 << (Self.lookupBits - code.length)
            if hasRuns || code.symbol < 16 {
                let (run, size) = (UInt32(code.symbol >> 4), UInt32(code.symbol & 15))
                let entry = ((1 << size) - 1) << 16 | run << 8 | UInt32(truncatingIfNeeded: code.length) + size
                for place in front..<min(front + span, lookup.count) { lookup[place] = entry }
            }
            front += span
        }
        return lookup
    }
}

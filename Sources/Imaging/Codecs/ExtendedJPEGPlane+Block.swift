extension ExtendedJPEGPlane {
    /// Where each coefficient in zigzag order stands column after column. Standard: ISO/IEC 10918-1 Figure A.6.
    static let zigzag: [UInt8] = {
        var places: [UInt8] = []
        for diagonal in 0..<15 {
            let rows = max(0, diagonal - 7)...min(7, diagonal)
            for row in diagonal % 2 == 0 ? Array(rows.reversed()) : Array(rows) {
                places.append(UInt8(truncatingIfNeeded: (diagonal - row) * 8 + row))
            }
        }
        return places
    }()

    /// Reads the coefficients of the next block of 8 × 8 samples.
    ///
    /// - Parameters:
    ///   - bits: a place in `buffer`, which has been prepared for one whole block at least.
    ///   - last: the DC coefficient of the component's last block, before it is scaled.
    ///   - coefficients: 64 zeros, which become scaled coefficients, column after column.
    /// - Returns: whether only the DC coefficient is not 0.
    /// - Throws: `.codec` where the bits are no code, or code more coefficients than there are.
    ///
    /// Standard: ISO/IEC 10918-1 §F.2.2.1 (DC), §F.2.2.2 (AC).
    func readBlock(
        _ bits: inout JPEGBits, _ buffer: JPEGBitsBuffer, last: inout Int32, into coefficients: inout [Float]
    ) throws(ImagingError) -> Bool {
        let bytes = buffer.piece.span.bytes
        let (lookups, scales, places) = (lookups.span, scales.span, places.span)
        var coefficients = coefficients.mutableSpan
        // A copy, so that it stays in registers.
        var here = bits
        here.fill(bytes)
        var entry = here.entry(lookups, from: 0)
        last &+= entry == 0 ? try longDifference(&here) : here.take(entry)
        coefficients[0] = Float(last) * scales[0]
        var place = 0
        while place < 63 {
            here.fill(bytes)
            entry = here.entry(lookups, from: 1 << JPEGHuffman.lookupBits)
            var (run, value): (Int, Int32)
            if entry == 0 {
                (run, value) = try longCoefficient(&here)
            } else {
                run = Int(truncatingIfNeeded: entry &>> 8 & 0xFF)
                value = here.take(entry)
            }
            if value == 0, run < 15 {
                // A run without a value ends the block; any but 0 belongs to progressive pictures.
                guard run == 0 else { throw JPEGStream.damage("a band ends in a picture that has none") }
                break
            }
            place &+= run &+ 1
            guard place < 64 else { throw JPEGStream.damage("a block has more than 64 coefficients") }
            coefficients[Int(places[place])] = Float(value) * scales[place]
        }
        bits = here
        return place == 0
    }

    @inline(__always)
    private func longDifference(_ bits: inout JPEGBits) throws(ImagingError) -> Int32 {
        var copy = bits
        let (symbol, value) = try copy.take(dc)
        guard symbol < 16 else { throw JPEGStream.damage("a DC difference of \(symbol) bits") }
        bits = copy
        return value
    }

    @inline(__always)
    private func longCoefficient(_ bits: inout JPEGBits) throws(ImagingError) -> (run: Int, value: Int32) {
        var copy = bits
        let (symbol, value) = try copy.take(ac)
        bits = copy
        return (Int(symbol >> 4), value)
    }
}

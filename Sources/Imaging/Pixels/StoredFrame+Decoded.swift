extension StoredFrame {
    /// What a codec made of one grey frame, read as the header says: sign, Bits Stored and High Bit.
    ///
    /// Pixel Representation decides whether values are signed, because readers go by it; where the codestream says
    /// otherwise its bits are read that way, and the frame notes it, as it does another precision.
    ///
    /// Standard: PS3.5 §8.1.1, §8.2.
    init(_ frame: DecodedFrame, _ shape: PixelDescription) {
        var samples = frame.samples
        let (shift, bits) = Self.place(of: frame, shape)
        let mask = UInt16(truncatingIfNeeded: (1 << bits) - 1)
        let holdsMore = bits < frame.bits && samples.contains { $0 & ~(mask &<< shift) != 0 }
        let flip = shape.isSigned ? UInt16(truncatingIfNeeded: 1 << (bits - 1)) : 0
        if shift > 0 || mask != .max || flip > 0 {
            var values = samples.mutableSpan
            for i in 0..<values.count { values[unchecked: i] = (values[unchecked: i] &>> shift) & mask ^ flip }
        }
        self.init(
            .samples(samples), columns: frame.columns, rows: frame.rows, base: -Int(flip), bits: bits,
            notes: frame.notes + Self.notes(frame, bits: bits, shape), unmasked: holdsMore ? frame.samples : nil)
    }

    /// How far a value lies from the lowest bit of a decoded sample, and how many bits it has.
    ///
    /// A codestream of the precision of the values holds just them; one that is wide enough holds the whole cell, with
    /// whatever lies in its unused bits (PS3.5 §8.1.1). Between the two stand unsigned samples that use more than Bits
    /// Stored and less than the cell: they are kept as they are, since what would be masked off may be film.
    private static func place(of frame: DecodedFrame, _ shape: PixelDescription) -> (shift: UInt16, bits: Int) {
        guard frame.bits > shape.bitsStored, frame.bits > shape.highBit else { return (0, frame.bits) }
        let shift = UInt16(truncatingIfNeeded: shape.highBit + 1 - shape.bitsStored)
        if shift == 0, !shape.isSigned, frame.bits < shape.bitsAllocated {
            let top = UInt32(1) << UInt32(shape.bitsStored)
            if frame.samples.contains(where: { UInt32($0) >= top }) { return (0, frame.bits) }
        }
        return (shift, shape.bitsStored)
    }

    private static func notes(_ frame: DecodedFrame, bits: Int, _ shape: PixelDescription) -> [String] {
        var notes: [String] = []
        if bits != shape.bitsStored {
            notes.append("Bits Stored says \(shape.bitsStored), the compressed picture has \(bits) bits.")
        }
        if let isSigned = frame.isSigned, isSigned != shape.isSigned {
            notes.append(
                "Pixel Representation and the codestream disagree about signed values; the former was followed.")
        }
        return notes
    }
}

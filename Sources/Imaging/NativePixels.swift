import DICOM

/// Uncompressed pixel cells to stored values.
///
/// Standard: PS3.5 §8.1.1 (pixel cells), §8.2 (native format). The bytes are little endian: a big endian data set is
/// turned round by its reader.
enum NativePixels {
    /// The first frame.
    ///
    /// - Throws: `.truncated`; `.unsupportedPixels` when values of more than 16 bits span more than 65 536 steps.
    static func firstFrame(
        _ bytes: ArraySlice<UInt8>, _ shape: PixelDescription
    ) throws(ImagingError) -> StoredFrame {
        let count = shape.rows * shape.columns
        let wanted = count * (shape.bitsAllocated / 8)
        guard bytes.count >= wanted else { throw .truncated(wanted: wanted, left: bytes.count) }
        let base = shape.isSigned ? -(1 << (shape.bitsStored - 1)) : 0
        if shape.bitsAllocated < 32 {
            return StoredFrame(.cells(bytes, PixelCell(shape)), shape, base: base, bits: shape.bitsStored)
        }
        guard let deep = DeepCells(shape).samples(of: bytes.span, count: count) else {
            throw .unsupportedPixels("The \(shape.bitsStored)-bit values span more than 65 536 steps")
        }
        return StoredFrame(.samples(deep.samples), shape, base: base + deep.offset, bits: shape.bitsStored)
    }
}

/// Cells of 32 bits, as some processed films and exports have them.
private struct DeepCells {
    let shift: UInt32
    let mask: UInt32
    let flip: UInt32

    init(_ shape: PixelDescription) {
        shift = UInt32(truncatingIfNeeded: shape.highBit + 1 - shape.bitsStored)
        mask = UInt32(truncatingIfNeeded: (1 << shape.bitsStored) - 1)
        flip = shape.isSigned ? UInt32(truncatingIfNeeded: 1 << (shape.bitsStored - 1)) : 0
    }

    private func value(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
        let low = UInt32(bytes[4 * index]) | UInt32(bytes[4 * index + 1]) << 8
        let cell = low | UInt32(bytes[4 * index + 2]) << 16 | UInt32(bytes[4 * index + 3]) << 24
        return (cell &>> shift) & mask ^ flip
    }

    /// The lowest value becomes sample 0 when the values do not fit 16 bits as they are; `nil` when that is not enough.
    func samples(of bytes: Span<UInt8>, count: Int) -> (samples: [UInt16], offset: Int)? {
        var (low, high) = (UInt32.max, UInt32.min)
        for i in 0..<count {
            let value = value(bytes, i)
            (low, high) = (min(low, value), max(high, value))
        }
        let offset = high > 65_535 ? low : 0
        guard high - offset <= 65_535 else { return nil }
        var samples: [UInt16] = []
        samples.reserveCapacity(count)
        for i in 0..<count { samples.append(UInt16(truncatingIfNeeded: value(bytes, i) &- offset)) }
        return (samples, Int(offset))
    }
}

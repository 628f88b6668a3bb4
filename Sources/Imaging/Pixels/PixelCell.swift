/// How one value lies in its cell of 8 or 16 bits.
///
/// Standard: PS3.5 §8.1.1: Bits Stored bits end at High Bit; bits outside of them are no part of the value.
struct PixelCell: Sendable, Equatable {
    let bytesPerCell: Int
    let shift: UInt16
    let mask: UInt16
    /// Turns two's complement into offset binary, so that signed values order as unsigned samples.
    let flip: UInt16

    /// - Precondition: `shape.bitsAllocated` is 8 or 16.
    init(_ shape: PixelDescription) {
        bytesPerCell = shape.bitsAllocated / 8
        shift = UInt16(truncatingIfNeeded: shape.highBit + 1 - shape.bitsStored)
        mask = UInt16(truncatingIfNeeded: (1 << shape.bitsStored) - 1)
        flip = shape.isSigned ? UInt16(truncatingIfNeeded: 1 << (shape.bitsStored - 1)) : 0
    }

    private func value(_ cell: UInt16) -> UInt16 { (cell &>> shift) & mask ^ flip }

    func sample(_ bytes: Span<UInt8>, at index: Int) -> UInt16 {
        if bytesPerCell == 1 { return value(UInt16(bytes[index])) }
        return value(UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8)
    }

    /// Fills `line` with the samples from cell `start` on.
    func unpack(_ bytes: Span<UInt8>, from start: Int, into line: inout [UInt16]) {
        var line = line.mutableSpan
        let count = line.count
        let cells = bytes.extracting(start * bytesPerCell..<(start + count) * bytesPerCell)
        if bytesPerCell == 1 {
            for x in 0..<count { line[x] = value(UInt16(cells[x])) }
            return
        }
        // Unchecked because a check for each load keeps the loop from being vectorised; `extracting` has checked them all.
        let raw = cells.bytes
        func cell(_ x: Int) -> UInt16 {
            UInt16(littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: x &* 2, as: UInt16.self))
        }
        let (shift, mask, flip) = (shift, mask, flip)
        if shift == 0 {
            for x in 0..<count { line[unchecked: x] = cell(x) & mask ^ flip }
        } else {
            for x in 0..<count { line[unchecked: x] = (cell(x) &>> shift) & mask ^ flip }
        }
    }
}

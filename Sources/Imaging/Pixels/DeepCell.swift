/// How one value lies in its cell of 32 bits, as some processed films and exports have them.
struct DeepCell: Sendable {
    let shift: UInt32
    let mask: UInt32
    /// Turns two's complement into offset binary, so that signed values order as unsigned ones.
    let flip: UInt32

    init(_ shape: PixelDescription) {
        shift = UInt32(truncatingIfNeeded: shape.highBit + 1 - shape.bitsStored)
        mask = UInt32(truncatingIfNeeded: (1 << shape.bitsStored) - 1)
        flip = shape.isSigned ? UInt32(truncatingIfNeeded: 1 << (shape.bitsStored - 1)) : 0
    }

    func value(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
        let low = UInt32(bytes[4 * index]) | UInt32(bytes[4 * index + 1]) << 8
        let cell = low | UInt32(bytes[4 * index + 2]) << 16 | UInt32(bytes[4 * index + 3]) << 24
        return (cell &>> shift) & mask ^ flip
    }
}

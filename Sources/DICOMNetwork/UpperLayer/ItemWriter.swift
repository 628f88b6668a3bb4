/// Writes the fields and items of a PDU. All numbers are big endian. Standard: PS3.8 §9.3.1.
struct ItemWriter {
    var bytes: [UInt8] = []

    mutating func number16(_ number: UInt16) {
        bytes += [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    mutating func number32(_ number: UInt32) {
        number16(UInt16(truncatingIfNeeded: number >> 16))
        number16(UInt16(truncatingIfNeeded: number))
    }

    /// A length of two bytes and a value, cut to what the length can say.
    mutating func field16(_ value: [UInt8]) {
        number16(UInt16(clamping: value.count))
        bytes += value.prefix(Int(UInt16.max))
    }

    /// A type, a zero and the value with its length.
    mutating func item(_ type: UInt8, _ write: (inout ItemWriter) -> Void) {
        var inner = ItemWriter()
        write(&inner)
        bytes += [type, 0]
        field16(inner.bytes)
    }
}

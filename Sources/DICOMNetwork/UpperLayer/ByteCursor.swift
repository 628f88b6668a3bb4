/// Reads the fields and items of a PDU; it never leaves its bytes. All numbers are big endian. Standard: PS3.8 §9.3.1.
struct ByteCursor {
    private let bytes: ArraySlice<UInt8>
    private var index: Int
    /// What the first byte counts as, for errors.
    private let origin: Int

    init(_ bytes: ArraySlice<UInt8>, origin: Int = 0) {
        (self.bytes, self.origin, index) = (bytes, origin, bytes.startIndex)
    }

    /// Where the next byte stands in the PDU.
    var position: Int { origin + index - bytes.startIndex }
    var rest: ArraySlice<UInt8> { bytes[index...] }

    mutating func take(_ count: Int) throws(PDUError) -> ArraySlice<UInt8> {
        let left = bytes.endIndex - index
        guard count <= left else { throw .truncated(offset: position, wanted: count, left: left) }
        defer { index += count }
        return bytes[index..<index + count]
    }

    mutating func byte() throws(PDUError) -> UInt8 {
        let one = try take(1)
        return one[one.startIndex]
    }

    mutating func number16() throws(PDUError) -> UInt16 {
        try take(2).reduce(0) { $0 << 8 | UInt16($1) }
    }

    mutating func number32() throws(PDUError) -> UInt32 {
        try take(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The next item or sub-item: a type, a byte that means nothing, a length of two bytes, a value.
    /// - Returns: `nil` at the end.
    mutating func item() throws(PDUError) -> (type: UInt8, value: ByteCursor)? {
        guard index < bytes.endIndex else { return nil }
        let type = try byte()
        _ = try byte()
        let length = Int(try number16())
        let start = position
        return (type, ByteCursor(try take(length), origin: start))
    }

    /// The rest as a UID. Devices pad with NUL or blanks, which the standard forbids here. Standard: PS3.8 annex F.
    mutating func uid() -> String {
        text().filter { $0 != "\0" && $0 != " " }
    }

    /// The rest as text, hostile until checked.
    mutating func text() -> String {
        defer { index = bytes.endIndex }
        return String(decoding: rest, as: UTF8.self)
    }
}

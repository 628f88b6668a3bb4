/// The compression of the deflated transfer syntax, bounded and without any C library. Standard: RFC 1951, PS3.5 §A.5.
public enum Deflate {
    /// Unpacks a raw deflate stream; one in a zlib envelope (RFC 1950) is tolerated, its checksum not looked at.
    ///
    /// - Parameter limit: most bytes that may come out; a bomb ends there.
    /// - Throws: `.badDeflate` or `.truncated` with the offset in `bytes`, `.tooLarge`; never traps.
    public static func inflate(_ bytes: ArraySlice<UInt8>, limit: Int) throws(DICOMError) -> [UInt8] {
        guard hasZlibHeader(bytes) else { return try inflateRaw(bytes, limit: limit) }
        do {
            return try inflateRaw(bytes.dropFirst(2), limit: limit)
        } catch {
            if case .tooLarge = error { throw error }
            // Two bytes of a raw stream can look like the envelope.
            guard let raw = try? inflateRaw(bytes, limit: limit) else { throw error }
            return raw
        }
    }

    private static func inflateRaw(_ bytes: ArraySlice<UInt8>, limit: Int) throws(DICOMError) -> [UInt8] {
        var inflater = Inflater(bytes, limit: limit)
        return try inflater.run()
    }

    /// Packs bytes into a raw deflate stream, even in length (PS3.5 §A.5). Never larger than stored blocks.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var deflater = Deflater(bytes)
        var packed = deflater.run()
        if packed.count > bytes.count { packed = Deflater.stored(bytes) }
        if packed.count % 2 == 1 { packed.append(0) }
        return packed
    }

    /// Method 8, window up to 32 KiB, no dictionary, header divisible by 31. Standard: RFC 1950 §2.2.
    private static func hasZlibHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, let second = bytes.dropFirst().first else { return false }
        return first & 0x0F == 8 && first >> 4 <= 7 && second & 0x20 == 0
            && (Int(first) << 8 | Int(second)) % 31 == 0
    }

    /// Base lengths and extra bits of the symbols 257… and the distance symbols 0…. Standard: RFC 1951 §3.2.5.
    static let lengthBases: [UInt16] = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    static let lengthExtras: [UInt8] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    static let distanceBases: [UInt16] = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    static let distanceExtras: [UInt8] = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
}

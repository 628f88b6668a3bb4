// Throws bytes at the PNG reader: the pictures of another programme's images/ folder are input from outside.
//
// Each chunk carries a checksum, which hardly any mutation gets right; so the bytes are read twice, as they are and with
// the checksums put right, to get past libpng's first check.

/// The picture may be refused, or it must have as many bytes as its sides say; small ones survive a round trip.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPNG(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    read(bytes)
    read(withChecksums(bytes))
    return 0
}

private func read(_ bytes: [UInt8]) {
    guard let picture = try? GreyPicture(png: bytes, maxPixels: 1 << 20) else { return }
    precondition(picture.pixels.count == picture.width * picture.height)
    precondition(picture.pixels.count <= 1 << 20)
    guard picture.pixels.count <= 4096 else { return }
    guard let png = try? picture.png(), let again = try? GreyPicture(png: png) else {
        preconditionFailure("our own PNG was refused")
    }
    precondition(again == picture)
    precondition(picture.scaled(toFit: 16).width <= 16)
}

/// Walks over the chunks (PNG 3rd edition, 5.3) and writes the CRC-32 of each behind it.
private func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var at = 8
    while at + 12 <= bytes.count {
        let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.count - at - 12 else { break }
        var crc = UInt32.max
        for byte in bytes[at + 4..<at + 8 + length] {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        for i in 0..<4 { bytes[at + 8 + length + i] = UInt8(truncatingIfNeeded: ~crc >> (24 - 8 * UInt32(i))) }
        at += 12 + length
    }
    return bytes
}

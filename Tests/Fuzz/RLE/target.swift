/// Throws bytes at the decoder of RLE. The first four bytes say what the DICOM header promises; the header's count of
/// segments is put right on a second try, to get past the first check.
///
/// The frame may be refused, or it has as many bytes as promised.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRLE(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard count > 4 else { return 0 }
    let shape = FrameShape(
        columns: Int(bytes[0]), rows: Int(bytes[1]), components: bytes[2] & 1 == 0 ? 1 : 3,
        bitsAllocated: [1, 8, 16, 32, 64][Int(bytes[3]) % 5])
    decode(bytes[4...], shape)
    bytes[4] = UInt8(truncatingIfNeeded: shape.components * shape.bitsAllocated / 8)
    for place in 5..<min(8, count) { bytes[place] = 0 }
    decode(bytes[4...], shape)
    return 0
}

private func decode(_ bytes: ArraySlice<UInt8>, _ shape: FrameShape) {
    let limits = ImagingLimits(maxPixels: 1 << 15, maxTiles: 1)
    guard let cells = try? RLELossless.decode(bytes, shape, limits: limits) else { return }
    precondition(cells.count == shape.sampleCount * shape.bitsAllocated / 8)
}

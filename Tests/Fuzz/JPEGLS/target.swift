// Throws bytes at the JPEG-LS decoder, with the shape that the stream itself promises, so that mutations reach the scans.

/// The picture may be refused; else it has as many samples as its sides say, each within its bits, and decodes alike again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJPEGLS(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    var rest = bytes[...]
    guard let header = try? JPEGLSHeader(&rest) else { return 0 }
    let shape = FrameShape(
        columns: header.columns, rows: header.rows, components: header.components, bitsAllocated: 16)
    let limits = ImagingLimits(maxPixels: 1 << 16, maxTiles: 64)
    guard let frame = try? JPEGLS.decode(bytes[...], shape, limits: limits) else { return 0 }
    precondition(frame.samples.count == shape.sampleCount && shape.sampleCount <= 3 << 16)
    precondition(frame.samples.allSatisfy { Int($0) < 1 << frame.bits })
    // Padding behind the end is nobody's business.
    if frame.notes.isEmpty { precondition((try? JPEGLS.decode(bytes + [0], shape, limits: limits)) == frame) }
    return 0
}

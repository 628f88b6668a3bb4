// Throws bytes at the decoder of sequential JPEG, twice: with the sides that the bytes' own frame header names, so that the
// samples are reached, and with sides from the first bytes, as a DICOM header may contradict its picture.

/// The picture may be refused, or it has as many samples as promised and none above its precision.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExtendedJPEG(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    if let shape = shapeOfFrame(bytes) { decode(bytes[...], shape) }
    guard count > 2 else { return 0 }
    decode(
        bytes[2...],
        FrameShape(
            columns: Int(bytes[0]), rows: Int(bytes[1] >> 2), components: bytes[1] & 1 == 0 ? 1 : 3, bitsAllocated: 16))
    return 0
}

/// What the first frame header behind the start marker says.
private func shapeOfFrame(_ bytes: [UInt8]) -> FrameShape? {
    guard var stream = try? JPEGStream(bytes[...]), case .frame(let frame)? = try? stream.next() else { return nil }
    return FrameShape(
        columns: frame.columns, rows: frame.rows, components: frame.components.count, bitsAllocated: 16)
}

private func decode(_ bytes: ArraySlice<UInt8>, _ shape: FrameShape) {
    let limits = ImagingLimits(maxPixels: 1 << 16, maxTiles: 1)
    guard let frame = try? ExtendedJPEG.decode(bytes, shape, limits: limits) else { return }
    precondition((frame.columns, frame.rows) == (shape.columns, shape.rows))
    precondition(frame.samples.count == shape.sampleCount)
    precondition([8, 12].contains(frame.bits) && frame.notes.count <= 4)
    precondition(frame.samples.allSatisfy { Int($0) < 1 << frame.bits })
}

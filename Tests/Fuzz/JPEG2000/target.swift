// Throws bytes at the JPEG 2000 decoder, twice: as they are, with the shape that the stream itself promises, and as the
// coded data behind headers that are sound and ask for what the first bytes say. The latter reaches the library's depths,
// which hardly any mutation of a whole stream does.

/// The picture may be refused; else it has as many samples as its sides say, each within its bits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJPEG2000(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    decode(bytes)
    if count > 12 { decode(codestream(asking: bytes.prefix(12).map { Int($0) }, coded: bytes.dropFirst(12))) }
    return 0
}

private func decode(_ bytes: [UInt8]) {
    guard let header = try? CodestreamHeader(bytes[...]) else { return }
    let shape = FrameShape(
        columns: header.width, rows: header.height, components: header.components, bitsAllocated: 16)
    let limits = ImagingLimits(maxPixels: 1 << 16, maxTiles: 64)
    guard let frame = try? JPEG2000.decode(bytes[...], shape, limits: limits) else { return }
    precondition(frame.samples.count == shape.sampleCount && shape.sampleCount <= 3 << 16)
    precondition(frame.samples.allSatisfy { Int($0) < 1 << frame.bits })
}

/// A codestream of at most four tiles, each of which gets an equal part of the data.
private func codestream(asking wishes: [Int], coded: ArraySlice<UInt8>) -> [UInt8] {
    let (width, height, bits) = (wishes[0] % 96 + 1, wishes[1] % 96 + 1, wishes[2] % 16 + 1)
    let (components, levels) = (wishes[3] & 1 == 1 ? 3 : 1, wishes[4] % 7)
    let isHalved = wishes[3] & 2 == 2
    let (tileWidth, tileHeight) = isHalved ? ((width + 1) / 2, (height + 1) / 2) : (width, height)
    let tiles = ((width + tileWidth - 1) / tileWidth) * ((height + tileHeight - 1) / tileHeight)
    let depth = (wishes[3] & 4) << 5 | (bits - 1)

    var stream = segment(0xFF4F, 0, []) + segment(0xFF51, 38 + 3 * components, numbers(2, [0]))
    stream += numbers(4, [width, height, 0, 0, tileWidth, tileHeight, 0, 0]) + numbers(2, [components])
    for _ in 0..<components { stream += numbers(1, [depth, 1, 1]) }
    let hasPrecincts = wishes[5] & 1
    let isLossless = wishes[6] & 1
    stream += segment(0xFF52, 12 + (hasPrecincts == 1 ? levels + 1 : 0), numbers(1, [wishes[5] & 7, wishes[7] % 5]))
    stream += numbers(2, [wishes[8] % 4 + 1]) + numbers(1, [components == 3 ? wishes[6] >> 1 & 1 : 0, levels])
    stream += numbers(1, [wishes[9] & 3, wishes[9] >> 2 & 3, wishes[10] & 63, isLossless])
    if hasPrecincts == 1 { stream += (0...levels).map { _ in UInt8(wishes[11] & 0x77) | 0x22 } }
    let bands = 3 * levels + 1
    stream += segment(0xFF5C, 3 + bands * (2 - isLossless), [isLossless == 1 ? 0x40 : 0x42])
    for _ in 0..<bands {
        stream += numbers(2 - isLossless, [isLossless == 1 ? (bits + 2) << 3 : (bits + 2) << 11 | 99])
    }
    let share = coded.count / tiles
    for tile in 0..<tiles {
        stream += segment(0xFF90, 10, numbers(2, [tile]) + numbers(4, [14 + share]) + [0, 1]) + [0xFF, 0x93]
        stream += coded.dropFirst(tile * share).prefix(share)
    }
    return stream + [0xFF, 0xD9]
}

private func segment(_ marker: Int, _ length: Int, _ content: [UInt8]) -> [UInt8] {
    numbers(2, length == 0 ? [marker] : [marker, length]) + content
}

private func numbers(_ size: Int, _ values: [Int]) -> [UInt8] {
    values.flatMap { value in (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - 1 - $0))) } }
}

/// Run lengths of byte planes, each packed as PackBits.
///
/// Standard: PS3.5 Annex G (1.2.840.10008.1.2.5).
package enum RLELossless {
    /// Decodes one frame to native cells.
    ///
    /// - Returns: `rows × columns × components` cells of Bits Allocated, little-endian, the components of a pixel side by
    ///   side. A run that passes the end of a row goes on in the next; what passes the end of a plane is left out.
    /// - Throws: `.codec` where the data is damaged or cut off, `.unsupportedPixels` for cells that are no whole bytes.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits
    ) throws(ImagingError) -> [UInt8] {
        _ = try limits.pixels(columns: shape.columns, rows: shape.rows)
        guard [8, 16, 32].contains(shape.bitsAllocated) else {
            throw .unsupportedPixels("The picture is RLE of \(shape.bitsAllocated)-bit cells")
        }
        let cell = shape.bitsAllocated / 8
        let size = shape.columns * shape.rows
        let segments = try segments(bytes, count: shape.components * cell, size: size)
        // Room behind the last plane for the eight or sixteen bytes that are always written at once.
        var planes = [UInt8](repeating: 0, count: segments.count * size + 32)
        for (index, segment) in segments.enumerated() {
            try unpack(segment, into: &planes, from: index * size, count: size)
        }
        if segments.count == 1 {
            planes.removeLast(32)
            return planes
        }
        return interleaved(planes, size: size, components: shape.components, cell: cell)
    }
}

extension RLELossless {
    /// The bytes of each segment, after the header has been compared with what was promised.
    ///
    /// The header is 16 numbers of 32 bits: how many segments there are, and where each begins.
    private static func segments(
        _ bytes: ArraySlice<UInt8>, count: Int, size: Int
    ) throws(ImagingError) -> [ArraySlice<UInt8>] {
        guard bytes.count >= 64 else { throw .codec("RLE: truncated in the header") }
        func number(_ place: Int) -> Int {
            bytes.dropFirst(4 * place).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(0) == count, 1...15 ~= count else {
            throw .codec("RLE: \(number(0)) segments where \(count) planes of bytes are promised")
        }
        // The best that a segment can do is 128 bytes in two.
        guard bytes.count - 64 >= count * 2 * (size / 128) else {
            throw .codec("RLE: truncated: \(bytes.count) bytes cannot hold \(count * size)")
        }
        let starts = (1...count).map(number)
        let ends = starts.dropFirst() + [bytes.count]
        guard starts[0] >= 64, zip(starts, ends).allSatisfy({ $0 <= $1 && $1 <= bytes.count }) else {
            throw .codec("RLE: the segments' places contradict each other")
        }
        return zip(starts, ends).map { bytes.dropFirst($0).prefix($1 - $0) }
    }

    /// Unpacks one segment. Standard: PS3.5 §G.3.1, §G.3.2.
    ///
    /// - Parameter planes: has 16 bytes more than all planes take; those behind this plane may be overwritten.
    private static func unpack(
        _ segment: ArraySlice<UInt8>, into planes: inout [UInt8], from start: Int, count: Int
    ) throws(ImagingError) {
        let data = segment.span.bytes
        var span = planes.mutableSpan
        var target = span.mutableBytes
        var (place, out) = (0, start)
        let (end, available) = (start + count, segment.count)
        guard end + 16 <= target.byteCount else { throw .codec("RLE: no room for a plane") }
        // Unchecked because this loop sees every byte of every film: each read and write is within the bounds that are
        // compared before it, and 16 bytes are moved at once where so many can be read.
        while out < end {
            guard place &+ 1 < available else { throw .codec("RLE: truncated after \(out - start) of \(count) bytes") }
            let control = Int(data.unsafeLoad(fromUncheckedByteOffset: place, as: Int8.self))
            place &+= 1
            if control >= 0 {
                let length = min(control &+ 1, end &- out)
                guard length <= available &- place else {
                    throw .codec("RLE: truncated after \(out - start) of \(count) bytes")
                }
                copy(data, place, &target, out, length)
                place &+= control &+ 1
                out &+= length
            } else if control > -128 {
                let length = min(1 &- control, end &- out)
                let value = SIMD16(repeating: data.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self))
                for step in stride(from: 0, to: length, by: 16) {
                    target.storeBytes(of: value, toUncheckedByteOffset: out &+ step, as: SIMD16<UInt8>.self)
                }
                place &+= 1
                out &+= length
            }
        }
    }

    /// Copies `length` bytes, and up to 15 more where there are any: the caller has compared both places.
    @inline(__always)
    private static func copy(
        _ data: RawSpan, _ from: Int, _ target: inout MutableRawSpan, _ out: Int, _ length: Int
    ) {
        guard from &+ length &+ 15 <= data.byteCount else {
            for step in 0..<length {
                target.storeBytes(
                    of: data.unsafeLoad(fromByteOffset: from + step, as: UInt8.self), toByteOffset: out + step,
                    as: UInt8.self)
            }
            return
        }
        for step in stride(from: 0, to: length, by: 16) {
            let bytes = data.unsafeLoadUnaligned(fromUncheckedByteOffset: from &+ step, as: SIMD16<UInt8>.self)
            target.storeBytes(of: bytes, toUncheckedByteOffset: out &+ step, as: SIMD16<UInt8>.self)
        }
    }

    /// Puts the bytes of a cell side by side, the least significant first. Each component's planes begin with the most
    /// significant one.
    private static func interleaved(_ planes: [UInt8], size: Int, components: Int, cell: Int) -> [UInt8] {
        let step = components * cell
        var cells = [UInt8](repeating: 0, count: size * step)
        let planes = planes.span
        guard planes.count >= cells.count else { return cells }
        var span = cells.mutableSpan
        // Unchecked so that the loops are vectorised: the guard has checked both lengths.
        if step == 2, cell == 2 {
            var pairs = span.mutableBytes
            for place in 0..<size {
                let pair = UInt16(planes[unchecked: place]) << 8 | UInt16(planes[unchecked: size &+ place])
                pairs.storeBytes(of: pair.littleEndian, toUncheckedByteOffset: 2 &* place, as: UInt16.self)
            }
            return cells
        }
        for component in 0..<components {
            for byte in 0..<cell {
                let from = (component * cell + cell - 1 - byte) * size
                var to = component * cell + byte
                for place in from..<from + size {
                    span[unchecked: to] = planes[unchecked: place]
                    to &+= step
                }
            }
        }
        return cells
    }
}

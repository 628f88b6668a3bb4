/// JPEG-LS, lossless and near-lossless.
///
/// Why our own: CharLS 2.4.1, the library that Debian has, writes past its buffer when the scans of a picture are not
/// interleaved alike, and counts to two thousand million, for ten seconds, when data is cut off or damaged. Neither can be
/// prevented from outside, as the data cannot be judged without being decoded.
///
/// Standard: ISO/IEC 14495-1; PS3.5 §8.2.3 (1.2.840.10008.1.2.4.80 and .81).
package enum JPEGLS {
    /// Decodes one picture of one or three components of 2 to 16 bits, interleaved in any way, with restart markers and
    /// preset parameters. The colour transforms HP1 to HP3, which one vendor added, are undone.
    ///
    /// - Throws: `.codec` where data is damaged or cut off, `.unsupportedPixels` for point transforms and mapping tables.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits
    ) throws(ImagingError) -> DecodedFrame {
        var rest = bytes
        var header = try JPEGLSHeader(&rest)
        try shape.require(
            columns: header.columns, rows: header.rows, components: header.components, in: "JPEG-LS picture",
            limits: limits)
        // A run covers at most a line, and takes a bit.
        guard bytes.count >= header.rows / 8 else {
            throw JPEGLSHeader.damage("\(bytes.count) bytes cannot hold \(header.columns) × \(header.rows) pixels")
        }
        let transform = try JPEGLSColourTransform(header)
        var samples = [UInt16](repeating: 0, count: shape.sampleCount)
        var done: Set<Int> = []
        while true {
            guard done.isDisjoint(with: header.scan.components) else {
                throw JPEGLSHeader.damage("a component has two scans")
            }
            var scan = try JPEGLSScan(header, dataAt: rest.startIndex - bytes.startIndex)
            let place = header
            let end = try scan.decode(rows: header.rows, restartInterval: header.restartInterval, bytes) { row, line in
                var samples = samples.mutableSpan
                Self.keep(line, of: place, row: row, in: &samples)
                transform?.undo(&samples, from: row &* place.columns &* 3, pixels: place.columns)
            }
            done.formUnion(header.scan.components)
            rest = bytes[(bytes.startIndex + end)...]
            guard done.count < header.components else { break }
            try header.readToScan(&rest)
        }
        return DecodedFrame(
            shape, bits: header.bits, isRGB: transform != nil, samples: samples,
            notes: hasEnd(rest) ? [] : ["The JPEG-LS picture has no end marker; all of it is there."]
        )
    }

    /// Puts the lines of a scan's components where they belong among those of all components.
    private static func keep(
        _ line: Span<Int32>, of header: JPEGLSHeader, row: Int, in samples: inout MutableSpan<UInt16>
    ) {
        let (columns, components) = (header.columns, header.components)
        for (place, component) in header.scan.components.enumerated() {
            var at = row &* columns &* components &+ component
            let source = place &* (columns &+ 2) &+ 1
            for x in source..<source &+ columns {
                samples[at] = UInt16(truncatingIfNeeded: line[x])
                at &+= components
            }
        }
    }

    /// FF may be repeated before a marker.
    private static func hasEnd(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first == 0xFF && rest.first { $0 != 0xFF } == 0xD9
    }
}

import COpenJPEG

/// JPEG 2000, lossless and lossy, by OpenJPEG.
package enum JPEG2000 {
    /// Decodes one picture of one or three components of at most 16 bits.
    ///
    /// Where the stream has a component transform, it is undone and the components are red, green and blue; else they
    /// are as coded. `isSigned` is what the codestream says. A film is decoded by two threads, because
    /// JPEG 2000 is the slowest of the encodings by far; a small picture is not worth the second.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits
    ) throws(ImagingError) -> DecodedFrame {
        let header = try CodestreamHeader(bytes)
        try require(header, shape, limits)
        let segments = try CodestreamSegments(header)
        let isRGB = try requireStyles(header, segments, limits)
        let picture = copenjpeg_shape(
            width: UInt32(header.width), height: UInt32(header.height), components: UInt32(header.components),
            bits: UInt32(header.precision), is_signed: header.isSigned ? 1 : 0)
        let threads = shape.sampleCount < 1 << 20 ? Int32(1) : 2
        var (status, message) = (Int32(COPENJPEG_FAILED), copenjpeg_message())
        let samples = [UInt16](unsafeUninitializedCapacity: shape.sampleCount) { out, count in
            status = segments.stream.withUnsafeBufferPointer {
                copenjpeg_decode(
                    $0.baseAddress, $0.count, picture, threads, out.baseAddress, &message)
            }
            count = status == COPENJPEG_OK ? shape.sampleCount : 0
        }
        guard status != COPENJPEG_OTHER_SHAPE else {
            throw .codec("JPEG 2000: the picture is not what its header says")
        }
        guard status == COPENJPEG_OK else { throw .codec(words(message)) }
        return DecodedFrame(
            shape, bits: header.precision, isSigned: header.isSigned, isRGB: isRGB, samples: samples,
            notes: segments.hasEnd ? [] : ["The JPEG 2000 picture has no end marker; all of it is there."])
    }

    private static func require(
        _ header: CodestreamHeader, _ shape: FrameShape, _ limits: ImagingLimits
    ) throws(ImagingError) {
        try shape.require(
            columns: header.width, rows: header.height, components: header.components, in: "JPEG 2000 picture",
            limits: limits)
        guard header.components == 1 || header.components == 3 else {
            throw .unsupportedPixels("The JPEG 2000 picture has \(header.components) components")
        }
        guard header.isUniform else {
            throw .unsupportedPixels("The JPEG 2000 picture has subsampled or unequal components")
        }
        guard header.precision <= 16 else {
            throw .unsupportedPixels("The JPEG 2000 picture has \(header.precision) bits a sample")
        }
        // A tile costs OpenJPEG some 12 kilobytes; encoders make them of 256 × 256 pixels or more.
        guard header.tiles <= min(limits.maxTiles, 64 + shape.sampleCount / 1024) else {
            throw .codec("JPEG 2000: \(header.tiles) tiles are too many for \(header.width) × \(header.height) pixels")
        }
    }

    /// Refuses what the library must not see. - Returns: whether the components were transformed together.
    private static func requireStyles(
        _ header: CodestreamHeader, _ segments: CodestreamSegments, _ limits: ImagingLimits
    ) throws(ImagingError) -> Bool {
        guard !header.isHighThroughput, !segments.isHighThroughput else {
            throw .unsupportedPixels("The picture is High-Throughput JPEG 2000 (HTJ2K), which is not decoded")
        }
        guard !segments.isExtended else {
            throw .unsupportedPixels("The picture uses extensions of JPEG 2000 (Part 2), which are not decoded")
        }
        let main = segments.styles.filter { $0.layers != nil }
        guard let first = main.first, let layers = main.compactMap(\.layers).max() else {
            throw .codec("JPEG 2000: the coding style is missing")
        }
        guard main.allSatisfy({ $0.hasComponentTransform == first.hasComponentTransform }) else {
            throw .unsupportedPixels("Only some tiles of the JPEG 2000 picture have a component transform")
        }
        let room = 4_194_304 + 2 * header.width * header.height * header.components
        for style in segments.styles {
            let cost = CodestreamCost(header, style, layers: layers)
            guard cost.packets <= header.codestream.count, 200 * cost.records <= room, 2 * cost.cells <= room,
                segments.progressions <= 64
            else { throw .codec("JPEG 2000: the picture is cut into too many pieces for its size") }
        }
        return first.hasComponentTransform && header.components == 3
    }

    private static func words(_ message: copenjpeg_message) -> String {
        let words = withUnsafeBytes(of: message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return "JPEG 2000: \(words.isEmpty ? "the codestream is damaged" : words)"
    }
}

import COpenJPEG

/// JPEG 2000, lossless and lossy, by OpenJPEG.
enum JPEG2000 {
    /// Decodes one grey picture of at most 16 bits.
    ///
    /// Pixel Representation decides whether values are signed, because readers go by it; where the codestream says
    /// otherwise its bits are read again that way, and the frame notes it, as it does another precision.
    static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: PixelDescription, limits: ImagingLimits
    ) throws(ImagingError) -> StoredFrame {
        let header = try checked(CodestreamHeader(bytes), shape, limits)
        var message = copenjpeg_message()
        var status = Int32(COPENJPEG_FAILED)
        var samples = [UInt16](unsafeUninitializedCapacity: shape.rows * shape.columns) { out, count in
            status = header.codestream.withUnsafeBufferPointer { bytes in
                copenjpeg_decode(
                    bytes.baseAddress, bytes.count, UInt32(header.width), UInt32(header.height),
                    UInt32(header.precision), out.baseAddress, &message)
            }
            count = status == COPENJPEG_OK ? out.count : 0
        }
        if status == COPENJPEG_OTHER_SHAPE {
            throw .codec("JPEG 2000: the picture is not what its header says")
        }
        guard status == COPENJPEG_OK else {
            let words = withUnsafeBytes(of: message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw .codec("JPEG 2000: \(words.isEmpty ? "the codestream is damaged" : words)")
        }
        let half = UInt16(truncatingIfNeeded: 1 << (header.precision - 1))
        if header.isSigned != shape.isSigned { for i in samples.indices { samples[i] ^= half } }
        return StoredFrame(
            .samples(samples), shape, base: shape.isSigned ? -Int(half) : 0, bits: header.precision,
            notes: notes(header, shape))
    }

    private static func checked(
        _ header: CodestreamHeader, _ shape: PixelDescription, _ limits: ImagingLimits
    ) throws(ImagingError) -> CodestreamHeader {
        _ = try limits.pixels(columns: header.width, rows: header.height)
        guard header.width == shape.columns, header.height == shape.rows else {
            throw .unsupportedPixels(
                "The header says \(shape.columns) × \(shape.rows) pixels, the codestream \(header.width) × \(header.height)"
            )
        }
        guard header.components == 1 else {
            throw .unsupportedPixels("The codestream has \(header.components) components")
        }
        guard header.precision <= 16 else {
            throw .unsupportedPixels("The codestream has \(header.precision) bits a sample")
        }
        try CodestreamEnd.check(header.codestream)
        guard header.tiles <= limits.maxTiles else {
            throw .codec("JPEG 2000: \(header.tiles) tiles, more than the limit of \(limits.maxTiles)")
        }
        return header
    }

    private static func notes(_ header: CodestreamHeader, _ shape: PixelDescription) -> [String] {
        var notes: [String] = []
        if header.precision != shape.bitsStored {
            notes.append("Bits Stored says \(shape.bitsStored), the codestream has \(header.precision) bits.")
        }
        if header.isSigned != shape.isSigned {
            notes.append(
                "Pixel Representation and the codestream disagree about signed values; the former was followed.")
        }
        return notes
    }
}

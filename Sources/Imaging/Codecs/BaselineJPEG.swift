import CTurboJPEG

/// 8-bit JPEG by libjpeg-turbo: baseline, extended and progressive, without colour management. Embedded profiles and
/// what the stream says about its colours are ignored: in DICOM, Photometric Interpretation tells them.
package enum BaselineJPEG {
    /// Decodes one picture of one or three components, which come as they were coded.
    ///
    /// Components of lower resolution are brought to the size of the others by triangle filter ("fancy upsampling");
    /// the first one of a film in YBR_FULL_422, its brightness, is exact.
    /// - Throws: `.codec` also where a lenient viewer would show invented grey: truncated or damaged data.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits
    ) throws(ImagingError) -> DecodedFrame {
        guard let header = BaselineJPEGHeader(bytes) else { throw .codec("JPEG: no frame header was found") }
        try require(header, shape, limits)
        // Each block takes at least one bit: two where it is coded at once, one in the first of many scans.
        guard bytes.count >= header.blocks / 8 else {
            throw .codec("JPEG: \(bytes.count) bytes cannot hold \(header.columns) × \(header.rows) pixels")
        }
        var (status, message) = (Int32(CTURBOJPEG_FAILED), cturbojpeg_message())
        let samples = [UInt16](unsafeUninitializedCapacity: shape.sampleCount) { out, written in
            status = bytes.withUnsafeBufferPointer {
                cturbojpeg_decode(
                    $0.baseAddress, $0.count, UInt32(shape.columns), UInt32(shape.rows), UInt32(shape.components),
                    out.baseAddress, &message)
            }
            written = status == CTURBOJPEG_OK ? shape.sampleCount : 0
        }
        guard status != CTURBOJPEG_OTHER_SHAPE else { throw .codec("JPEG: the picture is not what its header says") }
        guard status == CTURBOJPEG_OK else { throw .codec(words(message)) }
        return DecodedFrame(
            shape, bits: 8, samples: samples,
            notes: hasEnd(bytes) ? [] : ["The JPEG picture has no end marker; all of it is there."])
    }

    /// Encodes one grey picture of `columns` × `rows` bytes in baseline JPEG with a JFIF header.
    ///
    /// - Parameter quality: 1 … 100, in the scale of the Independent JPEG Group.
    /// - Throws: `.codec` when a side is longer than the format allows (65 500 pixels).
    package static func encode(
        _ pixels: [UInt8], columns: Int, rows: Int, quality: Int
    ) throws(ImagingError) -> [UInt8] {
        // Twice the samples of whole blocks is more than the worst picture takes.
        let capacity = ((columns + 7) / 8) * ((rows + 7) / 8) * 128 + 2048
        var (status, message) = (Int32(CTURBOJPEG_FAILED), cturbojpeg_message())
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
            var made = 0
            status = cturbojpeg_encode8(
                pixels, UInt32(truncatingIfNeeded: columns), UInt32(truncatingIfNeeded: rows), Int32(quality),
                out.baseAddress, capacity, &made, &message)
            count = status == CTURBOJPEG_OK ? made : 0
        }
        guard status == CTURBOJPEG_OK else { throw .codec(words(message)) }
        return bytes
    }

    private static func require(
        _ header: BaselineJPEGHeader, _ shape: FrameShape, _ limits: ImagingLimits
    ) throws(ImagingError) {
        guard header.process <= 2 else {
            throw .unsupportedPixels(
                "The JPEG picture is coded by process SOF\(header.process), which is not decoded here")
        }
        guard header.precision == 8 else {
            throw .unsupportedPixels("The JPEG picture has \(header.precision) bits a sample")
        }
        guard header.components == 1 || header.components == 3 else {
            throw .unsupportedPixels("The JPEG picture has \(header.components) components")
        }
        try shape.require(
            columns: header.columns, rows: header.rows, components: header.components, in: "JPEG picture",
            limits: limits)
    }

    /// EOI stands at the end, with at most a few bytes of padding behind it.
    private static func hasEnd(_ bytes: ArraySlice<UInt8>) -> Bool {
        let tail = bytes.suffix(8)
        return zip(tail, tail.dropFirst()).contains { $0 == 0xFF && $1 == 0xD9 }
    }

    private static func words(_ message: cturbojpeg_message) -> String {
        let words = withUnsafeBytes(of: message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return "JPEG: \(words.isEmpty ? "the data is damaged" : words)"
    }
}

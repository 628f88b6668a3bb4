import CTurboJPEG

/// 8-bit JPEG by libjpeg-turbo, without colour management: embedded profiles are ignored.
enum BaselineJPEG {
    /// Decodes one grey picture. Baseline and progressive pass; 12 bits, lossless and colour do not.
    ///
    /// - Throws: `.codec` also where a lenient viewer would show invented grey: truncated or damaged data.
    static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: PixelDescription, limits: ImagingLimits
    ) throws(ImagingError) -> StoredFrame {
        var (width, height, message) = (UInt32(0), UInt32(0), cturbojpeg_message())
        let header = bytes.withUnsafeBufferPointer {
            cturbojpeg_size($0.baseAddress, $0.count, &width, &height, &message)
        }
        guard header != CTURBOJPEG_NOT_GREY else {
            throw .unsupportedPixels("The JPEG picture is in colour")
        }
        guard header == CTURBOJPEG_OK else { throw .codec(words(message)) }
        let count = try limits.pixels(columns: Int(width), rows: Int(height))
        guard Int(width) == shape.columns, Int(height) == shape.rows else {
            throw .unsupportedPixels(
                "The header says \(shape.columns) × \(shape.rows) pixels, the JPEG picture \(width) × \(height)")
        }
        var status = Int32(CTURBOJPEG_FAILED)
        let grey = [UInt8](unsafeUninitializedCapacity: count) { out, written in
            status = bytes.withUnsafeBufferPointer {
                cturbojpeg_decode($0.baseAddress, $0.count, width, height, out.baseAddress, &message)
            }
            written = status == CTURBOJPEG_OK ? count : 0
        }
        guard status == CTURBOJPEG_OK else { throw .codec(words(message)) }
        let flip: UInt16 = shape.isSigned ? 0x80 : 0
        return StoredFrame(
            .samples(grey.map { UInt16($0) ^ flip }), shape, base: -Int(flip), bits: 8,
            notes: shape.bitsStored == 8 ? [] : ["Bits Stored says \(shape.bitsStored), the JPEG picture has 8 bits."])
    }

    private static func words(_ message: cturbojpeg_message) -> String {
        let words = withUnsafeBytes(of: message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return "JPEG: \(words.isEmpty ? "the data is damaged" : words)"
    }
}

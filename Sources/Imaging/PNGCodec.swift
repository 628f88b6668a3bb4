import CPNG

extension GreyPicture {
    /// An 8-bit grey PNG: filter up, zlib level 1. The same picture gives the same bytes with the same libpng and zlib.
    ///
    /// - Throws: `ImagingError.codec` when libpng refuses, e.g. for lack of memory.
    public func png() throws(ImagingError) -> [UInt8] {
        try encoded { buffer, message in
            cpng_encode8(
                pixels, UInt32(truncatingIfNeeded: width), UInt32(truncatingIfNeeded: height), &buffer, &message)
        }
    }

    /// Reads any PNG as 8-bit grey: 16 bits are scaled down, colour becomes luminance, transparency is dropped.
    ///
    /// - Parameter maxPixels: largest `width × height`; checked before anything is allocated.
    /// - Throws: `.tooLarge`, or `.codec` for anything that is not a whole and undamaged PNG.
    public init(png: [UInt8], maxPixels: Int = ImagingLimits.standard.maxPixels) throws(ImagingError) {
        var (columns, rows, message) = (UInt32(0), UInt32(0), cpng_message())
        let size = cpng_size(png, png.count, UInt64(clamping: maxPixels), &columns, &rows, &message)
        let (width, height) = (Int(columns), Int(rows))
        if size == CPNG_TOO_LARGE {
            throw .tooLarge(columns: width, rows: height, limit: maxPixels)
        }
        guard size == CPNG_OK else { throw .codec(words(message)) }
        var status = Int32(CPNG_FAILED)
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { out, count in
            out.initialize(repeating: 0)
            status = cpng_decode8(png, png.count, columns, rows, out.baseAddress, &message)
            count = width * height
        }
        guard status == CPNG_OK else { throw .codec(words(message)) }
        self.init(checkedWidth: width, height: height, pixels: pixels)
    }
}

extension DeepPicture {
    /// A 16-bit grey PNG: filter up, zlib level 1.
    ///
    /// - Throws: `ImagingError.codec` when libpng refuses, e.g. for lack of memory.
    public func png() throws(ImagingError) -> [UInt8] {
        try encoded { buffer, message in
            cpng_encode16(
                pixels, UInt32(truncatingIfNeeded: width), UInt32(truncatingIfNeeded: height), &buffer, &message)
        }
    }
}

/// Runs one encoder and copies what it made.
private func encoded(
    _ encode: (inout cpng_buffer, inout cpng_message) -> Int32
) throws(ImagingError) -> [UInt8] {
    var (buffer, message) = (cpng_buffer(), cpng_message())
    guard encode(&buffer, &message) == CPNG_OK else { throw .codec(words(message)) }
    defer { cpng_free(&buffer) }
    return [UInt8](UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
}

private func words(_ message: cpng_message) -> String {
    withUnsafeBytes(of: message.text) { "PNG: " + String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

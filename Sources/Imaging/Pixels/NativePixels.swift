import DICOM

/// Uncompressed pixel cells to stored values.
///
/// Standard: PS3.5 §8.1.1 (pixel cells), §8.2 (native format). The bytes are little endian: a big endian data set is
/// turned round by its reader.
struct NativePixels {
    let shape: PixelDescription
    let layout: ColourLayout
    /// What the length of the data says differently from the header.
    private let notes: [String]

    /// The pixel data of a file, all frames of it.
    ///
    /// - Parameter length: of the pixel data, in bytes.
    init(_ shape: PixelDescription, length: Int) {
        let layout = ColourLayout(shape)
        self.shape = shape
        if layout == .sharedDifferences, Self.holds(length, shape, .byPixel) {
            // A common slip of writers: the name is kept when the colour has been brought to full resolution.
            self.layout = .byPixel
            notes = [
                "The picture is said to share its colour between pixels (\(shape.photometric.rawValue)) and does not."
            ]
        } else {
            self.layout = layout
            let (wanted, overflow) = Self.bits(in: shape, layout).multipliedReportingOverflow(by: shape.frames)
            // One byte more makes the length even.
            notes =
                overflow || length <= (wanted + 7) / 8 + 1
                ? [] : ["The pixel data is longer than its frames; the rest was not used."]
        }
    }

    /// One frame as a decoder left it: by pixel, each component at full resolution.
    init(decoded shape: PixelDescription) { (self.shape, layout, notes) = (shape, .byPixel, []) }

    /// Bits of a frame.
    private static func bits(in shape: PixelDescription, _ layout: ColourLayout) -> Int {
        let pixels = shape.rows * shape.columns
        // Two luminances and one pair of differences for two pixels.
        return (layout == .sharedDifferences ? 2 * pixels : pixels * shape.components) * shape.bitsAllocated
    }

    private static func holds(_ length: Int, _ shape: PixelDescription, _ layout: ColourLayout) -> Bool {
        let (wanted, overflow) = (bits(in: shape, layout) / 8).multipliedReportingOverflow(by: shape.frames)
        return !overflow && (wanted...wanted + 1).contains(length)
    }

    /// - Parameter index: zero-based, below the number of frames.
    /// - Throws: `.truncated` when the frame is not there to its last bit; `.unsupportedPixels`.
    func frame(_ index: Int, of bytes: some Collection<UInt8>) throws(ImagingError) -> FramePixels {
        let bytes = ArraySlice(bytes)
        if shape.bitsAllocated == 1 { return .grey(try bitmap(index, of: bytes)) }
        let size = Self.bits(in: shape, layout) / 8
        let (start, overflow) = size.multipliedReportingOverflow(by: index)
        guard !overflow, bytes.count >= size, start <= bytes.count - size else {
            throw .truncated(
                wanted: overflow ? Int.max : start.addingReportingOverflow(size).partialValue, left: bytes.count)
        }
        let cells = bytes.dropFirst(start).prefix(size)
        if shape.components == 3 { return .colour(try layout.colour(cells, shape, notes: notes)) }
        return .grey(shape.bitsAllocated == 32 ? deep(cells) : grey(cells))
    }

    private var base: Int { shape.isSigned ? -(1 << (shape.bitsStored - 1)) : 0 }

    private func grey(_ cells: ArraySlice<UInt8>) -> StoredFrame {
        StoredFrame(
            .cells(cells, PixelCell(shape)), columns: shape.columns, rows: shape.rows, base: base,
            bits: shape.bitsStored, notes: notes)
    }

    /// Values of 32-bit cells, as they are.
    private func deep(_ bytes: ArraySlice<UInt8>) -> StoredFrame {
        let (count, cell) = (shape.rows * shape.columns, DeepCell(shape))
        let values = [UInt32](unsafeUninitializedCapacity: count) { out, written in
            let bytes = bytes.span
            for i in 0..<count { out[i] = cell.value(bytes, i) }
            written = count
        }
        return StoredFrame(
            .deep(values), columns: shape.columns, rows: shape.rows, base: base, bits: shape.bitsStored, notes: notes)
    }

    /// One bit a pixel; the first pixel is the lowest bit, and a frame begins where the last one ended.
    private func bitmap(_ index: Int, of bytes: ArraySlice<UInt8>) throws(ImagingError) -> StoredFrame {
        guard shape.components == 1 else {
            throw .unsupportedPixels("The picture has \(shape.components) samples of one bit in each pixel")
        }
        let count = shape.rows * shape.columns
        let (start, overflow) = count.multipliedReportingOverflow(by: index)
        guard !overflow, bytes.count * 8 >= count, start <= bytes.count * 8 - count else {
            throw .truncated(wanted: overflow ? Int.max : (start + count + 7) / 8, left: bytes.count)
        }
        return StoredFrame(
            .bits(bytes.dropFirst(start / 8), first: start % 8), columns: shape.columns, rows: shape.rows, base: 0,
            bits: 1, notes: notes)
    }
}

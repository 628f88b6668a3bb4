import DICOM

/// Uncompressed pixel cells to stored values.
///
/// Standard: PS3.5 §8.1.1 (pixel cells), §8.2 (native format). The bytes are little endian: a big endian data set is
/// turned round by its reader.
struct NativePixels {
    let shape: PixelDescription
    let isPlanar: Bool

    init(_ shape: PixelDescription, isPlanar: Bool? = nil) {
        self.shape = shape
        self.isPlanar = isPlanar ?? shape.isPlanar
    }

    /// Samples in a frame that have cells of their own.
    private var cellsInFrame: Int {
        let pixels = shape.rows * shape.columns
        // Two luminances and one pair of differences for two pixels.
        return shape.photometric == .ybrFull422 || shape.photometric == .ybrPartial422
            ? 2 * pixels : pixels * shape.components
    }

    /// - Parameter index: zero-based, below the number of frames.
    /// - Throws: `.truncated` when the frame is not there to its last bit; `.unsupportedPixels`.
    func frame(_ index: Int, of bytes: some Collection<UInt8>) throws(ImagingError) -> FramePixels {
        let bytes = ArraySlice(bytes)
        if shape.bitsAllocated == 1 { return .grey(try bitmap(index, of: bytes)) }
        let size = cellsInFrame * (shape.bitsAllocated / 8)
        let (start, overflow) = size.multipliedReportingOverflow(by: index)
        guard !overflow, bytes.count >= size, start <= bytes.count - size else {
            throw .truncated(
                wanted: overflow ? Int.max : start.addingReportingOverflow(size).partialValue, left: bytes.count)
        }
        let cells = bytes.dropFirst(start).prefix(size)
        if shape.components == 3 { return .colour(try colour(cells)) }
        return .grey(shape.bitsAllocated == 32 ? deep(cells) : grey(cells))
    }

    private var base: Int { shape.isSigned ? -(1 << (shape.bitsStored - 1)) : 0 }

    private func grey(_ cells: ArraySlice<UInt8>) -> StoredFrame {
        StoredFrame(
            .cells(cells, PixelCell(shape)), columns: shape.columns, rows: shape.rows, base: base,
            bits: shape.bitsStored)
    }

    /// Values of 32-bit cells. Those that fit into 16 bits above the lowest are samples as they are.
    private func deep(_ bytes: ArraySlice<UInt8>) -> StoredFrame {
        let count = shape.rows * shape.columns
        let cell = DeepCell(shape)
        var values = [UInt32](unsafeUninitializedCapacity: count) { out, written in
            let bytes = bytes.span
            for i in 0..<count { out[i] = cell.value(bytes, i) }
            written = count
        }
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let offset = high > 65_535 ? low : 0
        for i in values.indices { values[i] &-= offset }
        let spare = max(0, UInt32.bitWidth - (high &- offset).leadingZeroBitCount - 16)
        let notes =
            spare == 0
            ? []
            : [
                "The \(shape.bitsStored)-bit values span more than 65 536 steps; they are drawn in steps of \(1 << spare)."
            ]
        return StoredFrame(
            .deep(values), columns: shape.columns, rows: shape.rows, base: base + Int(offset), step: 1 << spare,
            bits: shape.bitsStored, notes: notes)
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
        let samples = [UInt16](unsafeUninitializedCapacity: count) { out, written in
            let bytes = bytes.span
            for i in 0..<count {
                let bit = start + i
                out[i] = UInt16(bytes[bit / 8] >> UInt8(bit % 8) & 1)
            }
            written = count
        }
        return StoredFrame(
            .samples(samples), columns: shape.columns, rows: shape.rows, base: 0, bits: 1)
    }

    private func colour(_ cells: ArraySlice<UInt8>) throws(ImagingError) -> ColourFrame {
        let layout = ColourLayout(shape, isPlanar: isPlanar)
        let samples: ColourFrame.Samples
        switch (layout, shape.bitsAllocated) {
        case (.sharedDifferences, 8): samples = .words(try sharedDifferences(cells))
        case (.sharedDifferences, _):
            throw .unsupportedPixels("A \(shape.photometric.rawValue) picture has \(shape.bitsAllocated) bits a sample")
        case (_, 32):
            let (cell, bytes) = (DeepCell(shape), cells.span)
            samples = .longs(layout.inOrder(of: shape.rows * shape.columns) { cell.value(bytes, $0) })
        default:
            let (cell, bytes) = (PixelCell(shape), cells.span)
            samples = .words(layout.inOrder(of: shape.rows * shape.columns) { cell.sample(bytes, at: $0) })
        }
        return ColourFrame(
            columns: shape.columns, rows: shape.rows, bits: shape.bitsStored,
            components: ColourFrame.Components(shape.photometric), samples: samples)
    }

    /// Y₁ Y₂ Cb Cr for each two pixels of a row. Standard: PS3.3 §C.7.6.3.1.2 (YBR_FULL_422).
    private func sharedDifferences(_ cells: ArraySlice<UInt8>) throws(ImagingError) -> [UInt16] {
        guard shape.columns.isMultiple(of: 2) else {
            throw .unsupportedPixels("Rows of \(shape.columns) pixels cannot share their colour in pairs")
        }
        let cells = cells.span
        return (0..<shape.rows * shape.columns).flatMap { pixel in
            let pair = pixel / 2 * 4
            return [cells[pair + pixel % 2], cells[pair + 2], cells[pair + 3]].map(UInt16.init)
        }
    }
}

/// How the components of native colour lie in the frame.
private enum ColourLayout {
    case byPixel, byPlane, sharedDifferences

    init(_ shape: PixelDescription, isPlanar: Bool) {
        if shape.photometric == .ybrFull422 || shape.photometric == .ybrPartial422 {
            self = .sharedDifferences
        } else {
            self = isPlanar ? .byPlane : .byPixel
        }
    }

    /// The components of each pixel side by side. - Parameter sample: the sample of one cell.
    func inOrder<Sample>(of pixels: Int, _ sample: (_ cell: Int) -> Sample) -> [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(3 * pixels)
        if self == .byPlane {
            for i in 0..<pixels { for plane in 0..<3 { samples.append(sample(plane * pixels + i)) } }
        } else {
            for i in 0..<3 * pixels { samples.append(sample(i)) }
        }
        return samples
    }
}

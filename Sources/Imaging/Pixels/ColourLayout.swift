/// How the components of native colour lie in the frame.
///
/// Standard: PS3.3 §C.7.6.3.1.3 (Planar Configuration), §C.7.6.3.1.2 (YBR_FULL_422).
enum ColourLayout {
    case byPixel, byPlane, sharedDifferences

    init(_ shape: PixelDescription) {
        if shape.photometric == .ybrFull422 || shape.photometric == .ybrPartial422 {
            self = .sharedDifferences
        } else {
            self = shape.isPlanar ? .byPlane : .byPixel
        }
    }

    /// The colour of one frame.
    ///
    /// - Parameter cells: all of the frame's, and no more.
    /// - Throws: `.unsupportedPixels` for shared colour that cannot be told apart.
    func colour(
        _ cells: ArraySlice<UInt8>, _ shape: PixelDescription, notes: [String]
    ) throws(ImagingError) -> ColourFrame {
        let samples: ColourFrame.Samples
        switch (self, shape.bitsAllocated) {
        case (.sharedDifferences, 8): samples = .words(try Self.withSharedDifferences(cells, shape))
        case (.sharedDifferences, _):
            throw .unsupportedPixels("A \(shape.photometric.rawValue) picture has \(shape.bitsAllocated) bits a sample")
        case (_, 32):
            let (cell, bytes) = (DeepCell(shape), cells.span)
            samples = .longs(inOrder(of: shape.rows * shape.columns) { cell.value(bytes, $0) })
        default:
            let (cell, bytes) = (PixelCell(shape), cells.span)
            samples = .words(inOrder(of: shape.rows * shape.columns) { cell.sample(bytes, at: $0) })
        }
        return ColourFrame(
            columns: shape.columns, rows: shape.rows, bits: shape.bitsStored,
            components: ColourFrame.Components(shape.photometric), samples: samples, notes: notes)
    }

    /// The components of each pixel side by side. - Parameter sample: the sample of one cell.
    private func inOrder<Sample>(of pixels: Int, _ sample: (_ cell: Int) -> Sample) -> [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(3 * pixels)
        if self == .byPlane {
            for i in 0..<pixels { for plane in 0..<3 { samples.append(sample(plane * pixels + i)) } }
        } else {
            for i in 0..<3 * pixels { samples.append(sample(i)) }
        }
        return samples
    }

    /// Y₁ Y₂ Cb Cr for each two pixels of a row.
    private static func withSharedDifferences(
        _ cells: ArraySlice<UInt8>, _ shape: PixelDescription
    ) throws(ImagingError) -> [UInt16] {
        guard shape.columns.isMultiple(of: 2) else {
            throw .unsupportedPixels("Rows of \(shape.columns) pixels cannot share their colour in pairs")
        }
        let count = shape.rows * shape.columns
        return [UInt16](unsafeUninitializedCapacity: 3 * count) { out, written in
            let cells = cells.span
            for pixel in 0..<count {
                let pair = pixel / 2 * 4
                out[3 * pixel] = UInt16(cells[pair + pixel % 2])
                out[3 * pixel + 1] = UInt16(cells[pair + 2])
                out[3 * pixel + 2] = UInt16(cells[pair + 3])
            }
            written = 3 * count
        }
    }
}

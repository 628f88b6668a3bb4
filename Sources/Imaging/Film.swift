import DICOM

/// One radiograph with one frame decoded: stored values, and what is needed to draw them the right way round.
public struct Film: Sendable {
    public let rows: Int
    public let columns: Int
    /// Number of Frames (0028,0008); one of them is decoded.
    public let frames: Int
    /// Bits Stored (0028,0101), or the codestream's precision where they disagree.
    public var bitsStored: Int { frame.bits }
    /// What the header said wrongly and how it was read; sentences for the exam page, without patient data.
    public let notes: [String]
    /// The stored values.
    package let frame: StoredFrame
    /// How stored values become greys.
    let grey: GreyPath
    /// Graphics that the file keeps beside the picture; drawn only on request. They may hold names.
    public let overlays: [OverlayPlane]

    /// Decodes one frame.
    ///
    /// Reads what `PixelEncoding.table` lists. Colour becomes grey (`Luminance`).
    /// - Parameter index: zero-based.
    /// - Throws: `ImagingError`; never traps and never allocates more than a few times `limits.maxPixels` bytes.
    public init(
        _ file: Part10File, frame index: Int = 0, limits: ImagingLimits = .standard
    ) throws(ImagingError) {
        let shape = try PixelDescription(file.dataSet, limits: limits)
        let pixels = try PixelReader(description: shape, limits: limits).pixels(of: file, frame: index)
        let frame = try Self.grey(pixels, shape, file.dataSet)
            .fitted(leavingOut: PixelPadding.values(file.dataSet, isSigned: shape.isSigned))
        var notes = shape.notes + frame.notes
        overlays = OverlayPlane.all(
            in: file.dataSet, frame: index, shape, cells: UnusedBits(pixels, shape), notes: &notes)
        (rows, columns, frames) = (shape.rows, shape.columns, shape.frames)
        self.frame = frame
        grey = try GreyPath(
            file.dataSet, frame: index, base: frame.base, step: frame.step, bits: frame.bits, isSigned: shape.isSigned,
            isMonochrome1: shape.photometric == .monochrome1, isColour: !shape.photometric.isMonochrome,
            padding: frame.padding)
        self.notes = notes + grey.notes
    }

    private static func grey(
        _ pixels: FramePixels, _ shape: PixelDescription, _ dataSet: DataSet
    ) throws(ImagingError) -> StoredFrame {
        switch pixels {
        case .grey(let frame) where shape.photometric == .palette: try PaletteColour(dataSet).grey(frame)
        case .grey(let frame): frame
        case .colour(let frame): StoredFrame(luminanceOf: frame)
        }
    }

    /// The samples of one frame as they are stored, before colour becomes grey and before any rescale: row-major, the
    /// components of a pixel side by side, signed ones sign-extended. Slow and large; for comparisons.
    package static func storedSamples(
        of file: Part10File, frame index: Int = 0, limits: ImagingLimits = .standard
    ) throws(ImagingError) -> (components: Int, values: [Int]) {
        let shape = try PixelDescription(file.dataSet, limits: limits)
        return switch try PixelReader(description: shape, limits: limits).pixels(of: file, frame: index) {
        case .grey(let frame): (1, frame.storedValues)
        case .colour(let frame): (3, frame.values)
        }
    }

    /// The stored values of the frame, before any rescale: row-major, sign-extended. Slow and large; for comparisons.
    package var storedValues: [Int] { frame.storedValues }
}

extension Film: CustomStringConvertible {
    /// `1760 × 1760, 10 bits`: size and depth, never the pixels.
    public var description: String { "\(columns) × \(rows), \(bitsStored) bits" }
}

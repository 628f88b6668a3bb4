import DICOM

/// One radiograph with its first frame decoded: stored values, and what is needed to draw them the right way round.
public struct Film: Sendable {
    public let rows: Int
    public let columns: Int
    /// Number of Frames (0028,0008); only the first is decoded.
    public let frames: Int
    /// Bits Stored (0028,0101), or the codestream's precision where they disagree.
    public var bitsStored: Int { frame.bits }
    /// Stored values run from white to black: MONOCHROME1 with a rising rescale, or MONOCHROME2 with a falling one.
    public let isStoredInverted: Bool
    /// What the header said wrongly and how it was read; sentences for the exam page, without patient data.
    public let notes: [String]
    /// The stored values.
    package let frame: StoredFrame
    /// Samples (not stored values) that are padding: no film, drawn as background.
    let padding: ClosedRange<UInt16>?

    /// Decodes the first frame.
    ///
    /// Reads uncompressed pixel data, JPEG 2000 (1.2.840.10008.1.2.4.90 and .91) and baseline JPEG (.50).
    /// - Throws: `ImagingError`; never traps and never allocates more than a few times `limits.maxPixels` bytes.
    public init(_ file: Part10File, limits: ImagingLimits = .standard) throws(ImagingError) {
        let shape = try PixelDescription(file.dataSet, limits: limits)
        let frame = try Self.firstFrame(of: file, shape, limits)
        let rescale = ModalityRescale(file.dataSet)
        (rows, columns, frames) = (shape.rows, shape.columns, shape.frames)
        self.frame = frame
        isStoredInverted = shape.isMonochrome1 != rescale.isFalling
        padding = PixelPadding.samples(file.dataSet, isSigned: shape.isSigned, base: frame.base)
        notes = shape.notes + frame.notes + rescale.notes
    }

    /// The stored values of the first frame, before any rescale: row-major, sign-extended. Slow and large; for comparisons.
    package var storedValues: [Int] { frame.samples.map { Int($0) + frame.base } }

    private static func firstFrame(
        of file: Part10File, _ shape: PixelDescription, _ limits: ImagingLimits
    ) throws(ImagingError) -> StoredFrame {
        let syntax = file.transferSyntax
        guard !syntax.isEncapsulated || [.jpeg2000Lossless, .jpeg2000, .jpegBaseline].contains(syntax) else {
            throw .unsupportedSyntax(syntax.uid)
        }
        guard let element = file.dataSet[.pixelData], !element.isEmpty else { throw .noPixels }
        switch element.value {
        case .bytes(let bytes):
            guard !syntax.isEncapsulated else {
                throw .unsupportedPixels("The pixel data is not in fragments, as its compressed encoding needs")
            }
            return try NativePixels.firstFrame(bytes, shape)
        case .fragments(let offsets, let fragments):
            let bytes = EncapsulatedPixels.firstFrame(offsets: offsets, fragments, frames: shape.frames)
            switch syntax {
            case .jpegBaseline: return try BaselineJPEG.decode(bytes, shape, limits: limits)
            case .jpeg2000, .jpeg2000Lossless: return try JPEG2000.decode(bytes, shape, limits: limits)
            default: throw .unsupportedPixels("The pixel data is in fragments, but its encoding is uncompressed")
            }
        case .items:
            throw .unsupportedPixels("The pixel data is a sequence")
        }
    }
}

extension Film: CustomStringConvertible {
    /// `1760 × 1760, 10 bits`: size and depth, never the pixels.
    public var description: String { "\(columns) × \(rows), \(bitsStored) bits" }
}

import DICOM

/// What the image module says about the pixels, checked to be one grey picture that this room can draw.
///
/// Standard: PS3.3 §C.7.6.3 (Image Pixel module).
struct PixelDescription: Sendable, Equatable {
    let rows: Int
    let columns: Int
    /// Number of Frames; 1 when the attribute is absent.
    let frames: Int
    /// 8, 16 or 32.
    let bitsAllocated: Int
    /// 1 … `bitsAllocated`.
    let bitsStored: Int
    /// `bitsStored - 1 … bitsAllocated - 1`.
    let highBit: Int
    let isSigned: Bool
    /// MONOCHROME1: the lowest value is white.
    let isMonochrome1: Bool
    /// What was wrong or missing and has been read in the only sensible way.
    private(set) var notes: [String] = []

    /// - Throws: `.noPixels` without rows or columns, `.unsupportedPixels`, `.tooLarge`.
    init(_ dataSet: DataSet, limits: ImagingLimits) throws(ImagingError) {
        guard dataSet.contains(.pixelData), let rows = dataSet.integer(.rows), let columns = dataSet.integer(.columns)
        else { throw .noPixels }
        guard (1...65_535).contains(rows), (1...65_535).contains(columns) else {
            throw .unsupportedPixels("The picture is said to be \(columns) × \(rows) pixels")
        }
        _ = try limits.pixels(columns: columns, rows: rows)
        (self.rows, self.columns) = (rows, columns)
        frames = max(1, dataSet.integer(.numberOfFrames) ?? 1)
        isMonochrome1 = try Self.isMonochrome1(dataSet, &notes)
        guard let allocated = dataSet.integer(.bitsAllocated), [8, 16, 32].contains(allocated) else {
            let said = dataSet.integer(.bitsAllocated).map { "\($0)" } ?? "nothing"
            throw .unsupportedPixels("Bits Allocated says \(said) where 8, 16 or 32 are known")
        }
        bitsAllocated = allocated
        let stored = dataSet.integer(.bitsStored) ?? allocated
        guard (1...allocated).contains(stored) else {
            throw .unsupportedPixels("Bits Stored says \(stored) of \(allocated) bits")
        }
        bitsStored = stored
        let high = dataSet.integer(.highBit) ?? stored - 1
        if (stored - 1...allocated - 1).contains(high) {
            highBit = high
        } else {
            highBit = stored - 1
            notes.append("High Bit says \(high) with \(stored) of \(allocated) bits stored; \(stored - 1) was used.")
        }
        isSigned = dataSet.integer(.pixelRepresentation) == 1
    }

    private static func isMonochrome1(_ dataSet: DataSet, _ notes: inout [String]) throws(ImagingError) -> Bool {
        let samples = dataSet.integer(.samplesPerPixel) ?? 1
        guard samples == 1 else {
            throw .unsupportedPixels("The picture has \(samples) samples in each pixel (colour)")
        }
        switch dataSet.string(.photometricInterpretation)?.uppercased() {
        case "MONOCHROME1": return true
        case "MONOCHROME2": return false
        case nil:
            notes.append("Photometric Interpretation is missing; MONOCHROME2 was assumed.")
            return false
        case .some(let other):
            throw .unsupportedPixels("Photometric Interpretation is \(other.prefix(16))")
        }
    }
}

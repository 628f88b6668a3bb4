import DICOM

/// What the image module says about the pixels, checked to be something that this room can draw.
///
/// Standard: PS3.3 §C.7.6.3 (Image Pixel module).
struct PixelDescription: Sendable, Equatable {
    let rows: Int
    let columns: Int
    /// Number of Frames; 1 when the attribute is absent.
    let frames: Int
    let photometric: Photometric
    /// Colour by plane (all red samples, then all green …), where native pixels have several components.
    let isPlanar: Bool
    /// 1, 8, 16 or 32.
    let bitsAllocated: Int
    /// 1 … `bitsAllocated`.
    let bitsStored: Int
    /// `bitsStored - 1 … bitsAllocated - 1`.
    let highBit: Int
    let isSigned: Bool
    /// What was wrong or missing and has been read in the only sensible way.
    private(set) var notes: [String] = []

    /// Samples per Pixel: 1 or 3.
    var components: Int { photometric.components }

    var shape: FrameShape {
        FrameShape(columns: columns, rows: rows, components: components, bitsAllocated: bitsAllocated)
    }

    /// - Throws: `.noPixels` without rows or columns, `.unsupportedPixels`, `.tooLarge`.
    init(_ dataSet: DataSet, limits: ImagingLimits) throws(ImagingError) {
        guard dataSet.contains(.pixelData), let rows = dataSet.integer(.rows), let columns = dataSet.integer(.columns)
        else { throw .noPixels }
        guard (1...65_535).contains(rows), (1...65_535).contains(columns) else {
            throw .unsupportedPixels("The picture is said to be \(columns) × \(rows) pixels")
        }
        _ = try limits.pixels(columns: columns, rows: rows)
        (self.rows, self.columns) = (rows, columns)
        frames = try Self.frames(dataSet)
        photometric = try Self.photometric(dataSet, &notes)
        isPlanar = dataSet.integer(.planarConfiguration) == 1
        guard let allocated = dataSet.integer(.bitsAllocated), [1, 8, 16, 32].contains(allocated) else {
            let said = dataSet.integer(.bitsAllocated).map { "\($0)" } ?? "nothing"
            throw .unsupportedPixels("Bits Allocated says \(said) where 1, 8, 16 or 32 are known")
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
        isSigned = Self.isSigned(dataSet, photometric, &notes)
        notes += Self.remarks(dataSet)
    }

    /// Colour has no negative values; writers that say so mean nothing by it.
    private static func isSigned(
        _ dataSet: DataSet, _ photometric: Photometric, _ notes: inout [String]
    ) -> Bool {
        guard dataSet.integer(.pixelRepresentation) == 1 else { return false }
        if photometric.isMonochrome { return true }
        notes.append(
            "The samples of a \(photometric.rawValue) picture are said to be signed; they were read as unsigned.")
        return false
    }

    private static func remarks(_ dataSet: DataSet) -> [String] {
        let aspect = dataSet.integers(.pixelAspectRatio)
        guard aspect.count == 2, aspect[0] != aspect[1], aspect[0] > 0, aspect[1] > 0 else { return [] }
        return ["Pixels are said to be \(aspect[0]) high for \(aspect[1]) wide; the picture file has them square."]
    }

    private static func frames(_ dataSet: DataSet) throws(ImagingError) -> Int {
        guard let element = dataSet[.numberOfFrames], !element.isEmpty else { return 1 }
        guard let frames = dataSet.integer(.numberOfFrames) else {
            throw .unsupportedPixels("Number of Frames is not a number")
        }
        return max(1, frames)
    }

    /// The uncompressed pixel data is as long as one sample for each pixel.
    private static func holdsOneSample(_ dataSet: DataSet) -> Bool {
        guard case .bytes(let bytes)? = dataSet[.pixelData]?.value, let rows = dataSet.integer(.rows),
            let columns = dataSet.integer(.columns), let bits = dataSet.integer(.bitsAllocated), bits == 8 || bits == 16
        else { return false }
        let size = rows * columns * (bits / 8)
        return (size...size + 1).contains(bytes.count)
    }

    private static func photometric(_ dataSet: DataSet, _ notes: inout [String]) throws(ImagingError) -> Photometric {
        let samples = dataSet.integer(.samplesPerPixel) ?? 1
        guard let text = dataSet.string(.photometricInterpretation)?.uppercased() else {
            guard samples == 1 else {
                throw .unsupportedPixels("Photometric Interpretation is missing with \(samples) samples in each pixel")
            }
            notes.append("Photometric Interpretation is missing; MONOCHROME2 was assumed.")
            return .monochrome2
        }
        guard let photometric = Photometric(rawValue: text) else {
            throw .unsupportedPixels("Photometric Interpretation is \(text.prefix(16))")
        }
        if photometric.isMonochrome, samples == 3, holdsOneSample(dataSet) {
            notes.append("The picture is \(text) and said to have 3 samples in each pixel; it has one.")
            return photometric
        }
        guard photometric.components == samples else {
            throw .unsupportedPixels("The picture is \(text) with \(samples) samples in each pixel")
        }
        return photometric
    }
}

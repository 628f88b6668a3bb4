import DICOM

/// One frame as the file holds it, for whoever passes it on and does not draw it.
package enum UndecodedFrame {
    /// - Parameter index: zero-based.
    /// - Returns: uncompressed cells in little endian, or one compressed stream.
    /// - Throws: `ImagingError`, also where it cannot be told where a frame begins.
    ///
    /// Standard: PS3.5 §8.2 (native), §A.4 (encapsulated).
    package static func bytes(
        of file: Part10File, frame index: Int, limits: ImagingLimits = .standard
    ) throws(ImagingError) -> ArraySlice<UInt8> {
        guard let element = file.dataSet[.pixelData], !element.isEmpty else { throw .noPixels }
        let frames = max(1, file.dataSet.integer(.numberOfFrames) ?? 1)
        guard index >= 0, index < frames else { throw .noSuchFrame(wanted: index + 1, frames: frames) }
        switch element.value {
        case .bytes(let bytes): return try native(bytes, index, PixelDescription(file.dataSet, limits: limits))
        case .fragments(let offsets, let fragments):
            guard !fragments.isEmpty else { throw .noPixels }
            return try EncapsulatedPixels(
                fragments, FragmentTable(offsets, extendedBy: file.dataSet), frames: frames
            ).frame(index, startsWith: PixelEncoding.of(file.transferSyntax)?.startsFrame)
        case .items: throw .unsupportedPixels("The pixel data is a sequence")
        }
    }

    private static func native(
        _ bytes: ArraySlice<UInt8>, _ index: Int, _ shape: PixelDescription
    ) throws(ImagingError) -> ArraySlice<UInt8> {
        if shape.frames == 1 { return bytes }
        let bits = shape.rows * shape.columns * shape.components * shape.bitsAllocated
        guard bits % 8 == 0 else { throw .unsupportedPixels("Its frames do not begin at whole bytes") }
        let (start, overflow) = (bits / 8).multipliedReportingOverflow(by: index)
        guard !overflow, bytes.count >= bits / 8, start <= bytes.count - bits / 8 else {
            throw .truncated(wanted: overflow ? Int.max : start, left: bytes.count)
        }
        return bytes.dropFirst(start).prefix(bits / 8)
    }
}

/// Lossless JPEG: process 14, of which first-order prediction is the one that DICOM prefers.
///
/// Why our own: the usual JPEG library has no lossless mode.
/// Standard: ISO/IEC 10918-1 Annex H; PS3.5 §8.2.1 (1.2.840.10008.1.2.4.57 and .70).
package enum LosslessJPEG {
    /// Decodes one picture of one or three components, each of 2 … 16 bits, with any of the seven predictors.
    ///
    /// - Returns: the components as they are coded, without any colour transform. A point transform is undone by a shift:
    ///   the bits that it dropped are 0.
    /// - Throws: `.codec` where the data is damaged or cut off, `.unsupportedPixels` for other processes and for
    ///   components of unequal size.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits
    ) throws(ImagingError) -> DecodedFrame {
        var stream = try JPEGStream(bytes)
        var picture: LosslessJPEGPicture?
        while true {
            switch try stream.next() {
            case .frame(let frame):
                guard picture == nil else { throw JPEGStream.damage("a second frame header") }
                picture = try LosslessJPEGPicture(frame, shape, limits: limits, compressed: bytes.count)
            case .scan(let scan):
                guard picture != nil else { throw JPEGStream.damage("a scan before the frame header") }
                try picture?.decode(scan, &stream)
                if let picture, picture.isComplete {
                    stream.close()
                    return picture.finished(shape, notes: stream.notes)
                }
            case .end:
                throw JPEGStream.damage("truncated before the last sample")
            }
        }
    }
}

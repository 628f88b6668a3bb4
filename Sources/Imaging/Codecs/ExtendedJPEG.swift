/// Sequential JPEG by discrete cosine transform with Huffman codes: the extended process of 12 bits, and 8 bits as well.
///
/// Why our own: the usual JPEG library is built for 8 bits.
/// Standard: ISO/IEC 10918-1 Annex F; PS3.5 §8.2.1 (1.2.840.10008.1.2.4.51).
package enum ExtendedJPEG {
    /// Decodes one picture of one or three components.
    ///
    /// - Returns: the components as they are coded, without any colour transform; those of lower resolution are stretched by
    ///   repetition, which a note says.
    /// - Throws: `.codec` where the data is damaged or cut off, `.unsupportedPixels` for other processes.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits
    ) throws(ImagingError) -> DecodedFrame {
        var stream = try JPEGStream(bytes)
        var picture: ExtendedJPEGPicture?
        while true {
            switch try stream.next() {
            case .frame(let frame):
                guard picture == nil else { throw JPEGStream.damage("a second frame header") }
                picture = try ExtendedJPEGPicture(frame, shape, limits: limits, compressed: bytes.count)
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

/// The four kinds of JPEG that share their markers: which of them a stream is stands in the stream.
///
/// Files are met whose transfer syntax names another kind than they hold; the stream is believed.
/// Standard: ISO/IEC 10918-1 table B.1 (start of frame), ISO/IEC 14495-1 §C.2.2.
enum JPEGFamily {
    static func decode(
        _ bytes: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits
    ) throws(ImagingError) -> DecodedFrame {
        switch frameHeader(bytes) {
        case (0xF7, _)?: try JPEGLS.decode(bytes, shape, limits: limits)
        case (0xC3, _)?: try LosslessJPEG.decode(bytes, shape, limits: limits)
        case (0xC0...0xC2, 8)?: try BaselineJPEG.decode(bytes, shape, limits: limits)
        case (0xC0...0xC1, _)?: try ExtendedJPEG.decode(bytes, shape, limits: limits)
        case (let marker, let precision)?:
            throw .unsupportedPixels("\(name(marker)) JPEG of \(precision) bits is not decoded")
        case nil: throw .codec("JPEG: there is no frame header")
        }
    }

    /// A fragment that begins with the marker Start of Image.
    static let startsPicture: @Sendable (ArraySlice<UInt8>) -> Bool = {
        $0.prefix(3).elementsEqual([0xFF, 0xD8, 0xFF])
    }

    /// The marker (second byte) and precision of the first frame header.
    static func frameHeader(_ bytes: ArraySlice<UInt8>) -> (marker: UInt8, precision: UInt8)? {
        var at = bytes.startIndex + 2
        guard bytes.prefix(2).elementsEqual([0xFF, 0xD8]) else { return nil }
        while at + 4 < bytes.endIndex {
            guard bytes[at] == 0xFF else { return nil }
            let marker = bytes[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            if isFrameHeader(marker) { return (marker, bytes[at + 4]) }
            guard marker != 0xDA, marker != 0xD9 else { return nil }
            at += 2 + Int(bytes[at + 2]) << 8 + Int(bytes[at + 3])
        }
        return nil
    }

    /// SOF0 … SOF15 without DHT, JPG and DAC, and JPEG-LS.
    private static func isFrameHeader(_ marker: UInt8) -> Bool {
        marker == 0xF7 || (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }

    private static func name(_ marker: UInt8) -> String {
        switch marker {
        case 0xC2, 0xC6, 0xCA, 0xCE: "Progressive"
        case 0xC9...0xCF: "Arithmetic-coded"
        default: "Hierarchical"
        }
    }
}

/// A JPEG stream without its application segments: what a camera or an editor wrote about the picture, thumbnails
/// and colour profiles included, is left out; every coded sample stays.
/// Standard: ITU-T T.81 §B.1.1 (markers), §B.2.4.6 (application data).
public struct StrippedJPEG: Sendable, Equatable {
    public let bytes: [UInt8]
    public let columns: Int
    public let rows: Int

    /// `nil` when the bytes are not an 8-bit one-component JPEG whose segments can be walked to the first scan.
    public init?(_ jpeg: [UInt8]) {
        guard jpeg.count > 4, jpeg[0] == 0xFF, jpeg[1] == Marker.startOfImage else { return nil }
        var kept: [UInt8] = [0xFF, Marker.startOfImage]
        var frame: (rows: Int, columns: Int)?
        var offset = 2
        while offset + 4 <= jpeg.count, jpeg[offset] == 0xFF {
            let marker = jpeg[offset + 1]
            let length = Int(jpeg[offset + 2]) << 8 | Int(jpeg[offset + 3])
            let end = offset + 2 + length
            guard length >= 2, end <= jpeg.count else { return nil }
            if marker == Marker.startOfScan {
                kept += jpeg[offset...]
                guard let frame else { return nil }
                (bytes, rows, columns) = (kept, frame.rows, frame.columns)
                return
            }
            if marker == Marker.baselineFrame {
                guard length >= 8, jpeg[offset + 4] == 8, jpeg[offset + 9] == 1 else { return nil }
                frame = (
                    Int(jpeg[offset + 5]) << 8 | Int(jpeg[offset + 6]),
                    Int(jpeg[offset + 7]) << 8 | Int(jpeg[offset + 8])
                )
            }
            if !Marker.isMetadata(marker) { kept += jpeg[offset..<end] }
            offset = end
        }
        return nil
    }

    private enum Marker {
        static let startOfImage: UInt8 = 0xD8
        static let startOfScan: UInt8 = 0xDA
        static let baselineFrame: UInt8 = 0xC0
        /// APP0…APP15 and COM.
        static func isMetadata(_ marker: UInt8) -> Bool { (0xE0...0xEF).contains(marker) || marker == 0xFE }
    }
}

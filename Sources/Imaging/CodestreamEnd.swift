/// Whether a JPEG 2000 codestream is all there.
///
/// OpenJPEG, strict or not, fills what is missing of a last tile-part of unknown length with invented grey.
///
/// Standard: ISO/IEC 15444-1 §A.4.2 (SOT: Psot is the length of the tile-part, 0 for "up to EOC"), §A.4.4 (EOC).
enum CodestreamEnd {
    /// Walks over the marker segments and tile-parts.
    ///
    /// An absent EOC passes when every tile-part has its length: some writers forget it. Bytes after EOC are padding.
    /// - Throws: `.truncated` or `.codec`.
    static func check(_ stream: ArraySlice<UInt8>) throws(ImagingError) {
        func number(_ offset: Int, _ count: Int) -> Int {
            stream.dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int($1) }
        }
        var at = 2
        while at < stream.count {
            guard at + 12 <= stream.count || number(at, 2) == Marker.eoc else { break }
            switch number(at, 2) {
            case Marker.eoc: return
            case Marker.sot:
                let length = number(at + 6, 4)
                if length == 0 { return try checkEndsWithEOC(stream) }
                guard length >= 12 else { throw .codec("JPEG 2000: a tile-part of \(length) bytes") }
                at += length
            case 0xFF01...0xFFFE:
                at += 2 + max(2, number(at + 2, 2))
            default:
                // Padding after the last tile-part of a stream without EOC.
                return
            }
        }
        guard at <= stream.count else { throw .truncated(wanted: at, left: stream.count) }
    }

    private enum Marker {
        static let sot = 0xFF90
        static let eoc = 0xFFD9
    }

    /// Looks for EOC in the last bytes; a fragment's padding, zero or not, may follow it.
    private static func checkEndsWithEOC(_ stream: ArraySlice<UInt8>) throws(ImagingError) {
        let tail = stream.suffix(8)
        guard zip(tail, tail.dropFirst()).contains(where: { $0 == 0xFF && $1 == 0xD9 }) else {
            throw .truncated(wanted: stream.count + 2, left: stream.count)
        }
    }
}

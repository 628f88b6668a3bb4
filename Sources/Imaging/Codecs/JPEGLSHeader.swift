/// The marker segments of a JPEG-LS picture, up to each scan.
///
/// Standard: ISO/IEC 14495-1 §C.2.2 (frame header), §C.2.3 (scan header), §C.2.4 (LSE), §C.2.5 (DRI).
struct JPEGLSHeader: Equatable, Sendable {
    private(set) var columns = 0
    private(set) var rows = 0
    private(set) var components = 0
    /// Sample precision, 2 … 16.
    private(set) var bits = 0
    /// The scan that has been reached.
    private(set) var scan = Scan()
    private(set) var presets = JPEGLSPresets()
    /// Lines between two restart markers; 0 without.
    private(set) var restartInterval = 0
    /// The colour transform of one vendor ("HP1" … "HP3"); 0 without.
    private(set) var colourTransform = 0

    private var componentIDs: [UInt8] = []

    struct Scan: Equatable, Sendable {
        enum Interleave: UInt8, Sendable { case none, line, sample }

        /// Places of the components in the frame header.
        var components = 0..<0
        /// Largest difference between a sample and what was coded; 0 is lossless.
        var near = 0
        var interleave = Interleave.none
    }

    /// Reads up to the first scan; `rest` is moved to its entropy-coded data.
    ///
    /// - Throws: `.codec` when a segment is damaged, `.unsupportedPixels`.
    init(_ rest: inout ArraySlice<UInt8>) throws(ImagingError) {
        guard rest.starts(with: [0xFF, 0xD8]) else { throw Self.damage("the data does not begin with SOI") }
        rest = rest.dropFirst(2)
        try readToScan(&rest)
    }

    /// Goes on to the next scan, as `init` does to the first.
    mutating func readToScan(_ rest: inout ArraySlice<UInt8>) throws(ImagingError) {
        while true {
            let (marker, segment) = try Self.next(&rest)
            switch marker {
            case Marker.frame: try readFrame(segment)
            case Marker.scan: return try readScan(segment)
            case Marker.presets: try readPresets(segment)
            case Marker.restartInterval:
                guard (2...4).contains(segment.count) else { throw Self.damage("the restart interval is damaged") }
                restartInterval = segment.reduce(0) { $0 << 8 | Int($1) }
            case Marker.application8:
                if segment.count == 5, segment.starts(with: "mrfx".utf8) { colourTransform = Int(segment.last ?? 0) }
            case 0xE0...0xEF, 0xFE: break
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF, 0xF9:
                throw .unsupportedPixels("The picture is coded by another JPEG process than JPEG-LS")
            default: throw Self.damage("marker \(String(marker, radix: 16)) is unknown")
            }
        }
    }

    static func damage(_ words: String) -> ImagingError { .codec("JPEG-LS: \(words)") }

    private enum Marker {
        static let frame: UInt8 = 0xF7
        static let presets: UInt8 = 0xF8
        static let scan: UInt8 = 0xDA
        static let restartInterval: UInt8 = 0xDD
        static let application8: UInt8 = 0xE8
    }

    /// One marker and the content of its segment. FF may be repeated before a marker.
    private static func next(
        _ rest: inout ArraySlice<UInt8>
    ) throws(ImagingError) -> (marker: UInt8, segment: ArraySlice<UInt8>) {
        guard let fill = rest.popFirst() else { throw damage("the picture is cut off") }
        guard fill == 0xFF else { throw damage("a marker was expected") }
        rest = rest.drop { $0 == 0xFF }
        guard let marker = rest.popFirst(), rest.count >= 2 else { throw damage("the picture is cut off") }
        let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
        guard marker != 0xD9, length >= 2, length <= rest.count else { throw damage("the picture is cut off") }
        let segment = rest.prefix(length).dropFirst(2)
        rest = rest.dropFirst(length)
        return (marker, segment)
    }

    private mutating func readFrame(_ segment: ArraySlice<UInt8>) throws(ImagingError) {
        let at = segment.startIndex
        guard components == 0, segment.count >= 6, segment.count == 6 + 3 * Int(segment[at + 5]) else {
            throw Self.damage("the frame header is damaged")
        }
        bits = Int(segment[at])
        rows = Int(segment[at + 1]) << 8 | Int(segment[at + 2])
        columns = Int(segment[at + 3]) << 8 | Int(segment[at + 4])
        components = Int(segment[at + 5])
        guard (2...16).contains(bits) else { throw .unsupportedPixels("The JPEG-LS picture has \(bits) bits a sample") }
        guard components == 1 || components == 3 else {
            throw .unsupportedPixels("The JPEG-LS picture has \(components) components")
        }
        guard rows > 0, columns > 0 else {
            throw .unsupportedPixels("The JPEG-LS picture does not tell its size in the frame header")
        }
        guard (0..<components).allSatisfy({ segment[at + 7 + 3 * $0] == 0x11 }) else {
            throw .unsupportedPixels("The JPEG-LS picture has subsampled components")
        }
        componentIDs = (0..<components).map { segment[at + 6 + 3 * $0] }
    }

    private mutating func readScan(_ segment: ArraySlice<UInt8>) throws(ImagingError) {
        let at = segment.startIndex
        guard components > 0, segment.count >= 1, segment.count == 4 + 2 * Int(segment[at]) else {
            throw Self.damage("a scan header is damaged")
        }
        let count = Int(segment[at])
        let (near, mode, shift) = (
            segment[at + 1 + 2 * count], segment[at + 2 + 2 * count], segment[at + 3 + 2 * count]
        )
        guard shift & 15 == 0, (0..<count).allSatisfy({ segment[at + 2 + 2 * $0] == 0 }) else {
            throw .unsupportedPixels("The JPEG-LS picture has a point transform or mapping tables")
        }
        let ids = (0..<count).map { segment[at + 1 + 2 * $0] }
        guard let interleave = Scan.Interleave(rawValue: mode), let first = ids.first,
            let start = componentIDs.firstIndex(of: first), start + count <= components,
            ids[...] == componentIDs[start..<start + count],
            count == (interleave == .none ? 1 : components), components > 1 || interleave == .none
        else { throw Self.damage("a scan header is damaged") }
        scan = Scan(components: start..<start + count, near: Int(near), interleave: interleave)
    }

    private mutating func readPresets(_ segment: ArraySlice<UInt8>) throws(ImagingError) {
        guard segment.first == 1 else {
            throw .unsupportedPixels("The JPEG-LS picture has mapping tables or extensions of the encoding")
        }
        guard let presets = JPEGLSPresets(segment.dropFirst()) else { throw Self.damage("the presets are damaged") }
        self.presets = presets
    }
}

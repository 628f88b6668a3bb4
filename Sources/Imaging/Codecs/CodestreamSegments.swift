/// The marker segments of a JPEG 2000 codestream, and whether the stream is all there.
///
/// OpenJPEG, strict or not, fills what is missing of a last tile-part of unknown length with invented grey.
///
/// Standard: ISO/IEC 15444-1 §A.4.2 (SOT: Psot is the length of the tile-part, 0 for "up to EOC"), §A.4.4 (EOC).
struct CodestreamSegments {
    /// The coding styles of the main header and of the tiles: COD and COC.
    private(set) var styles: [CodestreamStyle] = []
    /// Progression order changes (POC): how many progressions OpenJPEG walks through, one after the other.
    private(set) var progressions = 1
    /// EOC was there.
    private(set) var hasEnd = false
    /// A capability or a segment that belongs to another part of the standard than the first.
    private(set) var isHighThroughput = false
    private(set) var isExtended = false

    /// Tile-parts met of each tile, and how many its headers promise (TNsot; 0 where they leave it open).
    private var parts: [Int: (met: Int, promised: Int)] = [:]
    /// The codestream with an EOC behind its last tile-part: OpenJPEG insists on it.
    private(set) var stream: ArraySlice<UInt8>
    private let components: Int

    /// Walks over the marker segments and tile-parts.
    ///
    /// An absent EOC passes when every tile-part has its length: some writers forget it. Bytes after EOC are padding.
    /// - Throws: `.truncated` or `.codec`.
    init(_ header: CodestreamHeader) throws(ImagingError) {
        (stream, components) = (header.codestream, header.components)
        var at = try readHeader(from: 2, until: Marker.sot)
        while at + 2 <= stream.count, number(at, 2) == Marker.sot {
            guard at + 12 <= stream.count else { break }
            let (tile, length) = (number(at + 4, 2), number(at + 6, 4))
            parts[tile] = (parts[tile, default: (0, 0)].met + 1, max(number(at + 11, 1), parts[tile]?.promised ?? 0))
            guard length == 0 || length >= 14 else { throw .codec("JPEG 2000: a tile-part of \(length) bytes") }
            let data = try readHeader(from: at + 12, until: Marker.sod) + 2
            if length == 0 {
                hasEnd = try requireEndInTail()
                try requireAllTiles(header)
                return
            }
            guard data <= at + length else { throw .codec("JPEG 2000: a tile-part ends in its header") }
            at += length
        }
        guard at <= stream.count else { throw .truncated(wanted: at, left: stream.count) }
        let rest = stream.dropFirst(at)
        hasEnd = rest.starts(with: [0xFF, 0xD9])
        // Behind the last tile-part of a stream without EOC, or with half of it, a byte of padding may stand.
        guard hasEnd || rest.allSatisfy({ $0 == 0 || $0 == 0xFF }), rest.count < 4 || hasEnd else {
            throw .codec("JPEG 2000: what follows the last tile-part is none")
        }
        try requireAllTiles(header)
        if !hasEnd { stream = stream.prefix(at) + [0xFF, 0xD9] }
    }

    /// Each tile must have come, with as many tile-parts as were promised; without EOC the promise must be there.
    private func requireAllTiles(_ header: CodestreamHeader) throws(ImagingError) {
        let isWhole = parts.values.allSatisfy { $0.met >= $0.promised && (hasEnd || $0.promised > 0) }
        guard isWhole, parts.count == header.tiles else {
            throw .truncated(wanted: stream.count + 1, left: stream.count)
        }
    }

    private enum Marker {
        static let sot = 0xFF90
        static let sod = 0xFF93
        static let eoc = 0xFFD9
        static let cap = 0xFF50
        static let cod = 0xFF52
        static let coc = 0xFF53
        static let poc = 0xFF5F
        /// DCO, VMS, DFS, ADS, MCT, MCC, NLT, MCO, CBD, ATK: ISO/IEC 15444-2 §A.2.
        static let extended = 0xFF70...0xFF79
    }

    private func number(_ offset: Int, _ count: Int) -> Int {
        guard offset + count <= stream.count else { return 0 }
        return stream[(stream.startIndex + offset)..<(stream.startIndex + offset + count)].reduce(0) {
            $0 << 8 | Int($1)
        }
    }

    /// Reads segments up to a marker, and tells where that stands.
    private mutating func readHeader(from start: Int, until end: Int) throws(ImagingError) -> Int {
        var at = start
        while at + 2 <= stream.count {
            let marker = number(at, 2)
            if marker == end { return at }
            let length = number(at + 2, 2)
            guard marker > 0xFF00, marker != Marker.eoc, length >= 2 else {
                throw .codec("JPEG 2000: a header is damaged")
            }
            guard at + 2 + length <= stream.count else { break }
            try read(marker, stream.dropFirst(at + 4).prefix(length - 2))
            at += 2 + length
        }
        throw .truncated(wanted: max(at, stream.count + 2), left: stream.count)
    }

    private mutating func read(_ marker: Int, _ content: ArraySlice<UInt8>) throws(ImagingError) {
        switch marker {
        case Marker.cod, Marker.coc:
            let style =
                marker == Marker.cod
                ? CodestreamStyle(cod: content) : CodestreamStyle(coc: content, components: components)
            guard let style else { throw .codec("JPEG 2000: a coding style is damaged") }
            isHighThroughput = isHighThroughput || style.isHighThroughput
            // Thousands of tile-parts may say the same.
            if !styles.contains(style) { styles.append(style) }
            guard styles.count <= 64 else { throw .codec("JPEG 2000: too many coding styles") }
        case Marker.poc: progressions += content.count / 7
        case Marker.cap:
            // Pcap: one bit for each part of the standard, from the left; part 15 is HTJ2K.
            let parts = content.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            if parts & (1 << 17) != 0 { isHighThroughput = true } else { isExtended = true }
        case Marker.extended: isExtended = true
        default: break
        }
    }

    /// Looks for EOC in the last bytes; a fragment's padding, zero or not, may follow it.
    private func requireEndInTail() throws(ImagingError) -> Bool {
        let tail = stream.suffix(8)
        guard zip(tail, tail.dropFirst()).contains(where: { $0 == 0xFF && $1 == 0xD9 }) else {
            throw .truncated(wanted: stream.count + 2, left: stream.count)
        }
        return true
    }
}

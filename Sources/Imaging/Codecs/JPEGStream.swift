/// Walks over the marker segments of one JPEG picture and keeps the tables that it meets.
///
/// Standard: ISO/IEC 10918-1 Annex B. Positions count bytes from the start of the picture.
struct JPEGStream: Sendable {
    /// What a decoder acts on; tables, comments and application data are dealt with before it hears of them.
    enum Event: Sendable {
        case frame(Frame)
        /// The compressed samples begin at `position`.
        case scan(Scan)
        /// End marker, or end of the bytes.
        case end
    }

    let bytes: ArraySlice<UInt8>
    /// The next byte to read. A decoder moves it behind the samples of a scan.
    var position = 2
    private(set) var tables = Tables()
    private(set) var notes: [String] = []

    /// - Throws: `.codec` when the bytes do not begin with SOI.
    init(_ bytes: ArraySlice<UInt8>) throws(ImagingError) {
        self.bytes = bytes
        guard bytes.starts(with: [0xFF, 0xD8]) else { throw Self.damage("the data does not begin with a start marker") }
    }

    /// One sentence form for all damage.
    static func damage(_ words: String) -> ImagingError { .codec("JPEG: \(words)") }

    /// Reads up to the next frame header, scan header or end.
    mutating func next() throws(ImagingError) -> Event {
        while let marker = try marker() {
            switch marker {
            case 0xD9: return .end
            case 0x01, 0xD0...0xD8: continue
            case 0xC4: try tables.defineHuffman(segment())
            case 0xDB: try tables.defineQuantisation(segment())
            case 0xDD: try tables.defineRestartInterval(segment())
            case 0xC0...0xCF: return .frame(try Frame(segment(), marker: marker))
            case 0xDA: return .scan(try Scan(segment()))
            case 0xDE, 0xF7: throw .unsupportedPixels("The picture is \(Frame.name(of: marker))")
            default: _ = try segment()
            }
        }
        return .end
    }

    /// Called when all samples are decoded: looks for the end marker, which some writers forget.
    mutating func close() {
        do throws(ImagingError) {
            while let marker = try marker() {
                if marker == 0xD9 { return }
                if marker != 0x01, !(0xD0...0xD8).contains(marker) { _ = try segment() }
            }
        } catch {
            // What is broken behind the last sample takes nothing from the picture.
        }
        note("The JPEG data has no end marker; all samples are there.")
    }

    mutating func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    /// The second byte of a marker, behind any number of fill bytes FF; `nil` when the bytes end first.
    private mutating func marker() throws(ImagingError) -> UInt8? {
        let bytes = bytes
        let data = bytes.span
        guard position < data.count else { return nil }
        guard data[position] == 0xFF else { throw Self.damage("byte \(position) should begin a marker") }
        while position < data.count, data[position] == 0xFF { position += 1 }
        guard position < data.count else { return nil }
        position += 1
        guard data[position - 1] != 0 else { throw Self.damage("byte \(position - 1) should be a marker") }
        return data[position - 1]
    }

    /// The parameters of a marker segment, without its length.
    private mutating func segment() throws(ImagingError) -> ArraySlice<UInt8> {
        let rest = bytes.dropFirst(position)
        let length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
        guard rest.count >= 2, length >= 2, length <= rest.count else {
            throw Self.damage("truncated in the marker segment at byte \(position)")
        }
        position += length
        return rest.prefix(length).dropFirst(2)
    }
}

import DICOM
import Imaging
import Radiology
import Store
import Web

/// One kept original: its bytes, its attributes, its frames.
struct KeptFile: Sendable {
    private let path: RawPath
    private let limits: ParsingLimits

    init(_ path: RawPath, _ limits: ParsingLimits) { (self.path, self.limits) = (path, limits) }

    /// Everything before the pixels is read at most this far; a larger header is read with the whole file.
    private static let largestHead = 16 << 20
    /// Binary values of more bytes are not part of the metadata.
    private static let largestInline = 4096

    // MARK: The file

    /// As a Part 10 file; what came as a bare data set gets the header that it lacks.
    func bytes() throws -> [UInt8] {
        let bytes = try whole()
        if bytes.dropFirst(128).prefix(4).elementsEqual("DICM".utf8) { return bytes }
        return try read(bytes).encoded()
    }

    func opened() throws -> KeptOriginals.Opened {
        let reader = try FilmReader(path)
        let start = try reader.read(at: 0, count: 1 << 16)
        if start.dropFirst(128).prefix(4).elementsEqual("DICM".utf8), let end = FilmOutline.dataSetStart(start) {
            let meta = try DataSet(Array(start[132..<end]), transferSyntax: .explicitLittleEndian, limits: limits)
            if let syntax = meta.string(.transferSyntaxUID).flatMap(SOPInstanceUID.init(rawValue:)) {
                return KeptOriginals.Opened(size: reader.size, transferSyntax: syntax.rawValue) { offset, count in
                    try reader.read(at: offset, count: count)
                }
            }
        }
        let file = try part10()
        let bytes = try bytes()
        return KeptOriginals.Opened(size: bytes.count, transferSyntax: Self.syntax(file)) { offset, count in
            Array(bytes.dropFirst(max(0, offset)).prefix(count))
        }
    }

    /// What a header says may hold anything; in an answer's header it has to be a UID.
    private static func syntax(_ file: Part10File) -> String {
        SOPInstanceUID(rawValue: file.transferSyntax.uid)?.rawValue ?? TransferSyntax.explicitLittleEndian.uid
    }

    /// The attributes before the pixels; those behind them, which are rare, only where the file is read whole.
    func head() throws -> Head {
        let reader = try FilmReader(path)
        let end = try FilmOutline.pixelStart(size: reader.size, limits: limits) { offset, count throws(StoreError) in
            try reader.read(at: offset, count: count)
        }
        if let end, end <= Self.largestHead, let file = try? Part10File(reader.read(at: 0, count: end), limits: limits)
        {
            return Head(dataSet: file.dataSet, syntax: Self.syntax(file), hasPixels: true)
        }
        let file = try part10()
        var dataSet = file.dataSet
        let hasPixels = dataSet.contains(.pixelData)
        dataSet.remove(.pixelData)
        return Head(dataSet: dataSet, syntax: Self.syntax(file), hasPixels: hasPixels)
    }

    struct Head: Sendable {
        let dataSet: DataSet
        let syntax: String
        let hasPixels: Bool
    }

    private func whole() throws -> [UInt8] {
        do {
            return try FileBytes.read(path, limit: limits.maxBytes).bytes
        } catch { throw KeptOriginals.Fault.unreadable }
    }

    private func part10() throws -> Part10File { try read(whole()) }

    private func read(_ bytes: [UInt8]) throws -> Part10File {
        do { return try Part10File(bytes, limits: limits) } catch { throw KeptOriginals.Fault.unreadable }
    }

    // MARK: Attributes

    /// Standard: PS3.18 §F.2.6 (bulk data by address).
    func metadata(base: String) throws -> [UInt8] {
        let head = try head()
        var dataSet = head.dataSet.withoutGroupLengths
        var bulk: [(tag: Tag, vr: String, address: String)] = []
        for element in dataSet.elements where Self.isBulk(element) {
            bulk.append((element.tag, element.vr.rawValue, "\(base)/bulkdata/\(element.tag.hexadecimal)"))
            dataSet.remove(element.tag)
        }
        if head.hasPixels { bulk.append((.pixelData, "OW", Self.pixelAddress(dataSet, base))) }
        // Within sequences they stay where they are.
        var text = dataSet.json(inlineLimit: 1 << 20)
        text.removeLast()
        for (tag, vr, address) in bulk {
            text += "\(text == "{" ? "" : ",")\"\(tag.hexadecimal)\":{\"vr\":\"\(vr)\",\"BulkDataURI\":\"\(address)\"}"
        }
        return Array((text + "}").utf8)
    }

    private static func isBulk(_ element: Element) -> Bool {
        guard [VR.ob, .od, .of, .ol, .ov, .ow, .un].contains(element.vr), case .bytes(let bytes) = element.value else {
            return false
        }
        return bytes.count > largestInline
    }

    private static func pixelAddress(_ dataSet: DataSet, _ base: String) -> String {
        (dataSet.integer(.numberOfFrames) ?? 1) <= 1 ? base + "/frames/1" : base + "/bulkdata/7FE00010"
    }

    func bulk(_ text: String) throws -> [UInt8]? {
        guard let tag = Tag(text: text) else { return nil }
        let file = try part10()
        switch file.dataSet[tag]?.value {
        case .bytes(let bytes)?: return Array(bytes)
        case .fragments?: return (try? UndecodedFrame.bytes(of: file, frame: 0)).map { Array($0) }
        default: return nil
        }
    }

    // MARK: Frames

    func frame(_ number: Int) throws -> KeptOriginals.Frame? {
        let file = try part10()
        guard let bytes = try? UndecodedFrame.bytes(of: file, frame: number - 1) else { return nil }
        // Big endian and deflated pixels came out of the reader as little endian ones.
        let syntax = file.transferSyntax.isEncapsulated ? Self.syntax(file) : TransferSyntax.explicitLittleEndian.uid
        return KeptOriginals.Frame(
            bytes: Array(bytes), mediaType: Self.mediaType(syntax), transferSyntax: syntax)
    }

    /// Standard: PS3.18 table 8.7.3-5.
    private static func mediaType(_ syntax: String) -> String {
        switch syntax.dropFirst("1.2.840.10008.1.2.".count) {
        case "4.50", "4.51", "4.57", "4.70": "image/jpeg"
        case "4.80", "4.81": "image/jls"
        case "4.90", "4.91": "image/jp2"
        case "4.92", "4.93": "image/jpx"
        case "4.201", "4.202", "4.203": "image/jphc"
        case "5": "image/dicom-rle"
        default: "application/octet-stream"
        }
    }

    /// Grey pixels as their cells are declared; of colour, only what is stored uncompressed.
    func nativeFrame(_ number: Int) throws -> KeptOriginals.Frame? {
        let file = try part10()
        guard file.transferSyntax.isEncapsulated else { return try frame(number) }
        guard let (components, values) = try? Film.storedSamples(of: file, frame: number - 1), components == 1 else {
            return nil
        }
        guard let bits = file.dataSet.integer(.bitsAllocated), bits == 8 || bits == 16 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * bits / 8)
        for value in values {
            bytes.append(UInt8(truncatingIfNeeded: value))
            if bits == 16 { bytes.append(UInt8(truncatingIfNeeded: value >> 8)) }
        }
        return KeptOriginals.Frame(
            bytes: bytes, mediaType: "application/octet-stream",
            transferSyntax: TransferSyntax.explicitLittleEndian.uid)
    }

    /// Never larger than the film, which keeps its shape.
    func rendered(_ rendering: KeptOriginals.Rendering) throws -> [UInt8]? {
        guard let film = try? Film(try part10(), frame: rendering.frame - 1) else { return nil }
        var recipe = ViewerRecipe(size: max(film.columns, film.rows))
        if let viewport = rendering.viewport {
            let scale = min(
                Double(viewport.width) / Double(film.columns), Double(viewport.height) / Double(film.rows), 1)
            recipe.size = max(1, Int(Double(recipe.size) * scale))
        }
        if let window = rendering.window {
            recipe.window = .fixed(name: "asked for", center: window.center, width: window.width)
        }
        let picture = film.viewerPicture(recipe)
        return rendering.format == .png ? try picture.png() : try picture.jpeg(quality: rendering.quality)
    }
}

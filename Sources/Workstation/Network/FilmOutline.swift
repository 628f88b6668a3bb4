import DICOM
import Radiology

/// What a film's file says about itself, found by its elements' headers alone: values are passed over, not read. Whoever
/// has an outline knows that the file is what its header says and ends where its last element ends.
package struct FilmOutline: Sendable, Equatable {
    package let sopClass: String
    package let sopInstance: SOPInstanceUID
    package let transferSyntax: TransferSyntax
    /// Where the data set begins in the file.
    package let start: Int

    /// - Parameter read: bytes of the file from an offset on; fewer at its end.
    /// - Returns: `nil` for a file that has to be looked through as a whole: without a header, deflated, written otherwise
    ///   than its header says, cut off, longer than its elements, or with two names.
    package init?<Failure: Error>(
        size: Int, limits: ParsingLimits, read: (_ offset: Int, _ count: Int) throws(Failure) -> [UInt8]
    ) throws(Failure) {
        guard size <= limits.maxBytes else { return nil }
        let head = try read(0, OutlineWindow.first)
        guard let start = FilmOutline.dataSetStart(head),
            let meta = try? DataSet(
                Array(head[132..<start]), transferSyntax: .explicitLittleEndian, limits: limits),
            let syntax = meta.string(.transferSyntaxUID).map(TransferSyntax.init(uid:)), !syntax.isDeflated
        else { return nil }
        var walk = OutlineWalk(syntax, limits, OutlineWindow(bytes: head, position: start, size: size))
        while !walk.window.isAtEnd || walk.depth > 0 {
            if walk.window.needed(OutlineWalk.longestHeader) > 0 {
                walk.window.take(try read(walk.window.position, OutlineWindow.further))
            }
            guard walk.step() else { return nil }
        }
        guard let sopClass = walk.sopClass, SOPInstanceUID(rawValue: sopClass) != nil,
            let instance = walk.sopInstance.flatMap(SOPInstanceUID.init(rawValue:)),
            meta.string(.mediaStorageSOPClassUID) ?? sopClass == sopClass,
            meta.string(.mediaStorageSOPInstanceUID) ?? instance.rawValue == instance.rawValue
        else { return nil }
        (self.sopClass, sopInstance, transferSyntax, self.start) = (sopClass, instance, syntax, start)
    }

    /// Where the pixel data begins, so that everything before it can be read alone; `nil` for a file without any, or one
    /// that has to be looked through as a whole.
    package static func pixelStart<Failure: Error>(
        size: Int, limits: ParsingLimits, read: (_ offset: Int, _ count: Int) throws(Failure) -> [UInt8]
    ) throws(Failure) -> Int? {
        let head = try read(0, OutlineWindow.first)
        guard let start = dataSetStart(head),
            let meta = try? DataSet(Array(head[132..<start]), transferSyntax: .explicitLittleEndian, limits: limits),
            let syntax = meta.string(.transferSyntaxUID).map(TransferSyntax.init(uid:)), !syntax.isDeflated
        else { return nil }
        var walk = OutlineWalk(syntax, limits, OutlineWindow(bytes: head, position: start, size: size))
        while !walk.window.isAtEnd {
            if walk.window.needed(OutlineWalk.longestHeader) > 0 {
                walk.window.take(try read(walk.window.position, OutlineWindow.further))
            }
            if walk.isAtPixels { return walk.window.position }
            guard walk.step() else { return nil }
        }
        return nil
    }

    /// Behind the preamble, `DICM` and group 0002, whose length stands in its first element; `nil` when it does not.
    /// Standard: PS3.10 §7.1.
    /// - Parameter bytes: of the file, from its beginning.
    static func dataSetStart(_ bytes: [UInt8]) -> Int? {
        let lengthElement: [UInt8] = [0x02, 0, 0, 0, 0x55, 0x4C, 4, 0]
        guard bytes.count >= 144, bytes[128..<132].elementsEqual("DICM".utf8),
            bytes[132..<140].elementsEqual(lengthElement)
        else { return nil }
        let length = bytes[140..<144].reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = 144 + length
        // A wrong length would cut the data set, or send a piece of the header with it.
        guard start + 2 <= bytes.count, !bytes[start..<start + 2].elementsEqual([2, 0]) else { return nil }
        return start
    }
}

/// A piece of a file, and a position in the whole.
private struct OutlineWindow {
    /// Bytes that are read at once: at first, and where values were passed over.
    static let first = 1 << 16
    static let further = 1 << 12

    private(set) var bytes: [UInt8]
    /// Of the first byte in the file.
    private var origin = 0
    private(set) var position: Int
    let size: Int

    init(bytes: [UInt8], position: Int, size: Int) {
        (self.bytes, self.position, self.size) = (bytes, position, size)
    }

    var isAtEnd: Bool { position == size }

    /// How many of the next bytes are not here, as far as the file has them.
    func needed(_ count: Int) -> Int { max(0, min(position + count, size) - (origin + bytes.count)) }

    mutating func take(_ more: [UInt8]) { (bytes, origin) = (more, position) }

    /// - Returns: false when the file is shorter.
    mutating func pass(_ count: Int) -> Bool {
        guard count <= size - position else { return false }
        position += count
        return true
    }

    /// The byte at a distance from the position; `nil` when it is not here.
    subscript(_ distance: Int) -> UInt8? {
        let place = position - origin + distance
        return bytes.indices.contains(place) ? bytes[place] : nil
    }

    func text(at distance: Int, count: Int) -> String? {
        let start = position - origin + distance
        guard count <= 64, start >= 0, start + count <= bytes.count else { return nil }
        return String(decoding: bytes[start..<start + count].prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
    }
}

/// Goes from header to header. Standard: PS3.5 §7.1.2, §7.1.3, §7.5.
private struct OutlineWalk {
    /// Tag, VR, two reserved bytes and length, with a UID's value: names are read from the window.
    static let longestHeader = 12 + 64

    private let isExplicit: Bool
    private let isBigEndian: Bool
    private let limits: ParsingLimits
    var window: OutlineWindow
    /// Sequences and items of unknown length that are open.
    private(set) var depth = 0
    private var steps = 0
    private var last = 0
    private(set) var sopClass: String?
    private(set) var sopInstance: String?

    init(_ syntax: TransferSyntax, _ limits: ParsingLimits, _ window: OutlineWindow) {
        (isExplicit, isBigEndian) = (syntax.isExplicitVR, syntax.isBigEndian)
        (self.limits, self.window) = (limits, window)
    }

    /// Passes over one element, or into one of unknown length. - Returns: false where that is not possible.
    mutating func step() -> Bool {
        steps += 1
        guard steps <= limits.maxElements, let group = number(0, 2), let element = number(2, 2) else { return false }
        let tag = group << 16 | element
        if group == 0xFFFE { return delimiter(element) }
        guard let (start, length, mayBeOpen) = extent() else { return false }
        if depth == 0 {
            // File information and commands are no part of a data set; tags rise.
            guard group >= 8, tag > last else { return false }
            last = tag
            if tag == 0x0008_0016 { sopClass = window.text(at: start, count: length) }
            if tag == 0x0008_0018 { sopInstance = window.text(at: start, count: length) }
        }
        guard length == OutlineWalk.unknown else { return window.pass(start + length) }
        return mayBeOpen && open() && window.pass(start)
    }

    /// Pixel Data (7FE0,0010) or one of its kin is next, and no sequence is open.
    var isAtPixels: Bool { depth == 0 && number(0, 2) == 0x7FE0 }

    private static let unknown = 0xFFFF_FFFF

    private mutating func open() -> Bool {
        depth += 1
        return depth <= 2 * limits.maxDepth
    }

    /// An item or the end of one. Standard: PS3.5 §7.5.
    private mutating func delimiter(_ element: Int) -> Bool {
        guard depth > 0, let length = number(4, 4) else { return false }
        switch element {
        case 0xE000: return length == OutlineWalk.unknown ? open() && window.pass(8) : window.pass(8 + length)
        case 0xE00D, 0xE0DD:
            depth -= 1
            return length == 0 && window.pass(8)
        default: return false
        }
    }

    /// Where the value begins, how long it is, and whether its length may be unknown.
    private func extent() -> (start: Int, length: Int, mayBeOpen: Bool)? {
        guard isExplicit else { return number(4, 4).map { (8, $0, true) } }
        guard let first = window[4], let second = window[5], let vr = VR(first, second) else { return nil }
        guard vr.hasLongLength else { return number(6, 2).map { (8, $0, false) } }
        // An unknown value of unknown length is written otherwise inside: nobody goes there.
        return number(8, 4).map { (12, $0, vr == .sq || vr == .ob || vr == .ow) }
    }

    private func number(_ distance: Int, _ count: Int) -> Int? {
        var result = 0
        for index in 0..<count {
            guard let byte = window[distance + (isBigEndian ? index : count - 1 - index)] else { return nil }
            result = result << 8 | Int(byte)
        }
        return result
    }
}

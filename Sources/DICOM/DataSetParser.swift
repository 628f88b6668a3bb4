/// Reads elements out of one buffer. Values are slices of it; nothing is allocated by a declared length.
/// Standard: PS3.5 §7.1 (elements), §7.5 (sequences), §A.4 (fragments).
struct DataSetParser {
    let bytes: [UInt8]
    let isBigEndian: Bool
    let limits: ParsingLimits
    var offset: Int
    var elementCount = 0
    /// From here to the end there are only zeros; `nil` until it matters.
    private var zerosStart: Int?

    init(_ bytes: [UInt8], from offset: Int, isBigEndian: Bool, limits: ParsingLimits) {
        self.bytes = bytes
        self.offset = offset
        self.isBigEndian = isBigEndian
        self.limits = limits
    }

    /// What surrounds the elements being read.
    struct Scope {
        /// No element reaches beyond.
        var end: Int
        var isExplicit: Bool
        var depth = 0
        /// Ended by the item delimiter rather than by `end`.
        var hasDelimiter = false
        /// Pixel Representation (0028,0103) is 1: US or SS means SS.
        var isSigned = false
    }

    /// An element before its value.
    struct Header {
        let start: Int
        let tag: Tag
        let vr: VR
        /// `nil` when undefined.
        let length: Int?
        /// This very element is explicit (an implicit one can stand in an explicit data set).
        let isExplicit: Bool
    }

    /// Reads elements to the scope's end or its delimiter.
    mutating func elements(in scope: Scope) throws(DICOMError) -> [Element] {
        var scope = scope
        var elements: [Element] = []
        while offset < scope.end {
            if scope.depth == 0, isZeroPadding(to: scope.end) { break }
            let header = try header(in: scope)
            if header.tag == .itemDelimitationItem {
                // A stray delimiter at the end of a data set loses nothing.
                guard scope.hasDelimiter || offset == scope.end else { throw unexpected(header) }
                break
            }
            guard header.tag.group != 0xFFFE else { throw unexpected(header) }
            try count(at: header.start)
            let element = try element(header, in: scope)
            if header.tag == .pixelRepresentation, case .bytes(let value) = element.value {
                scope.isSigned = value.first == 1
            }
            elements.append(element)
        }
        return elements
    }

    /// Reads the elements of one group; what follows, a data set or a deflated stream of any length, is left unread.
    mutating func elements(in scope: Scope, ofGroup group: UInt16) throws(DICOMError) -> [Element] {
        var elements: [Element] = []
        while scope.end - offset >= 2, integer16(at: offset) == group {
            try count(at: offset)
            let header = try header(in: scope)
            elements.append(try element(header, in: scope))
        }
        return elements
    }

    private mutating func element(_ header: Header, in scope: Scope) throws(DICOMError) -> Element {
        guard let length = header.length else { return try undefinedLength(header, in: scope) }
        if header.vr == .sq {
            return Element(header.tag, .sq, .items(try items(header, length: length, in: scope)))
        }
        let value = try take(length, to: scope.end, from: header.start)
        return Element(header.tag, header.vr, .bytes(isBigEndian ? value.swapped(by: header.vr.unitSize) : value))
    }

    mutating func take(_ count: Int, to end: Int, from start: Int) throws(DICOMError) -> ArraySlice<UInt8> {
        guard count <= end - offset else { throw .truncated(offset: start, wanted: count, left: max(0, end - offset)) }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    mutating func count(at start: Int) throws(DICOMError) {
        elementCount += 1
        guard elementCount <= limits.maxElements else {
            throw .tooManyElements(offset: start, limit: limits.maxElements)
        }
    }

    func unexpected(_ header: Header) -> DICOMError {
        .badStructure(offset: header.start, tag: header.tag, detail: "an item or delimiter where none belongs")
    }

    /// Some systems fill files up with zeros; a command set (group 0000) begins with a length of 4, not 0.
    private mutating func isZeroPadding(to end: Int) -> Bool {
        guard bytes[offset] == 0, bytes[offset..<min(offset + 8, end)].allSatisfy({ $0 == 0 }) else { return false }
        // Looked for once: a file of zeros with something else at its end would cost a search for each of its elements.
        let start: Int = zerosStart ?? ((bytes[..<end].lastIndex { $0 != 0 } ?? -1) + 1)
        zerosStart = start
        return offset >= start
    }
}

extension ArraySlice<UInt8> {
    /// Every whole unit turned round; a copy unless `size` is 1.
    func swapped(by size: Int) -> ArraySlice<UInt8> {
        guard size > 1, count >= size else { return self }
        var turned = Array(self)
        var unit = 0
        while unit + size <= turned.count {
            for step in 0..<size / 2 { turned.swapAt(unit + step, unit + size - 1 - step) }
            unit += size
        }
        return turned[...]
    }
}

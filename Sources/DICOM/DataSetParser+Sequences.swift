extension DataSetParser {
    /// An element that ends with a delimiter: a sequence or encapsulated pixel data.
    mutating func undefinedLength(_ header: Header, in scope: Scope) throws(DICOMError) -> Element {
        if header.tag == .pixelData || header.vr == .ob || header.vr == .ow {
            return try fragments(header, in: scope)
        }
        guard header.vr == .sq || header.vr == .un else {
            throw .badStructure(offset: header.start, tag: header.tag, detail: "undefined length of VR \(header.vr)")
        }
        var inner = scope
        var vr = VR.sq
        if header.vr == .un, header.isExplicit {
            // PS3.5 §6.2.2: UN of undefined length holds items in implicit little endian, whatever is around it.
            inner.isExplicit = false
            vr = .un
        }
        if vr == .un, isBigEndian { return try littleEndianItems(header, in: inner) }
        return Element(
            header.tag, vr, .items(try items(header, length: nil, in: inner)), hasUndefinedLength: true)
    }

    private mutating func littleEndianItems(_ header: Header, in scope: Scope) throws(DICOMError) -> Element {
        var reader = DataSetParser(bytes, from: offset, isBigEndian: false, limits: limits)
        reader.elementCount = elementCount
        let items = try reader.items(header, length: nil, in: scope)
        (offset, elementCount) = (reader.offset, reader.elementCount)
        return Element(header.tag, .un, .items(items), hasUndefinedLength: true)
    }

    /// Items up to the sequence's length, or up to its delimiter. A delimiter missing at the very end of the data
    /// loses nothing.
    mutating func items(_ header: Header, length: Int?, in scope: Scope) throws(DICOMError) -> [DataSet] {
        var scope = scope
        scope.depth += 1
        guard scope.depth <= limits.maxDepth else { throw .tooDeep(offset: header.start, limit: limits.maxDepth) }
        if let length {
            guard length <= scope.end - offset else {
                throw .truncated(offset: header.start, wanted: length, left: scope.end - offset)
            }
            scope.end = offset + length
        }
        var items: [DataSet] = []
        while offset < scope.end {
            let item = try self.header(in: scope)
            if item.tag == .sequenceDelimitationItem { break }
            guard item.tag == .item else { throw unexpected(item) }
            try count(at: item.start)
            items.append(try contents(of: item, in: scope, isBounded: length != nil))
        }
        if let length, length > 0 { offset = scope.end }
        return items
    }

    /// - Parameter isBounded: the sequence says where it ends; an item that says later is believed only so far. What
    ///   it holds must be whole all the same.
    private mutating func contents(
        of item: Header, in scope: Scope, isBounded: Bool
    ) throws(DICOMError) -> DataSet {
        var inner = scope
        inner.hasDelimiter = item.length == nil
        if let length = item.length {
            guard length <= scope.end - offset || isBounded else {
                throw .truncated(offset: item.start, wanted: length, left: scope.end - offset)
            }
            inner.end = offset + min(length, scope.end - offset)
        }
        var dataSet = DataSet(try elements(in: inner))
        if item.length != nil { offset = inner.end }
        dataSet.hasUndefinedLength = item.length == nil
        return dataSet
    }

    /// Offset table and fragments. Standard: PS3.5 §A.4.
    private mutating func fragments(_ header: Header, in scope: Scope) throws(DICOMError) -> Element {
        var parts: [ArraySlice<UInt8>] = []
        var isEnded = false
        while offset < scope.end, !isEnded {
            let item = try self.header(in: scope)
            isEnded = item.tag == .sequenceDelimitationItem
            if isEnded { break }
            guard item.tag == .item, let length = item.length else { throw unexpected(item) }
            try count(at: item.start)
            parts.append(try take(length, to: scope.end, from: item.start))
        }
        guard isEnded || parts.last.map(\.endsJPEG) ?? false else {
            throw .truncated(offset: header.start, wanted: 8, left: 0)
        }
        let table = parts.first.map { littleEndianTable($0) } ?? []
        return Element(
            header.tag, header.vr == .un ? .ob : header.vr,
            .fragments(offsetTable: table, Array(parts.dropFirst())), hasUndefinedLength: true)
    }

    private func littleEndianTable(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4).map { bytes.littleEndian32(at: $0) }
    }

    /// The items inside of a sequence that came as UN of known length: implicit little endian (PS3.5 §6.2.2), or what
    /// the data set around it used.
    static func items(
        unknown bytes: ArraySlice<UInt8>, of tag: Tag, limits: ParsingLimits
    ) throws(DICOMError) -> [DataSet] {
        let all = Array(bytes)
        func read(explicit: Bool) throws(DICOMError) -> [DataSet] {
            var parser = DataSetParser(all, from: 0, isBigEndian: false, limits: limits)
            let header = Header(start: 0, tag: tag, vr: .sq, length: all.count, isExplicit: explicit)
            return try parser.items(header, length: all.count, in: Scope(end: all.count, isExplicit: explicit))
        }
        do { return try read(explicit: false) } catch { return try read(explicit: true) }
    }
}

extension ArraySlice<UInt8> {
    func littleEndian32(at index: Int) -> UInt32 {
        UInt32(self[index]) | UInt32(self[index + 1]) << 8 | UInt32(self[index + 2]) << 16
            | UInt32(self[index + 3]) << 24
    }

    /// Ends with the marker End of Image or End of Codestream, with or without padding: nothing follows it.
    var endsJPEG: Bool { suffix(2).elementsEqual([0xFF, 0xD9]) || suffix(3).dropLast().elementsEqual([0xFF, 0xD9]) }
}

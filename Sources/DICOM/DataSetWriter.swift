/// Writes elements: explicit or implicit, little or big endian. Values become even (PS3.5 §7.1.1); retired group
/// lengths are left out, they would be wrong after any change (PS3.5 §7.2).
struct DataSetWriter {
    private(set) var bytes: [UInt8] = []
    let isExplicit: Bool
    let isBigEndian: Bool

    init(isExplicit: Bool, isBigEndian: Bool) {
        self.isExplicit = isExplicit
        self.isBigEndian = isBigEndian
    }

    mutating func write(_ dataSet: DataSet) throws(DICOMError) {
        for element in dataSet.elements where !element.tag.isGroupLength || element.tag.group == 0 {
            try write(element)
        }
    }

    private mutating func write(_ element: Element) throws(DICOMError) {
        guard element.tag.group != 0xFFFE else {
            throw .cannotEncode(tag: element.tag, detail: "items and delimiters are no elements")
        }
        switch element.value {
        case .bytes(let value): try write(value, of: element)
        case .fragments(let table, let fragments): try write(fragments, table: table, of: element)
        case .items(let items): try write(items, of: element)
        }
    }

    private mutating func write(_ value: ArraySlice<UInt8>, of element: Element) throws(DICOMError) {
        let count = value.count + value.count % 2
        guard let length = UInt32(exactly: count), length != .max else {
            throw .cannotEncode(tag: element.tag, detail: "a value of \(count) bytes")
        }
        // A value too long for 16 bits of length goes as UN. Standard: PS3.5 §6.2.2.
        let isTooLong = isExplicit && !element.vr.hasLongLength && count > 0xFFFF
        let vr = isTooLong || element.vr == .sq ? .un : element.vr
        header(element.tag, vr, length: length)
        bytes += isBigEndian ? value.swapped(by: vr.unitSize) : value
        if value.count % 2 == 1 { bytes.append(element.vr.padding) }
    }

    private mutating func write(_ items: [DataSet], of element: Element) throws(DICOMError) {
        guard element.vr == .un, isExplicit else {
            return try write(items, as: .sq, of: element)
        }
        // PS3.5 §6.2.2: inside of UN everything is implicit little endian.
        var inner = DataSetWriter(isExplicit: false, isBigEndian: false)
        try inner.write(items, as: .un, of: element)
        header(element.tag, .un, length: .max)
        bytes += inner.bytes.dropFirst(8)
    }

    private mutating func write(_ items: [DataSet], as vr: VR, of element: Element) throws(DICOMError) {
        let isDelimited = element.hasUndefinedLength || vr == .un
        header(element.tag, vr, length: .max)
        let start = bytes.count
        for item in items {
            header(.item, vr, length: .max)
            let first = bytes.count
            try write(item)
            if item.hasUndefinedLength {
                header(.itemDelimitationItem, vr, length: 0)
            } else {
                try patchLength(before: first, of: element.tag)
            }
        }
        if isDelimited {
            header(.sequenceDelimitationItem, vr, length: 0)
        } else {
            try patchLength(before: start, of: element.tag)
        }
    }

    private mutating func write(
        _ fragments: [ArraySlice<UInt8>], table: [UInt32], of element: Element
    ) throws(DICOMError) {
        header(element.tag, .ob, length: .max)
        header(.item, .ob, length: UInt32(truncatingIfNeeded: table.count * 4))
        for offset in table { append(offset) }
        for fragment in fragments {
            let count = fragment.count + fragment.count % 2
            guard let length = UInt32(exactly: count), length != .max else {
                throw .cannotEncode(tag: element.tag, detail: "a fragment of \(count) bytes")
            }
            header(.item, .ob, length: length)
            bytes += fragment
            if fragment.count % 2 == 1 { bytes.append(0) }
        }
        header(.sequenceDelimitationItem, .ob, length: 0)
    }

    /// Tag, VR where it belongs, and length; `UInt32.max` is undefined. Standard: PS3.5 §7.1.2, §7.5.
    private mutating func header(_ tag: Tag, _ vr: VR, length: UInt32) {
        append(tag.group)
        append(tag.element)
        guard isExplicit, tag.group != 0xFFFE else { return append(length) }
        bytes += vr.rawValue.utf8
        guard vr.hasLongLength else { return append(UInt16(truncatingIfNeeded: length)) }
        append(UInt16(0))
        append(length)
    }

    private mutating func patchLength(before start: Int, of tag: Tag) throws(DICOMError) {
        guard let length = UInt32(exactly: bytes.count - start), length != .max else {
            throw .cannotEncode(tag: tag, detail: "a sequence of \(bytes.count - start) bytes")
        }
        for index in 0..<4 {
            let shift = UInt32(isBigEndian ? 24 - 8 * index : 8 * index)
            bytes[start - 4 + index] = UInt8(truncatingIfNeeded: length >> shift)
        }
    }

    private mutating func append(_ number: UInt16) {
        let (low, high) = (UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8))
        bytes.append(isBigEndian ? high : low)
        bytes.append(isBigEndian ? low : high)
    }

    private mutating func append(_ number: UInt32) {
        let (low, high) = (UInt16(truncatingIfNeeded: number), UInt16(truncatingIfNeeded: number >> 16))
        append(isBigEndian ? high : low)
        append(isBigEndian ? low : high)
    }
}

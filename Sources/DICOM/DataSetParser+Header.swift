extension DataSetParser {
    func integer16(at position: Int) -> UInt16 {
        let (first, second) = (UInt16(bytes[position]), UInt16(bytes[position + 1]))
        return isBigEndian ? first << 8 | second : second << 8 | first
    }

    func integer32(at position: Int) -> UInt32 {
        let (first, second) = (UInt32(integer16(at: position)), UInt32(integer16(at: position + 2)))
        return isBigEndian ? first << 16 | second : second << 16 | first
    }

    /// Reads tag, VR and length and stands behind them. Standard: PS3.5 §7.1.2, §7.1.3.
    mutating func header(in scope: Scope) throws(DICOMError) -> Header {
        let start = offset
        guard scope.end - start >= 8 else { throw .truncated(offset: start, wanted: 8, left: scope.end - start) }
        let tag = Tag(integer16(at: start), integer16(at: start + 2))
        let (first, second) = (bytes[start + 4], bytes[start + 5])
        if scope.isExplicit, tag.group != 0xFFFE, first.isUpperCase, second.isUpperCase {
            return try explicitHeader(tag, VR(first, second), in: scope)
        }
        // Items have no VR; neither have elements that a careless writer copied from an implicit data set.
        offset = start + 8
        let length = integer32(at: start + 4)
        return Header(
            start: start, tag: tag, vr: implicitVR(of: tag, length: length, in: scope),
            length: length == .max ? nil : Int(length), isExplicit: false)
    }

    private mutating func explicitHeader(_ tag: Tag, _ known: VR?, in scope: Scope) throws(DICOMError) -> Header {
        let start = offset
        let vr = known ?? .un
        let short = integer16(at: start + 6)
        // A VR newer than this table has the long form (PS3.5 §6.2.2); some writers shorten what they do not know.
        let isLong = known.map(\.hasLongLength) ?? (short == 0)
        guard isLong else {
            offset = start + 8
            return Header(start: start, tag: tag, vr: vr, length: Int(short), isExplicit: true)
        }
        guard scope.end - start >= 12 else { throw .truncated(offset: start, wanted: 12, left: scope.end - start) }
        offset = start + 12
        let length = integer32(at: start + 8)
        return Header(start: start, tag: tag, vr: vr, length: length == .max ? nil : Int(length), isExplicit: true)
    }

    /// The dictionary's VR where the data set names none. Standard: PS3.5 §A.1 (OW for pixels), §7.8.1 (creators).
    private func implicitVR(of tag: Tag, length: UInt32, in scope: Scope) -> VR {
        if tag.isGroupLength { return .ul }
        if tag.isPrivateCreator { return .lo }
        guard let vr = DataDictionary.vr(of: tag) else { return .un }
        return vr == .us && scope.isSigned && DataDictionary.isSignedByPixels(tag) ? .ss : vr
    }
}

extension UInt8 {
    var isUpperCase: Bool { (0x41...0x5A).contains(self) }
}

/// Tells how elements are written by walking over the first few of them: tags must rise and be plausible, VRs must exist,
/// values must end inside of the file.
enum SyntaxGuess {
    /// Elements to look at; one bad header among them refuses a guess.
    private static let enough = 4

    /// The encoding of a file without any header; `nil` when it is no data set.
    static func bareDataSet(_ bytes: [UInt8]) -> DataSet.Encoding? {
        [.explicitLittle, .implicitLittle, .explicitBig].first { encoding in
            isPlausible(bytes, from: 0, encoding) && startsLikeAnImage(bytes, encoding)
        }
    }

    /// The declared encoding, unless the elements do not look so and look like another one.
    static func encoding(_ bytes: [UInt8], from offset: Int, declared: DataSet.Encoding) -> DataSet.Encoding {
        if offset >= bytes.count || isPlausible(bytes, from: offset, declared) { return declared }
        let others: [DataSet.Encoding] = [.explicitLittle, .implicitLittle, .explicitBig]
        return others.first { $0 != declared && isPlausible(bytes, from: offset, $0) } ?? declared
    }

    static func syntax(of encoding: DataSet.Encoding) -> TransferSyntax {
        switch (encoding.isExplicit, encoding.isBigEndian) {
        case (false, _): .implicitLittleEndian
        case (true, false): .explicitLittleEndian
        case (true, true): .explicitBigEndian
        }
    }

    /// The element at `offset` carries a VR of the standard.
    static func hasVR(_ bytes: [UInt8], at offset: Int) -> Bool {
        bytes.count >= offset + 6 && VR(bytes[offset + 4], bytes[offset + 5]) != nil
    }

    /// A meta header must be little endian; some are not.
    static func isBigEndianMeta(_ bytes: [UInt8], at offset: Int) -> Bool {
        bytes.dropFirst(offset).prefix(2).elementsEqual([0, 2])
    }

    static func isPlausible(_ bytes: [UInt8], from offset: Int, _ encoding: DataSet.Encoding) -> Bool {
        var parser = DataSetParser(bytes, from: offset, isBigEndian: encoding.isBigEndian, limits: .standard)
        let scope = DataSetParser.Scope(end: bytes.count, isExplicit: encoding.isExplicit)
        var last: Tag?
        for _ in 0..<enough {
            if parser.offset == bytes.count { return last != nil }
            guard let header = try? parser.header(in: scope), header.isExplicit == encoding.isExplicit,
                header.tag.group != 0xFFFE, header.tag > last ?? Tag(0), isKnown(header)
            else { return false }
            last = header.tag
            guard let length = header.length else { return true }
            // A value beyond the end refuses the guess, unless it is the pixels of a truncated file.
            guard length <= bytes.count - parser.offset else { return header.tag == .pixelData }
            parser.offset += length
        }
        return true
    }

    private static func isKnown(_ header: DataSetParser.Header) -> Bool {
        header.isExplicit || header.vr != .un || header.tag.isPrivate
    }

    /// Without a header to trust, the first tag must be one that data sets begin with.
    private static func startsLikeAnImage(_ bytes: [UInt8], _ encoding: DataSet.Encoding) -> Bool {
        let parser = DataSetParser(bytes, from: 0, isBigEndian: encoding.isBigEndian, limits: .standard)
        let tag = Tag(parser.integer16(at: 0), parser.integer16(at: 2))
        return [0x0004, 0x0008, 0x0010, 0x0018, 0x0020, 0x0028].contains(tag.group)
            && (tag.isGroupLength || DataDictionary.vr(of: tag) != nil)
    }
}

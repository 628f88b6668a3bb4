extension Part10File {
    /// Reads a Part 10 file or a bare data set.
    ///
    /// Tolerated: no preamble, no meta header, a meta header in another encoding, a transfer syntax that the data set
    /// does not keep to (uncompressed only), zeros behind the end.
    /// - Throws: `DICOMError`, with the offset of the trouble; never traps.
    public init(_ bytes: [UInt8], limits: ParsingLimits = .standard) throws(DICOMError) {
        guard bytes.count <= limits.maxBytes else { throw .tooLarge(offset: limits.maxBytes, limit: limits.maxBytes) }
        guard let start = Part10File.metaStart(bytes) else {
            guard let encoding = SyntaxGuess.bareDataSet(bytes) else { throw .notDICOM }
            let dataSet = try DataSet(bytes, from: 0, encoding: encoding, limits: limits)
            self.init(
                meta: DataSet(), transferSyntax: SyntaxGuess.syntax(of: encoding), dataSet: Part10File.own(dataSet))
            return
        }
        var parser = DataSetParser(
            bytes, from: start, isBigEndian: SyntaxGuess.isBigEndianMeta(bytes, at: start), limits: limits)
        let isExplicit = SyntaxGuess.hasVR(bytes, at: start)
        let scope = DataSetParser.Scope(end: bytes.count, isExplicit: isExplicit)
        let meta = DataSet(try parser.elements(in: scope, ofGroup: 2))
        let named = meta.string(.transferSyntaxUID).map { TransferSyntax(uid: $0) }
        try self.init(meta: meta, named: named, bytes, from: parser.offset, limits: limits)
    }

    private init(
        meta: DataSet, named: TransferSyntax?, _ bytes: [UInt8], from offset: Int, limits: ParsingLimits
    ) throws(DICOMError) {
        var (plain, start, named) = (bytes, offset, named)
        if named == .deflated, SyntaxGuess.isPlausible(bytes, from: offset, .explicitLittle) {
            named = .explicitLittleEndian
        } else if named == .deflated {
            plain = try Deflate.inflate(bytes[offset...], limit: limits.maxInflatedBytes)
            start = 0
        }
        let declared = named.map { DataSet.Encoding($0) } ?? .implicitLittle
        let encoding = SyntaxGuess.encoding(plain, from: start, declared: declared)
        let dataSet = try DataSet(plain, from: start, encoding: encoding, limits: limits)
        // Compressed pixels stay what their UID says, even under elements that were written otherwise.
        let keepsName = encoding == declared || named?.isEncapsulated == true || named == .deflated
        let syntax = keepsName ? named : nil
        self.init(
            meta: meta, transferSyntax: syntax ?? SyntaxGuess.syntax(of: encoding), dataSet: Part10File.own(dataSet))
    }

    /// Without commands and file information, which do not belong to a data set: strays of them would be taken for the
    /// file's own. Standard: PS3.5 §7.1.
    private static func own(_ dataSet: DataSet) -> DataSet {
        DataSet(dataSet.elements.filter { $0.tag.group != 0 && $0.tag.group != 2 })
    }

    /// The first byte of group 0002; `nil` when there is none.
    private static func metaStart(_ bytes: [UInt8]) -> Int? {
        let mark: [UInt8] = Array("DICM".utf8)
        if bytes.count >= 132, bytes[128..<132].elementsEqual(mark) { return 132 }
        if bytes.prefix(4).elementsEqual(mark) { return 4 }
        // A meta header without preamble, little or big endian.
        let isGroup2 = bytes.prefix(2).elementsEqual([2, 0]) || bytes.prefix(2).elementsEqual([0, 2])
        return isGroup2 && bytes.count >= 8 && SyntaxGuess.hasVR(bytes, at: 0) ? 0 : nil
    }
}

extension DataSet {
    /// Reads a bare data set of a known transfer syntax, as a network message carries it.
    /// - Throws: `DICOMError` with the offset of the trouble; never traps.
    public init(
        _ bytes: [UInt8], transferSyntax: TransferSyntax, limits: ParsingLimits = .standard
    ) throws(DICOMError) {
        guard bytes.count <= limits.maxBytes else { throw .tooLarge(offset: limits.maxBytes, limit: limits.maxBytes) }
        var plain = bytes
        if transferSyntax.isDeflated {
            plain = try Deflate.inflate(bytes[...], limit: limits.maxInflatedBytes)
        }
        try self.init(plain, from: 0, encoding: Encoding(transferSyntax), limits: limits)
    }

    /// The bytes of the data set alone, without preamble and meta header.
    /// - Throws: `DICOMError.cannotEncode` when a value or a sequence exceeds 32 bits of length.
    public func encoded(as transferSyntax: TransferSyntax) throws(DICOMError) -> [UInt8] {
        var writer = DataSetWriter(
            isExplicit: transferSyntax.isExplicitVR, isBigEndian: transferSyntax.isBigEndian)
        try writer.write(self)
        return transferSyntax.isDeflated ? Deflate.compress(writer.bytes) : writer.bytes
    }

    /// The three ways to write elements.
    struct Encoding: Equatable {
        var isExplicit: Bool
        var isBigEndian: Bool

        static let implicitLittle = Encoding(isExplicit: false, isBigEndian: false)
        static let explicitLittle = Encoding(isExplicit: true, isBigEndian: false)
        static let explicitBig = Encoding(isExplicit: true, isBigEndian: true)

        init(isExplicit: Bool, isBigEndian: Bool) {
            self.isExplicit = isExplicit
            self.isBigEndian = isBigEndian
        }

        init(_ syntax: TransferSyntax) {
            self.init(isExplicit: syntax.isExplicitVR, isBigEndian: syntax.isBigEndian)
        }
    }

    init(
        _ bytes: [UInt8], from offset: Int, encoding: Encoding, limits: ParsingLimits
    ) throws(DICOMError) {
        var parser = DataSetParser(bytes, from: offset, isBigEndian: encoding.isBigEndian, limits: limits)
        self.init(try parser.elements(in: .init(end: bytes.count, isExplicit: encoding.isExplicit)))
    }
}

/// A file: preamble, meta header (group 0002) and data set. Standard: PS3.10 §7.1.
public struct Part10File: Sendable, Equatable {
    /// Group 0002; empty when the file was a bare data set.
    public let meta: DataSet
    /// How the data set is written. Of a bare or mislabelled data set, what it really is.
    public let transferSyntax: TransferSyntax
    public let dataSet: DataSet

    /// Names the programme that wrote the file; the number is a random UUID of ours. Standard: PS3.7 §D.3.3.2, PS3.5 §B.2.
    public static let implementationClassUID = "2.25.6157677129159920725082999889250716566"
    public static let implementationVersionName = "XRAYVISION_1"

    /// A file to be written. The data set's own SOP Class and Instance UID name it in the meta header.
    /// - Parameter source: AE title that the data set came from, at most 16 characters.
    public init(dataSet: DataSet, transferSyntax: TransferSyntax, source: String? = nil) {
        var meta = DataSet()
        meta[.fileMetaInformationVersion] = Element(.fileMetaInformationVersion, .ob, bytes: [0, 1])
        meta.set(.mediaStorageSOPClassUID, dataSet.string(.sopClassUID) ?? "")
        meta.set(.mediaStorageSOPInstanceUID, dataSet.string(.sopInstanceUID) ?? "")
        meta.set(.transferSyntaxUID, transferSyntax.uid)
        if let source { meta.set(.sourceApplicationEntityTitle, source) }
        self.init(meta: meta, transferSyntax: transferSyntax, dataSet: dataSet)
    }

    /// A file to be written with a meta header of one's own; group length, transfer syntax and implementation are
    /// filled in.
    public init(meta: DataSet, transferSyntax: TransferSyntax, dataSet: DataSet) {
        self.meta = meta
        self.transferSyntax = transferSyntax
        self.dataSet = dataSet
    }

    /// Preamble, meta header and data set as bytes, for any reader.
    /// - Throws: `DICOMError.cannotEncode` when a value or a sequence exceeds 32 bits of length.
    public func encoded() throws(DICOMError) -> [UInt8] {
        let header = try encodedMeta()
        return header + (try dataSet.encoded(as: transferSyntax))
    }

    /// What stands before the data set: 128 zeros, `DICM` and group 0002 in explicit little endian.
    public func encodedMeta() throws(DICOMError) -> [UInt8] {
        var meta = self.meta
        if meta.isEmpty { meta = Part10File(dataSet: dataSet, transferSyntax: transferSyntax).meta }
        meta.set(.transferSyntaxUID, transferSyntax.uid)
        meta.set(.implementationClassUID, Part10File.implementationClassUID)
        meta.set(.implementationVersionName, Part10File.implementationVersionName)
        let group = DataSet(meta.elements.filter { $0.tag.group == 2 })
        let body = try group.encoded(as: .explicitLittleEndian)
        let length = UInt32(truncatingIfNeeded: body.count)
        let lengthElement: [UInt8] = [0x02, 0, 0, 0, 0x55, 0x4C, 4, 0]
        let lengthBytes = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * UInt32($0))) }
        return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + lengthElement + lengthBytes + body
    }
}

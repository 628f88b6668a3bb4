import DICOM
import Testing

@Suite("Sequences in all their forms")
struct SequenceTests {
    static let code = HandMade.element(.codeValue, "SH", Array("T-28".utf8))
    static let implicitCode = HandMade.implicit(.codeValue, Array("T-28".utf8))
    static let undefined: UInt32 = .max

    static let forms: [(String, [UInt8])] = [
        ("both lengths known", HandMade.element(.anatomicRegionSequence, "SQ", HandMade.item(code))),
        (
            "item delimited",
            HandMade.element(
                .anatomicRegionSequence, "SQ", HandMade.item(code, length: undefined) + HandMade.itemEnd)
        ),
        (
            "sequence delimited",
            HandMade.undefined(.anatomicRegionSequence, "SQ", HandMade.item(code) + HandMade.sequenceEnd)
        ),
        (
            "both delimited",
            HandMade.undefined(
                .anatomicRegionSequence, "SQ",
                HandMade.item(code, length: undefined) + HandMade.itemEnd + HandMade.sequenceEnd)
        ),
        (
            "unknown, of undefined length, implicit inside",
            HandMade.undefined(.anatomicRegionSequence, "UN", HandMade.item(implicitCode) + HandMade.sequenceEnd)
        ),
        (
            "unknown, of known length, implicit inside",
            HandMade.element(.anatomicRegionSequence, "UN", HandMade.item(implicitCode))
        ),
        (
            "unknown, of known length, explicit inside",
            HandMade.element(.anatomicRegionSequence, "UN", HandMade.item(code))
        ),
    ]

    @Test("A code sequence is read and written back byte for byte", arguments: forms)
    func readAndWriteBack(form: (name: String, bytes: [UInt8])) throws {
        let bytes = form.bytes + HandMade.element(.patientID, "LO", Array("1 ".utf8))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)

        #expect(read.items(.anatomicRegionSequence).map { $0.string(.codeValue) } == ["T-28"])
        #expect(read.string(.patientID) == "1")
        #expect(read.integers(.anatomicRegionSequence).isEmpty && read.strings(.anatomicRegionSequence).isEmpty)
        #expect(try read.encoded(as: .explicitLittleEndian) == bytes)
    }

    @Test("A delimiter missing at the very end of the file loses nothing")
    func missingDelimiters() throws {
        let bytes = HandMade.undefined(
            .anatomicRegionSequence, "SQ", HandMade.item(Self.code, length: Self.undefined))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)
        #expect(read.items(.anatomicRegionSequence).first?.string(.codeValue) == "T-28")
    }

    @Test("In a big endian file an unknown sequence is little endian inside")
    func unknownInBigEndian() throws {
        let tag: [UInt8] = [0x00, 0x08, 0x22, 0x18]
        let head: [UInt8] = tag + Array("UN".utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
        let bytes = head + HandMade.item(Self.implicitCode) + HandMade.sequenceEnd
        let read = try DataSet(bytes, transferSyntax: .explicitBigEndian)

        #expect(read.items(.anatomicRegionSequence).first?.string(.codeValue) == "T-28")
        #expect(try read.encoded(as: .explicitBigEndian) == bytes)
    }

    static let nonsense: [(String, [UInt8])] = [
        ("an item outside of a sequence", HandMade.item(code)),
        ("an element where an item belongs", HandMade.element(.anatomicRegionSequence, "SQ", code)),
        ("text of undefined length", HandMade.undefined(.additionalPatientHistory, "UT", [])),
        (
            "an item longer than the file",
            HandMade.undefined(.anatomicRegionSequence, "SQ", HandMade.item([], length: 400))
        ),
        (
            "a fragment of undefined length",
            HandMade.undefined(.pixelData, "OB", HandMade.item([], length: undefined) + HandMade.sequenceEnd)
        ),
    ]

    @Test("A structure that cannot be followed is refused with its place", arguments: nonsense)
    func refused(form: (name: String, bytes: [UInt8])) throws {
        let error = #expect(throws: DICOMError.self) {
            try DataSet(form.bytes, transferSyntax: .explicitLittleEndian)
        }
        #expect(error?.offset != nil)
    }

    @Test("An item that claims more than its sequence has is read as far as the sequence goes")
    func overlongItem() throws {
        let bytes = HandMade.element(.anatomicRegionSequence, "SQ", HandMade.item(Self.code, length: 400))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)
        #expect(read.items(.anatomicRegionSequence).first?.string(.codeValue) == "T-28")
    }

    @Test("Items inherit the character set around them unless they name their own")
    func inheritedCharacterSet() throws {
        let cedilla = HandMade.element(.codeMeaning, "LO", [0xAA, 0x20])
        let own = HandMade.element(.specificCharacterSet, "CS", Array("ISO_IR 144".utf8)) + cedilla
        let bytes =
            HandMade.element(.specificCharacterSet, "CS", Array("ISO_IR 101".utf8))
            + HandMade.element(.anatomicRegionSequence, "SQ", HandMade.item(cedilla) + HandMade.item(own))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)

        #expect(read.items(.anatomicRegionSequence).map { $0.string(.codeMeaning) } == ["Ş", "Њ"])
    }
}

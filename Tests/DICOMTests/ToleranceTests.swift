import DICOM
import Testing

@Suite("Files that bend the rules")
struct ToleranceTests {
    @Test(
        "A bare data set without any header is recognised",
        arguments: SyntheticFilm.uncompressed.filter { !$0.isDeflated })
    func bare(syntax: TransferSyntax) throws {
        let film = SyntheticFilm.chest()
        let file = try Part10File(film.encoded(as: syntax))

        #expect(file.transferSyntax == syntax)
        #expect(file.meta.isEmpty)
        #expect(file.dataSet.string(.patientID) == "TEST-1")
        #expect(file.dataSet.integer(.rows) == 4)
    }

    @Test("A bare data set written as a file gets a whole header")
    func bareToFile() throws {
        let bare = try Part10File(SyntheticFilm.chest().encoded(as: .implicitLittleEndian))
        let file = try Part10File(bare.encoded())

        #expect(file.meta.string(.mediaStorageSOPInstanceUID) == "2.25.1234567890")
        #expect(file.meta.string(.transferSyntaxUID) == TransferSyntax.implicitLittleEndian.uid)
        #expect(file.meta.integer(.fileMetaInformationGroupLength) != nil)
    }

    @Test("Without preamble, or without preamble and mark, the file is still read", arguments: [128, 132])
    func noPreamble(dropped: Int) throws {
        let bytes = try SyntheticFilm.bytes(as: .explicitLittleEndian)
        let file = try Part10File(Array(bytes.dropFirst(dropped)))
        #expect(file.dataSet == SyntheticFilm.chest())
        #expect(file.meta.string(.transferSyntaxUID) == TransferSyntax.explicitLittleEndian.uid)
    }

    @Test(
        "A header in the wrong encoding is read", arguments: [TransferSyntax.implicitLittleEndian, .explicitBigEndian])
    func wrongMeta(syntax: TransferSyntax) throws {
        var meta = DataSet()
        meta.set(.transferSyntaxUID, TransferSyntax.explicitLittleEndian.uid)
        let bytes =
            [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + (try meta.encoded(as: syntax))
            + (try SyntheticFilm.chest().encoded(as: .explicitLittleEndian))
        let file = try Part10File(bytes)
        #expect(file.dataSet == SyntheticFilm.chest())
    }

    static let mislabelled: [(said: TransferSyntax, really: TransferSyntax)] = [
        (.explicitLittleEndian, .implicitLittleEndian), (.implicitLittleEndian, .explicitLittleEndian),
        (.explicitLittleEndian, .explicitBigEndian), (.explicitBigEndian, .explicitLittleEndian),
        (.deflated, .explicitLittleEndian),
    ]

    @Test("A data set that is written otherwise than its header says is read as it is", arguments: mislabelled)
    func wrongSyntax(pair: (said: TransferSyntax, really: TransferSyntax)) throws {
        let film = SyntheticFilm.chest()
        let head = try Part10File(dataSet: film, transferSyntax: pair.said).encodedMeta()
        let file = try Part10File(head + film.encoded(as: pair.really))
        #expect(file.transferSyntax == pair.really)
        #expect(file.dataSet.string(.patientID) == "TEST-1")
    }

    @Test("Group lengths, wrong ones too, are read over and not written")
    func groupLengths() throws {
        let bytes =
            HandMade.element(Tag(0x0008, 0), "UL", [99, 0, 0, 0]) + HandMade.element(.modality, "CS", Array("CR".utf8))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)
        #expect(read.string(.modality) == "CR")
        #expect(try read.encoded(as: .explicitLittleEndian) == HandMade.element(.modality, "CS", Array("CR".utf8)))
        #expect(read.withoutGroupLengths.elements.count == 1)
    }

    @Test("Zeros behind the last element are no element")
    func zeroPadding() throws {
        let bytes = try SyntheticFilm.bytes(as: .explicitLittleEndian) + [UInt8](repeating: 0, count: 513)
        #expect(try Part10File(bytes).dataSet == SyntheticFilm.chest())
    }

    @Test("A value of odd length is kept as it stands")
    func oddLength() throws {
        let bytes =
            HandMade.element(.patientID, "LO", Array("ABC".utf8)) + HandMade.element(.studyID, "SH", Array("1 ".utf8))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)
        #expect(read.bytes(.patientID)?.count == 3)
        #expect(read.string(.studyID) == "1")
    }

    @Test("An element without VR among explicit ones, and one with a VR of the future, are read over")
    func strangeElements() throws {
        let bytes =
            HandMade.implicit(.modality, Array("CR".utf8)) + HandMade.element(.patientID, "LO", Array("1 ".utf8))
            + HandMade.number(Tag(0x0011, 0x1001)) + Array("ZZ".utf8) + [0, 0, 2, 0, 0, 0, 7, 8]
            + HandMade.element(.studyID, "SH", Array("1 ".utf8))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)
        #expect(read.string(.modality) == "CR")
        #expect(read[Tag(0x0011, 0x1001)] == Element(Tag(0x0011, 0x1001), .un, bytes: [7, 8]))
        #expect(read.string(.studyID) == "1")
    }

    @Test("File information astray among the film's elements is left out")
    func strayMeta() throws {
        let film = SyntheticFilm.chest()
        let stray = HandMade.element(.transferSyntaxUID, "UI", Array("1.2.3\0".utf8))
        let bytes =
            try Part10File(dataSet: film, transferSyntax: .explicitLittleEndian).encodedMeta()
            + film.encoded(as: .explicitLittleEndian) + stray
        #expect(try Part10File(bytes).dataSet == film)
    }

    @Test("A command set of a network message is read")
    func commandSet() throws {
        var command = DataSet()
        command.set(Tag(0, 0), integers: [8], vr: .ul)
        command.set(Tag(0x0000, 0x0100), integers: [0x0030])
        let bytes = try command.encoded(as: .implicitLittleEndian)
        #expect(try DataSet(bytes, transferSyntax: .implicitLittleEndian) == command)
    }
}

import DICOM
import Testing

@Suite("A film written and read again is the same film")
struct RoundTripTests {
    @Test("Header, private elements, sequences and pixels survive", arguments: SyntheticFilm.uncompressed)
    func wholeFilm(syntax: TransferSyntax) throws {
        let film = SyntheticFilm.chest()
        let file = try Part10File(SyntheticFilm.bytes(film, as: syntax))

        #expect(file.transferSyntax == syntax)
        #expect(file.dataSet.string(.patientName) == "Ionescu^Ştefan")
        #expect(file.dataSet.integer(.smallestImagePixelValue) == -2)
        #expect(file.dataSet.items(.anatomicRegionSequence).map { $0.string(.codeMeaning) } == ["Chest", "Lung"])
        // Implicit little endian does not say the VR of private elements.
        let strip: (DataSet) -> DataSet = { DataSet($0.elements.filter { !$0.tag.isPrivate }) }
        #expect(syntax == .implicitLittleEndian ? strip(file.dataSet) == strip(film) : file.dataSet == film)
        #expect(file.dataSet.bytes(Tag(0x0009, 0x1001)) == [1, 2, 3, 4])
    }

    @Test("Writing a file again gives the same bytes", arguments: SyntheticFilm.uncompressed)
    func sameBytes(syntax: TransferSyntax) throws {
        let bytes = try SyntheticFilm.bytes(as: syntax)
        #expect(try Part10File(bytes).encoded() == bytes)
    }

    static let values: [(VR, [UInt8])] = VR.allCases.filter { $0 != .sq }.map { vr in
        switch vr {
        case .da: (vr, Array("20260102".utf8))
        case .tm: (vr, Array("1053".utf8))
        case .ds, .is: (vr, Array("12\\-3 ".utf8))
        case .ui: (vr, Array("1.2.3\0".utf8))
        case let vr where vr.isText: (vr, Array("TEXT".utf8))
        default: (vr, [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0xF7, 0x3F])
        }
    }

    @Test(
        "Every value representation survives every uncompressed syntax", arguments: SyntheticFilm.uncompressed, values)
    func everyVR(syntax: TransferSyntax, value: (vr: VR, bytes: [UInt8])) throws {
        var dataSet = DataSet()
        let tag = Tag(0x0011, 0x1001)
        dataSet.set(tag, bytes: value.bytes, vr: value.vr)
        dataSet.set(.patientID, "1")
        let read = try DataSet(dataSet.encoded(as: syntax), transferSyntax: syntax)

        #expect(read.bytes(tag) == value.bytes[...])
        #expect(syntax == .implicitLittleEndian || read[tag]?.vr == value.vr)
    }

    @Test("Big endian numbers are turned round in the file, not in memory")
    func bigEndian() throws {
        var dataSet = DataSet()
        dataSet.set(.rows, integer: 0x0102)
        dataSet.set(.pixelData, bytes: [1, 2, 3, 4], vr: .ow)
        let bytes = try dataSet.encoded(as: .explicitBigEndian)

        #expect(bytes[8..<10] == [1, 2])
        #expect(bytes.suffix(4) == [2, 1, 4, 3])
        #expect(try DataSet(bytes, transferSyntax: .explicitBigEndian) == dataSet)
    }

    @Test("A value of odd length is padded, with a space or a zero by its kind")
    func oddLengths() throws {
        var dataSet = DataSet()
        dataSet.set(.patientID, "ABC")
        dataSet.set(.studyInstanceUID, "1.2.3")
        let bytes = try dataSet.encoded(as: .explicitLittleEndian)
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)

        #expect(read.bytes(.patientID) == Array("ABC ".utf8)[...])
        #expect(read.bytes(.studyInstanceUID) == Array("1.2.3\0".utf8)[...])
        #expect(read.string(.studyInstanceUID) == "1.2.3")
    }

    @Test("Text too long for a short length is written as unknown and still read as text")
    func longText() throws {
        let long = String(repeating: "a", count: 70_000)
        var dataSet = DataSet()
        dataSet.set(.imageComments, long, vr: .lt)
        let read = try DataSet(dataSet.encoded(as: .explicitLittleEndian), transferSyntax: .explicitLittleEndian)

        #expect(read[.imageComments]?.vr == .un)
        #expect(read.string(.imageComments) == long)
    }

    @Test("Compressed pixels keep their fragments and their offset table", arguments: [[], [0, 14]])
    func fragments(table: [UInt32]) throws {
        let film = SyntheticFilm.compressed(fragments: [[1, 2, 3, 4, 5], [6, 7]], offsetTable: table)
        let file = try Part10File(SyntheticFilm.bytes(film, as: .jpeg2000Lossless))

        let expected = Value.fragments(offsetTable: table, [[1, 2, 3, 4, 5, 0], [6, 7]])
        #expect(file.dataSet[.pixelData]?.value == expected)
        #expect(file.transferSyntax == .jpeg2000Lossless)
    }

    @Test("The sample radiographs keep every byte of their data set", arguments: ["RG1_J2KI", "RG3_J2KI"])
    func samples(name: String) throws {
        let bytes = try SyntheticFilm.sample(name)
        let file = try Part10File(bytes)
        let again = try file.dataSet.encoded(as: file.transferSyntax)

        #expect(file.dataSet.string(.modality) == "CR")
        #expect(again.elementsEqual(bytes.suffix(again.count)))
    }

    @Test("A film without elements is a file too", arguments: SyntheticFilm.uncompressed)
    func empty(syntax: TransferSyntax) throws {
        let file = try Part10File(SyntheticFilm.bytes(DataSet(), as: syntax))
        #expect(file.dataSet.isEmpty)
        #expect(file.transferSyntax == syntax)
    }

    @Test("Of two elements with one tag the later counts, and elements out of order are sorted")
    func disorder() throws {
        let bytes =
            HandMade.element(.patientID, "LO", Array("B ".utf8)) + HandMade.element(.modality, "CS", Array("CR".utf8))
            + HandMade.element(.patientID, "LO", Array("C ".utf8))
        let read = try DataSet(bytes, transferSyntax: .explicitLittleEndian)

        #expect(read.elements.map(\.tag) == [.modality, .patientID])
        #expect(read.string(.patientID) == "C")
    }
}

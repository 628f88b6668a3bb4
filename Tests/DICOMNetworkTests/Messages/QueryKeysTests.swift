import DICOM
import DICOMNetwork
import Testing

@Suite("A query asks for exactly what is meant")
struct QueryKeysTests {
    @Test("Each way of matching is written as the standard says", arguments: Written.all)
    func written(example: Written) throws {
        let keys = QueryKeys(level: .study, returning: []).matching(example.tag, example.matching)
        let identifier = try keys.identifier(in: .studyRoot)
        #expect(identifier.bytes(example.tag).map { String(decoding: $0, as: UTF8.self) } == example.value)
        #expect(identifier.string(.queryRetrieveLevel) == "STUDY")
    }

    struct Written: Sendable, CustomTestStringConvertible {
        let tag: DICOM.Tag
        let matching: Matching
        let value: String
        var testDescription: String { "\(matching)" }

        static let all: [Written] = [
            .init(tag: .patientID, matching: .universal, value: ""),
            .init(tag: .patientID, matching: .single("AB 12"), value: "AB 12 "),
            .init(tag: .patientID, matching: .single("A*B?C\\D"), value: "A?B?C?D "),
            .init(tag: .patientID, matching: .single("*"), value: "? "),
            .init(tag: .patientName, matching: .single("Pop^Ion\n"), value: "Pop^Ion?"),
            .init(tag: .patientName, matching: .wildCard("Pop*^I?n"), value: "Pop*^I?n"),
            .init(tag: .modalitiesInStudy, matching: .single("CR"), value: "CR"),
            .init(tag: .studyInstanceUID, matching: .uids(["1.2", "1.3.4"]), value: "1.2\\1.3.4\0"),
            .init(
                tag: .studyDate, matching: .dates(from: DICOMDate("20260101"), to: DICOMDate("20260131")),
                value: "20260101-20260131 "),
            .init(tag: .studyDate, matching: .dates(from: DICOMDate("20260101"), to: nil), value: "20260101- "),
            .init(tag: .studyDate, matching: .dates(from: nil, to: DICOMDate("20260131")), value: "-20260131 "),
            .init(
                tag: .studyDate, matching: .dates(from: DICOMDate("20260101"), to: DICOMDate("20260101")),
                value: "20260101"),
            .init(
                tag: .studyTime, matching: .times(from: DICOMTime(hour: 9), to: DICOMTime(hour: 23, minute: 59)),
                value: "090000-235900 "),
            .init(
                tag: .acquisitionDateTime, matching: .dateTimes(from: "20260101120000", to: nil),
                value: "20260101120000- "),
        ]
    }

    @Test("A value that would ask for something else is refused", arguments: Refused.all)
    func refused(example: Refused) {
        let keys = QueryKeys(level: .study, returning: []).matching(example.tag, example.matching)
        #expect {
            try keys.identifier(in: .studyRoot)
        } throws: { error in
            guard case .badKey(let tag, _)? = error as? MessageError else { return false }
            return tag == example.tag
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let tag: DICOM.Tag
        let matching: Matching
        var testDescription: String { "\(matching)" }

        static let all: [Refused] = [
            .init(tag: .patientID, matching: .single("")),
            .init(tag: .patientID, matching: .single(" \0 ")),
            .init(tag: .patientID, matching: .wildCard("")),
            .init(tag: .patientID, matching: .wildCard("A\\B")),
            .init(tag: .patientID, matching: .single(String(repeating: "1", count: 2000))),
            .init(tag: .studyInstanceUID, matching: .single("1.2\\1.3")),
            .init(tag: .studyInstanceUID, matching: .single("1.*")),
            .init(tag: .studyInstanceUID, matching: .wildCard("1.*")),
            .init(tag: .studyInstanceUID, matching: .uids([])),
            .init(tag: .studyInstanceUID, matching: .uids(["1.2", "x"])),
            .init(tag: .patientID, matching: .uids(["1.2"])),
            .init(tag: .studyDate, matching: .single("20260101-20260131")),
            .init(tag: .studyDate, matching: .wildCard("2026*")),
            .init(tag: .studyDate, matching: .dates(from: nil, to: nil)),
            .init(tag: .studyDate, matching: .dates(from: DICOMDate("20260102"), to: DICOMDate("20260101"))),
            .init(tag: .studyDate, matching: .times(from: DICOMTime(hour: 9), to: nil)),
            .init(tag: .acquisitionDateTime, matching: .dateTimes(from: "20260101120000-0500", to: nil)),
            .init(tag: .acquisitionDateTime, matching: .dateTimes(from: "tomorrow", to: nil)),
            .init(tag: .patientID, matching: .sequence([:])),
        ]
    }

    @Test("A sequence is asked for by one item with its keys")
    func sequence() throws {
        let keys = QueryKeys(level: .series, returning: [])
            .matching(.studyInstanceUID, .single("1.2"))
            .matching(
                .requestAttributesSequence,
                .sequence([.requestedProcedureID: .single("P1"), .scheduledProcedureStepID: .universal]))

        let items = try keys.identifier(in: .studyRoot).items(.requestAttributesSequence)

        #expect(items.count == 1)
        #expect(items.first?.string(.requestedProcedureID) == "P1")
        #expect(items.first?.contains(.scheduledProcedureStepID) == true)
    }

    @Test(
        "Names keep their letters on the way, in the archive's character set where it can",
        arguments: [
            (nil, "Ștefănescu^Ion", "ISO_IR 192"), ("ISO_IR 100", "Müller^Jörg", "ISO_IR 100"),
            ("ISO_IR 100", "Ștefan", "ISO_IR 192"), (nil, "Pop^Ion", nil),
        ] as [(String?, String, String?)])
    func letters(asked: String?, name: String, written: String?) throws {
        var keys = QueryKeys(level: .study, returning: []).matching(.patientName, .single(name))
        keys.characterSet = asked

        let bytes = try keys.identifier(in: .studyRoot).encoded(as: .implicitLittleEndian)
        let identifier = try DataSet(bytes, transferSyntax: .implicitLittleEndian)

        #expect(identifier.string(.specificCharacterSet) == written)
        #expect(identifier.string(.patientName) == name)
    }

    @Test("A search below a study must name the study; a patient level needs the patient root")
    func levels() throws {
        #expect(throws: MessageError.self) { try QueryKeys(level: .series).identifier(in: .studyRoot) }
        #expect(throws: MessageError.self) { try QueryKeys(level: .patient).identifier(in: .studyRoot) }
        #expect(throws: MessageError.self) {
            try QueryKeys(level: .image).matching(.studyInstanceUID, .single("1.2")).identifier(in: .studyRoot)
        }
        #expect(try QueryKeys.series(ofStudy: "1.2").identifier(in: .studyRoot).string(.studyInstanceUID) == "1.2")
        #expect(try QueryKeys(level: .patient).identifier(in: .patientRoot).contains(.patientName))
    }

    @Test("A retrieval names only unique keys, and never a search")
    func retrieval() throws {
        let identifier = try QueryKeys.images(["1.2.3.4", "1.2.3.5"], series: "1.2.3", study: "1.2")
            .matching(.patientName, .single("Pop^Ion")).retrieveIdentifier(in: .studyRoot)

        #expect(
            identifier.elements.map(\.tag)
                == [.sopInstanceUID, .queryRetrieveLevel, .studyInstanceUID, .seriesInstanceUID])
        #expect(identifier.strings(.sopInstanceUID) == ["1.2.3.4", "1.2.3.5"])
        #expect(throws: MessageError.self) {
            try QueryKeys.studies(from: DICOMDate("20260101"), to: nil).retrieveIdentifier(in: .studyRoot)
        }
    }

    @Test("An answer is read where it is right, and nil where it is not")
    func answer() throws {
        var dataSet = DataSet()
        dataSet.set(.queryRetrieveLevel, "STUDY")
        dataSet.set(.studyInstanceUID, "../../1.2")
        dataSet.set(.studyDate, "20260105")
        dataSet.set(.studyTime, "251300")
        dataSet.set(.modalitiesInStudy, ["CR", "DX"])
        dataSet.set(.accessionNumber, "A17")
        dataSet.set(DICOM.Tag(0x0020, 0x1208), "12")
        let bytes = try dataSet.encoded(as: .explicitLittleEndian)

        let answer = try QueryAnswer(bytes, transferSyntax: .explicitLittleEndian)

        #expect(answer.level == .study)
        #expect(answer.studyInstanceUID == nil)
        #expect(answer.studyDate == DICOMDate("20260105"))
        #expect(answer.studyTime == nil)
        #expect(answer.modalities == ["CR", "DX"])
        #expect(answer.accessionNumber == "A17")
        #expect(answer.instanceCount == 12)
    }

    @Test(
        "A count that no study has is no count: sums of counts must not overflow",
        arguments: [
            "-1", "1000001", "9e18", "9223372036854775807", "x",
        ])
    func absurdCount(_ text: String) throws {
        var dataSet = DataSet()
        dataSet.set(DICOM.Tag(0x0020, 0x1206), text)
        dataSet.set(DICOM.Tag(0x0020, 0x1208), text)
        let answer = QueryAnswer(dataSet)
        #expect(answer.instanceCount == nil)
        #expect(answer.seriesCount == nil)
    }

    @Test("An answer larger than any identifier is refused")
    func largeAnswer() {
        let bytes = [UInt8](repeating: 0, count: QueryAnswer.limits.maxBytes + 1)
        #expect(throws: MessageError.self) { try QueryAnswer(bytes, transferSyntax: .implicitLittleEndian) }
    }
}

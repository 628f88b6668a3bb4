import DICOM
import Foundation
import Testing

@Suite("Data sets shown to people and programs")
struct DescriptionTests {
    @Test("The dump has a line for each element, with its name, and breaks no terminal")
    func dump() {
        var film = SyntheticFilm.chest()
        film.set(.patientComments, "line\u{1B}[31m\nbreak " + String(repeating: "x", count: 500))
        let lines = film.dump().split(separator: "\n")

        #expect(lines.contains("(0008,0060) CS [CR]  # 2 Modality"))
        #expect(lines.contains("(0008,0016) UI =Computed Radiography Image Storage  # 26 SOPClassUID"))
        #expect(lines.contains("    (0008,0104) LO [Chest]  # 6 CodeMeaning"))
        #expect(lines.contains("(0009,1001) UN 01\\02\\03\\04  # 4 Private"))
        #expect(lines.allSatisfy { $0.count < 140 && !$0.contains("\u{1B}") })
    }

    @Test("The JSON model is JSON with the standard's keys")
    func json() throws {
        var film = SyntheticFilm.chest()
        film.set(.patientComments, "quote \" backslash \\ tab \t")
        film.set(.windowCenter, ["300", "x"])
        let json = try JSONSerialization.jsonObject(with: Data(film.json(inlineLimit: 8).utf8))
        let model = try #require(json as? [String: [String: Any]])

        #expect(model["00080005"]?["Value"] as? [String] == ["ISO_IR 192"])
        #expect(model["00100010"]?["Value"] as? [[String: String]] == [["Alphabetic": "Ionescu^Ştefan"]])
        #expect(model["00280010"]?["Value"] as? [Int] == [4])
        #expect(model["00180060"]?["Value"] as? [Double] == [112.5])
        #expect(model["00281050"]?["Value"] as? NSArray == [300, "x"])
        #expect(model["00091001"]?["InlineBinary"] as? String == "AQIDBA==")
        #expect(model["7FE00010"]?["BulkDataURI"] as? String == "#7FE00010")
        #expect(model["00104000"]?["Value"] as? [String] == ["quote \" backslash \\ tab \t".trimmingCharacters(in: [])])
        #expect((model["00082218"]?["Value"] as? [[String: Any]])?.count == 2)
    }

    static let entries: [(tag: Tag, vr: VR, keyword: String)] = [
        (.patientName, .pn, "PatientName"), (.pixelData, .ow, "PixelData"), (Tag(0x6002, 0x3000), .ow, "OverlayData"),
        (.smallestImagePixelValue, .us, "SmallestImagePixelValue"), (Tag(0x0020, 0x3142), .cs, "SourceImageIDs"),
        (.fileMetaInformationGroupLength, .ul, "FileMetaInformationGroupLength"),
    ]

    @Test("The dictionary knows attributes, repeating groups too", arguments: entries)
    func dictionary(row: (tag: Tag, vr: VR, keyword: String)) {
        let entry = DataDictionary.entry(for: row.tag)
        #expect(entry?.vr == row.vr)
        #expect(entry?.keyword == row.keyword)
        #expect(
            row.tag.group == 0x6002 || row.tag.element == 0x3142 || DataDictionary.tag(keyword: row.keyword) == row.tag)
    }

    @Test(
        "Private, unknown and nonsense tags have no entry",
        arguments: [Tag(0x0009, 0x1001), Tag(0x0008, 0xFFFF), Tag(0xFFFF, 0xFFFF)])
    func noEntry(tag: Tag) { #expect(DataDictionary.entry(for: tag) == nil) }

    static let syntaxes: [(syntax: TransferSyntax, isEncapsulated: Bool, name: String)] = [
        (.implicitLittleEndian, false, "Implicit VR Little Endian"), (.jpegBaseline, true, "JPEG Baseline (Process 1)"),
        (.deflated, false, "Deflated Explicit VR Little Endian"), (TransferSyntax(uid: "1.2.3\0"), true, "1.2.3"),
    ]

    @Test("A transfer syntax has a name and says how pixels stand", arguments: syntaxes)
    func transferSyntax(row: (syntax: TransferSyntax, isEncapsulated: Bool, name: String)) {
        #expect(row.syntax.isEncapsulated == row.isEncapsulated)
        #expect(row.syntax.name == row.name)
    }

    @Test("A tag is read and shown", arguments: ["00100010", "(0010,0010)"])
    func tag(text: String) {
        #expect(Tag(text: text) == .patientName)
        #expect(Tag(text: text)?.description == "(0010,0010)")
    }
}

import DICOM
import Foundation
import Radiology
import Store
import Testing
import Web
import Workstation

@Suite("Kept originals as DICOMweb needs them")
struct DICOMwebStories {
    private static let rows = 40
    private static let columns = 30
    /// Two bytes a pixel.
    private static let pixels = (0..<rows * columns * 2).map { UInt8(truncatingIfNeeded: $0 * 7) }.enumerated().map {
        $0.offset % 2 == 0 ? $0.element : $0.element & 0x0F
    }

    let folder: SettingsFolder
    let archive: Archive
    let originals: KeptOriginals

    init() throws {
        folder = try SettingsFolder()
        archive = try Archive.open(paths: WorkspacePaths(root: folder.location.path), now: Date())
        originals = KeptOriginals(
            archive: archive, index: ExamIndex(archive, threshold: 5), limits: .standard)
    }

    private func dataSet(_ number: Int, frames: Int = 1) -> DataSet {
        var data = DataSet()
        data.set(.specificCharacterSet, "ISO_IR 100")
        data.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.1")
        data.set(.sopInstanceUID, "1.2.9.\(number)")
        data.set(.studyDate, "20260302")
        data.set(.studyTime, "081500")
        data.set(.accessionNumber, "A-\(number)")
        data.set(.modality, "CR")
        data.set(.studyDescription, "Thorax")
        data.set(.referringPhysicianName, "Exemplu^Radu")
        data.set(.patientName, "Müller^Ana")
        data.set(.patientID, "P\(number)")
        data.set(.patientSex, "F")
        data.set(.studyInstanceUID, "1.2.7")
        data.set(.seriesInstanceUID, "1.2.7.1")
        data.set(.studyID, "S7")
        data.set(.seriesNumber, "3")
        data.set(.instanceNumber, "\(number)")
        data.set(.samplesPerPixel, integer: 1)
        data.set(.photometricInterpretation, "MONOCHROME2")
        if frames > 1 { data.set(.numberOfFrames, "\(frames)") }
        data.set(.rows, integer: Self.rows)
        data.set(.columns, integer: Self.columns)
        data.set(.bitsAllocated, integer: 16)
        data.set(.bitsStored, integer: 12)
        data.set(.highBit, integer: 11)
        data.set(.pixelRepresentation, integer: 0)
        return data
    }

    /// - Returns: the file as it is kept.
    @discardableResult
    private func keep(_ number: Int, _ syntax: TransferSyntax = .explicitLittleEndian, frames: Int = 1) throws
        -> [UInt8]
    {
        var data = dataSet(number, frames: frames)
        let all = (0..<frames).map { frame in Self.pixels.map { $0 ^ UInt8(frame & 1) } }
        if syntax.isEncapsulated {
            data.setPixels(fragments: all)
        } else {
            data[.pixelData] = Element(.pixelData, .ow, bytes: all.flatMap { $0 })
        }
        return try keep(try Part10File(dataSet: data, transferSyntax: syntax).encoded(), of: data, number)
    }

    private func keep(_ bytes: [UInt8], of data: DataSet, _ number: Int) throws -> [UInt8] {
        let exam = try Exam(dataSet: data, rules: RegionRules(), receivedLocal: "2026-03-02 08:20:00")
        try FileManager.default.createDirectory(
            at: folder.location.appending(path: "archive"), withIntermediateDirectories: true)
        try folder.write(bytes, "archive/film\(number)")
        let receipt = FilmReceipt(
            contentHash: ContentHash(of: bytes).rawValue, bytes: bytes.count, source: "test", received: Date(),
            archivePath: "archive/film\(number)")
        _ = try archive.exams.admit(exam, film: receipt)
        return bytes
    }

    private func uid(_ number: Int) -> SOPInstanceUID { SOPInstanceUID(validated: "1.2.9.\(number)") }

    private func json(_ bytes: [UInt8]?) throws -> [String: [String: Any]] {
        try JSONSerialization.jsonObject(with: Data(bytes ?? [])) as? [String: [String: Any]] ?? [:]
    }

    private func value(_ object: [String: [String: Any]], _ tag: String) -> String {
        let value = (object[tag]?["Value"] as? [Any])?.first
        if let name = value as? [String: String] { return name["Alphabetic"] ?? "" }
        return value.map { "\($0)" } ?? "-"
    }

    @Test(
        "A file is given back byte for byte, in whatever syntax it came",
        arguments: [
            TransferSyntax.implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian, .deflated,
            .encapsulatedUncompressed,
        ])
    func identity(syntax: TransferSyntax) throws {
        let bytes = try keep(1, syntax)
        let opened = try #require(try originals.open(uid(1)))
        #expect(opened.transferSyntax == syntax.uid && opened.size == bytes.count)
        var read: [UInt8] = []
        while read.count < opened.size { read += try opened.read(read.count, 1000) }
        #expect(read == bytes)
        #expect(try originals.file(uid(1)) == bytes)
    }

    @Test("A bare data set is given the header that it lacks")
    func bare() throws {
        var data = dataSet(1)
        data[.pixelData] = Element(.pixelData, .ow, bytes: Self.pixels)
        _ = try keep(try data.encoded(as: .implicitLittleEndian), of: data, 1)
        let opened = try #require(try originals.open(uid(1)))
        let file = try Part10File(try opened.read(0, opened.size))
        #expect(file.meta.string(.mediaStorageSOPInstanceUID) == "1.2.9.1")
        #expect(file.transferSyntax.uid == opened.transferSyntax && file.dataSet == data)
    }

    @Test("The metadata hold every attribute but the pixels, which have an address", arguments: [1, 2])
    func metadata(frames: Int) throws {
        try keep(1, frames: frames)
        let object = try json(try originals.metadata(uid(1), "http://here/dicomweb/x"))
        #expect(value(object, "00100010") == "Müller^Ana" && value(object, "00080005") == "ISO_IR 192")
        #expect(value(object, "00280010") == "\(Self.rows)")
        let address = frames == 1 ? "frames/1" : "bulkdata/7FE00010"
        #expect(object["7FE00010"]?["BulkDataURI"] as? String == "http://here/dicomweb/x/\(address)")
        #expect(object.count == 26 + (frames == 1 ? 0 : 1))
    }

    @Test("A long binary value of the header is found at its address")
    func bulk() throws {
        var data = dataSet(1)
        let long = [UInt8](repeating: 5, count: 10_000)
        data[Tag(0x0042, 0x0011)] = Element(Tag(0x0042, 0x0011), .ob, bytes: long)
        data[.pixelData] = Element(.pixelData, .ow, bytes: Self.pixels)
        _ = try keep(try Part10File(dataSet: data, transferSyntax: .explicitLittleEndian).encoded(), of: data, 1)
        let object = try json(try originals.metadata(uid(1), "x"))
        #expect(object["00420011"]?["BulkDataURI"] as? String == "x/bulkdata/00420011")
        #expect(try originals.bulk(uid(1), "00420011") == long)
        #expect(try originals.bulk(uid(1), "7FE00010") == Self.pixels)
        #expect(try originals.bulk(uid(1), "00420012") == nil)
    }

    @Test(
        "Frames are the pixels as little endian cells, or the compressed stream",
        arguments: [
            TransferSyntax.implicitLittleEndian, .explicitBigEndian, .deflated, .encapsulatedUncompressed,
        ])
    func frames(syntax: TransferSyntax) throws {
        try keep(1, syntax, frames: 2)
        let stored = try #require(try originals.frame(uid(1), 2))
        #expect(stored.bytes == Self.pixels.map { $0 ^ 1 } && stored.mediaType == "application/octet-stream")
        let native = syntax.isEncapsulated ? syntax : .explicitLittleEndian
        #expect(stored.transferSyntax == native.uid)
        #expect(try originals.nativeFrame(uid(1), 1)?.transferSyntax == TransferSyntax.explicitLittleEndian.uid)
        #expect(try originals.frame(uid(1), 3) == nil && originals.frame(uid(1), 0) == nil)
    }

    @Test("A compressed film is also to be had uncompressed")
    func native() throws {
        try keep(1, .encapsulatedUncompressed)
        let cells = stride(from: 0, to: Self.pixels.count, by: 2).flatMap { [Self.pixels[$0], Self.pixels[$0 + 1]] }
        #expect(try originals.nativeFrame(uid(1), 1)?.bytes == cells)
    }

    @Test(
        "A film is drawn as large as asked, and never larger than it is",
        arguments: [
            (nil, 30, 40), ((10, 1000), 9, 13), ((1000, 20), 15, 20), ((9000, 9000), 30, 40), ((1, 1), 1, 1),
        ] as [((Int, Int)?, Int, Int)])
    func rendered(viewport: (Int, Int)?, width: Int, height: Int) throws {
        try keep(1)
        var rendering = KeptOriginals.Rendering(format: .png, window: (center: 1000, width: 2000))
        rendering.viewport = viewport.map { (width: $0.0, height: $0.1) }
        let png = try #require(try originals.rendered(uid(1), rendering))
        let sides = [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(sides == [width, height])
        let jpeg = try #require(try originals.rendered(uid(1), KeptOriginals.Rendering(format: .jpeg)))
        #expect(jpeg.starts(with: [0xFF, 0xD8]) && jpeg.suffix(2) == [0xFF, 0xD9])
    }

    @Test("What is not kept is nothing; what cannot be read is a fault")
    func missing() throws {
        #expect(try originals.open(uid(9)) == nil && originals.file(uid(9)) == nil)
        #expect(try originals.metadata(uid(9), "x") == nil && originals.rendered(uid(9), .init(format: .png)) == nil)
        try keep(1)
        try folder.write(Array("no film".utf8), "archive/film1")
        #expect(throws: KeptOriginals.Fault.unreadable) { try originals.metadata(uid(1), "x") }
        #expect(throws: KeptOriginals.Fault.unreadable) { try originals.open(uid(1)) }
    }

    // MARK: Searches

    private func search(
        _ level: KeptOriginals.Search.Level, _ matching: [String: String] = [:], limit: Int = 10, study: String? = nil,
        _ change: (inout KeptOriginals.Search) -> Void = { _ in }
    ) throws -> [[String: [String: Any]]] {
        var search = KeptOriginals.Search(level: level, study: study, matching: matching, limit: limit)
        search.base = "http://here/dicomweb"
        change(&search)
        return try originals.search(search).objects.map { try json($0) }
    }

    @Test("A study is described by its header and its counts")
    func study() throws {
        try keep(1)
        try keep(2)
        let objects = try search(.studies)
        let study = try #require(objects.first)
        #expect(objects.count == 1)
        let wanted = [
            "0020000D": "1.2.7", "00080020": "20260302", "00080030": "081500", "00081030": "Thorax",
            "00100010": "Müller^Ana", "00080090": "Exemplu^Radu", "00200010": "S7", "00080061": "CR",
            "00201206": "1", "00201208": "2", "00080056": "ONLINE", "00081190": "http://here/dicomweb/studies/1.2.7",
        ]
        for (tag, text) in wanted { #expect(value(study, tag) == text, "\(tag)") }
        #expect(study["00080018"] == nil && study["7FE00010"] == nil)
    }

    @Test("An instance found anywhere says where it belongs; one of a known study does not repeat it")
    func instance() throws {
        try keep(1)
        let anywhere = try #require(try search(.instances).first)
        let below = try #require(try search(.instances, study: "1.2.7").first)
        for object in [anywhere, below] {
            #expect(value(object, "00080018") == "1.2.9.1" && value(object, "00080016") == "1.2.840.10008.5.1.4.1.1.1")
            #expect(value(object, "00083002") == TransferSyntax.explicitLittleEndian.uid)
            #expect(value(object, "00280011") == "\(Self.columns)")
            #expect(value(object, "00081190").hasSuffix("/studies/1.2.7/series/1.2.7.1/instances/1.2.9.1"))
        }
        #expect(value(anywhere, "00100010") == "Müller^Ana" && below["00100010"] == nil)
        let more = try #require(
            try search(.instances, study: "1.2.7") { $0.including = ["PatientName", "00280101"] }.first)
        #expect(value(more, "00100010") == "Müller^Ana" && value(more, "00280101") == "12")
        let all = try #require(try search(.studies) { $0.includesAll = true }.first)
        #expect(value(all, "00280101") == "12" && all["7FE00010"] == nil)
    }

    @Test(
        "Attributes narrow by keyword and by tag, those of the header too",
        arguments: [
            (["PatientID": "P1"], [1]), (["00100020": "P*"], [2, 1]), (["PatientName": "M*LLER^*"], [2, 1]),
            (["PatientName": "nobody"], []), (["AccessionNumber": "A-2"], [2]), (["Modality": "DX"], []),
            (["ModalitiesInStudy": "CR"], [2, 1]), (["StudyDate": "20260301-20260303"], [2, 1]),
            (["StudyDate": "-20260301"], []), (["StudyDate": "20260302"], [2, 1]), (["StudyDate": "20260303-"], []),
            (["SOPInstanceUID": "1.2.9.1,1.2.9.2,5.5"], [2, 1]), (["SOPInstanceUID": "5.5\\1.2.9.1"], [1]),
            (["StudyInstanceUID": "1.2.7", "InstanceNumber": "2"], [2]), (["ReferringPhysicianName": "*radu"], [2, 1]),
            (["StudyTime": "08-09"], [2, 1]), (["StudyTime": "0900-"], []), (["PatientSex": "M"], []),
            (["PatientID": ""], [2, 1]), (["Colour": "red"], [2, 1]),
        ] as [([String: String], [Int])])
    func matching(asked: [String: String], films: [Int]) throws {
        try keep(1)
        try keep(2)
        #expect(try search(.instances, asked).map { value($0, "00080018") } == films.map { uid($0).rawValue })
    }

    @Test(
        "A value without the form of its attribute is refused",
        arguments: [
            ["StudyDate": "yesterday"], ["StudyDate": "20261301"], ["StudyDate": "-"], ["StudyDate": "1-2-3"],
            ["StudyInstanceUID": "1..2"], ["SeriesInstanceUID": ","], ["SOPInstanceUID": "1.2,abc"],
        ])
    func malformed(asked: [String: String]) throws {
        #expect(throws: KeptOriginals.Fault.badValue(attribute: asked.keys.first ?? "")) {
            try search(.instances, asked)
        }
    }

    @Test("What is not searched by is said; what lies behind the limit too")
    func warnings() throws {
        try keep(1)
        try keep(2)
        var asked = KeptOriginals.Search(level: .instances, matching: ["Colour": "red"], limit: 1)
        #expect(try originals.search(asked).ignored == ["Colour"])
        #expect(try originals.search(asked).isMore)
        asked.matching = ["StudyID": "S7"]
        #expect(try originals.search(asked).objects.count == 1 && originals.search(asked).isMore)
        asked.offset = 1
        #expect(try originals.search(asked).objects.count == 1 && !originals.search(asked).isMore)
    }
}

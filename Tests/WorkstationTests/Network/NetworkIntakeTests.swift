import DICOM
import DICOMNetwork
import Foundation
import Logging
import Radiology
import Store
import Synchronization
import Testing
import Workstation

@Suite("Films from the network")
struct NetworkIntakeTests {
    private static let computedRadiography = "1.2.840.10008.5.1.4.1.1.1"
    let folder: SettingsFolder
    let spool: Spool

    init() throws {
        folder = try SettingsFolder()
        let paths = WorkspacePaths(root: folder.location.path)
        try paths.create()
        spool = Spool(paths: paths)
    }

    private func intake(minFree: StorageSettings.Reserve = .bytes(0), maxBytes: Int = 1 << 20) -> NetworkIntake {
        NetworkIntake(
            spool: spool, root: spool.paths.root, minFree: minFree, maxBytes: maxBytes, log: Logger(label: "test"),
            arrived: {})
    }

    private static func dataSet(
        _ uid: String? = "1.2.3", class sopClass: String = computedRadiography, as syntax: TransferSyntax
    ) throws -> [UInt8] {
        var data = DataSet()
        data.set(.specificCharacterSet, "ISO_IR 100")
        data.set(.sopClassUID, sopClass)
        if let uid { data.set(.sopInstanceUID, uid) }
        data.set(.modality, "CR")
        return try data.encoded(as: syntax)
    }

    /// Sends bytes in pieces as they might come over the wire.
    private func send(
        _ bytes: [UInt8], as syntax: TransferSyntax, uid: String = "1.2.3", from sender: String = "ROOM1",
        into intake: NetworkIntake? = nil, piece: Int = 7
    ) throws -> NetworkIntake.Refusal? {
        let intake = intake ?? self.intake()
        let film: ReceivedFilm
        do throws(NetworkIntake.Refusal) {
            film = try intake.begin(
                sopClass: Self.computedRadiography, sopInstance: uid, syntax: syntax, sender: sender)
        } catch {
            return error
        }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let part = Array(bytes[start..<min(bytes.count, start + piece)])
            if let refusal = film.write(part.span.bytes) {
                film.cancel()
                return refusal
            }
        }
        return film.finish()
    }

    private var names: [String] { (try? spool.scan().files.map(\.path)) ?? [] }

    @Test(
        "A film that came in small pieces is a file that can be read, in every plain encoding",
        arguments: [TransferSyntax.implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian, .deflated])
    func whole(syntax: TransferSyntax) throws {
        let bytes = try Self.dataSet(as: syntax)
        #expect(try send(bytes, as: syntax, piece: 1) == nil)
        #expect(names == ["ae-ROOM1.1.2.3.dcm"])
        let path = spool.paths.incoming + "/ae-ROOM1.1.2.3.dcm"
        let file = try Part10File([UInt8](try Data(contentsOf: URL(filePath: path))), limits: .standard)
        #expect(file.transferSyntax == syntax && file.dataSet.string(.sopInstanceUID) == "1.2.3")
    }

    @Test("The same film from two senders is the same bytes")
    func sameBytes() throws {
        let bytes = try Self.dataSet(as: .explicitLittleEndian)
        for sender in ["ROOM1", "ARCHIVE"] {
            #expect(try send(bytes, as: .explicitLittleEndian, from: sender) == nil)
        }
        let files = try names.map { try Data(contentsOf: URL(filePath: spool.paths.incoming + "/" + $0)) }
        #expect(files.count == 2 && files[0] == files[1])
    }

    @Test(
        "What is no film, or another one than was announced, is refused for what it is",
        arguments: [
            ("1.2.4", DIMSEStatus.dataSetDoesNotMatchSOPClass), (nil, .cannotUnderstand), ("", .cannotUnderstand),
        ] as [(String?, DIMSEStatus)])
    func mismatch(uid: String?, status: DIMSEStatus) throws {
        for syntax in [TransferSyntax.implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian] {
            #expect(try send(Self.dataSet(uid, as: syntax), as: syntax)?.status == status)
        }
        #expect(names.isEmpty)
    }

    @Test("A data set of another class, and an empty one, are refused")
    func otherClass() throws {
        let other = try Self.dataSet(class: "1.2.840.10008.5.1.4.1.1.7", as: .explicitLittleEndian)
        #expect(try send(other, as: .explicitLittleEndian)?.status == .dataSetDoesNotMatchSOPClass)
        #expect(try send([], as: .explicitLittleEndian)?.status == .cannotUnderstand)
        #expect(names.isEmpty)
    }

    @Test(
        "A UID that breaks the rules never becomes a path",
        arguments: ["../../etc/passwd", "1.2/3", "", "1..2", String(repeating: "1", count: 65), "1.2.3\u{0}/x"])
    func wrongUID(uid: String) throws {
        #expect(try send([1], as: .explicitLittleEndian, uid: uid)?.status == .invalidSOPInstance)
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.paths.incoming).isEmpty)
    }

    @Test("A full disk is said before the first byte")
    func noRoom() throws {
        let bytes = try Self.dataSet(as: .explicitLittleEndian)
        #expect(
            try send(bytes, as: .explicitLittleEndian, into: intake(minFree: .bytes(.max)))?.status == .outOfResources)
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.paths.incoming).isEmpty)
    }

    @Test("MAX_FILE is for the file as it lies on the disk: at it a film is kept, a byte above it is not, for good")
    func tooLarge() throws {
        let bytes = try Self.dataSet(as: .explicitLittleEndian)
        #expect(try send(bytes, as: .explicitLittleEndian) == nil)
        let path = spool.paths.incoming + "/" + (try #require(names.first))
        let size = try Data(contentsOf: URL(filePath: path)).count
        try FileManager.default.removeItem(atPath: path)
        for (limit, status) in [(size, nil), (size - 1, DIMSEStatus.cannotUnderstand)] {
            #expect(try send(bytes, as: .explicitLittleEndian, into: intake(maxBytes: limit))?.status == status)
        }
        #expect(names.count == 1)
    }

    @Test("Bytes that are no data set neither trap nor hang", arguments: 0..<64)
    func noise(seed: Int) throws {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        let bytes = (0..<300).map { _ -> UInt8 in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
        let syntax = [TransferSyntax.implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian][seed % 3]
        #expect(try send([8, 0, 5, 0] + bytes, as: syntax)?.status != nil)
    }
}

@Suite("Lists of accession numbers")
struct AccessionListTests {
    @Test(
        "The column is found by its heading, or is the first",
        arguments: [
            ("A1\nA2\n", ["A1", "A2"]), ("accession\nA1\n", ["A1"]),
            ("name,Accession Number\nx,A1\ny;A2\n", ["A1", "A2"]),
            ("# note\n\n\"A,1\",x\n", ["A,1"]), ("StudyInstanceUID\n1.2.3\n", ["1.2.3"]),
            ("\u{FEFF}A1\r\nA2", ["A1", "A2"]),
            ("accession_number\tother\nA1\tB\n\tB\n", ["A1", ""]), ("TOO LONG A NUMBER FOR AN ORDER", [""]), ("", []),
        ])
    func columns(text: String, items: [String]) {
        #expect(AccessionList(text).lines.map { $0.item?.text ?? "" } == items)
    }

    @Test("Dotted numbers are UIDs, others are accession numbers")
    func kinds() {
        let items = AccessionList("1.2.3\n12.3\n123\n").lines.map(\.item)
        #expect(items == [.study(StudyInstanceUID(validated: "1.2.3")), .accession("12.3"), .accession("123")])
    }

    @Test("What was complete at an earlier run is known, whatever happened before or stands in the line")
    func outcomes() throws {
        let folder = try SettingsFolder()
        let file = OutcomeFile(besideList: folder.location.path + "/list.csv")
        #expect(file.finished().isEmpty)
        try file.append(line: 1, item: "A1", .failed, problem: "it said \"no\", twice")
        try file.append(line: 1, item: "A1", .complete, films: 3)
        try file.append(line: 2, item: "A,2", .complete, films: 1)
        try file.append(line: 3, item: "A3", .complete)
        try file.append(line: 3, item: "A3", .incomplete, problem: "1 of 2")
        #expect(file.finished() == ["A1", "A,2"])
    }
}

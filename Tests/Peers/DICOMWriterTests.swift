import DICOM
import Foundation
import Testing

/// A film of our own writer, as a file in a folder of its own that goes away with it.
final class WrittenFilm: Sendable {
    let folder: URL
    let url: URL

    init(_ bytes: [UInt8]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "film-\(UUID().uuidString)")
        url = folder.appending(path: "film.dcm")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static let syntaxes: [TransferSyntax] = [
        .implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian, .deflated, .jpegBaseline,
    ]

    /// A film with everything that a writer can get wrong. `number` tells instances apart.
    static func film(_ number: Int, for syntax: TransferSyntax, offsetTable: Bool = false) -> DataSet {
        var film = DataSet()
        film.set(.specificCharacterSet, "ISO_IR 192")
        film.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.7")
        film.set(.sopInstanceUID, "2.25.4242.\(number)")
        film.set(.studyInstanceUID, "2.25.4242")
        film.set(.seriesInstanceUID, "2.25.4243")
        film.set(.studyDate, "20260102")
        film.set(.modality, "CR")
        film.set(.patientName, "Țuțea^Ștefan")
        film.set(.patientID, "TEST-1")
        film.set(.kvp, numbers: [112.5])
        film.set(Tag(0x0009, 0x0010), "ACME 1.1", vr: .lo)
        film.set(Tag(0x0009, 0x1001), bytes: [1, 2, 3, 4], vr: .un)
        var code = DataSet()
        code.set(.codeValue, "T-28000")
        code.set(.codeMeaning, "Plămân")
        code.hasUndefinedLength = true
        var outer = DataSet()
        outer.set(.anatomicRegionSequence, items: [code, code])
        film.set(.anatomicRegionSequence, items: [outer, DataSet()])
        film.set(.samplesPerPixel, integer: 1)
        film.set(.photometricInterpretation, "MONOCHROME2")
        for (tag, value) in [(Tag.bitsAllocated, 8), (.bitsStored, 8), (.highBit, 7), (.pixelRepresentation, 0)] {
            film.set(tag, integer: value)
        }
        film.set(.rows, integer: 3)
        film.set(.columns, integer: 3)
        film.set(.pixelData, bytes: [0, 30, 60, 90, 120, 150, 180, 210, 240, 0], vr: .ob)
        guard syntax.isEncapsulated else { return film }
        film.setPixels(fragments: [jpeg], offsetTable: offsetTable ? [0] : [])
        return film
    }

    /// A baseline JPEG of 8 × 8 equal grey samples, 1 component; its length is odd.
    static let jpeg: [UInt8] = {
        let table = [UInt8](repeating: 1, count: 64)
        let quantisation: [UInt8] = [0xFF, 0xDB, 0, 67, 0] + table
        let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0, 3, 0, 3, 1, 1, 0x11, 0]
        let codes: [UInt8] = [1] + [UInt8](repeating: 0, count: 15) + [0]
        let huffman: [UInt8] = [0xFF, 0xC4, 0, 20, 0x00] + codes + [0xFF, 0xC4, 0, 20, 0x10] + codes
        let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9]
        return [0xFF, 0xD8] + quantisation + frame + huffman + scan
    }()
}

private typealias Tag = DICOM.Tag

@Suite("Strangers read what our writer writes")
struct DICOMWriterTests {
    @Test(
        "dcmdump reads every film without a warning",
        .enabled(if: Stranger.dcmtk("dcmdump").isHere, Comment(rawValue: absent("dcmtk"))),
        arguments: WrittenFilm.syntaxes)
    func dcmdump(syntax: TransferSyntax) throws {
        let film = WrittenFilm.film(1, for: syntax, offsetTable: true)
        let written = try WrittenFilm(Part10File(dataSet: film, transferSyntax: syntax, source: "XRV").encoded())
        let (status, output) = try Stranger.dcmtk("dcmdump").run(["-v", "+L", written.url.path])

        #expect(status == 0)
        #expect(
            !output.contains("\nW:") && !output.contains("\nE:") && !output.hasPrefix("W:"), "\(output.prefix(600))")
        #expect(output.contains("[Țuțea^Ștefan]"))
        #expect(output.contains("[\(Part10File.implementationVersionName)]"))
        #expect(output.components(separatedBy: "[Plămân").count == 3)
    }

    @Test(
        "pydicom reads every film with the values that went in",
        .enabled(if: Stranger.python.isHere, Comment(rawValue: absent("pydicom"))),
        arguments: WrittenFilm.syntaxes)
    func pydicom(syntax: TransferSyntax) throws {
        let film = WrittenFilm.film(1, for: syntax)
        let written = try WrittenFilm(Part10File(dataSet: film, transferSyntax: syntax).encoded())
        let theirs = try #require(try DICOMOracle.read([written.url.path]).first)
        #expect(theirs.error == nil)
        #expect(theirs.elements == ReadingOfFile(film, file: "").elements)
    }

    @Test(
        "A file of pydicom, read and written by us, is the same data set for pydicom",
        .enabled(if: Stranger.python.isHere, Comment(rawValue: absent("pydicom"))))
    func roundTrip() throws {
        let readings = try DICOMOracle.read([]).filter {
            $0.elements != nil && DICOMWriterReadingTests.exceptions[URL(filePath: $0.file).lastPathComponent] == nil
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "again-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, reading) in readings.enumerated() {
            let file = try Part10File([UInt8](try Data(contentsOf: URL(filePath: reading.file))))
            try Data(file.encoded()).write(to: folder.appending(path: "\(1000 + index).dcm"))
        }
        let again = try DICOMOracle.read(readings.indices.map { folder.appending(path: "\(1000 + $0).dcm").path })
        for (before, after) in zip(readings, again) {
            let name = URL(filePath: before.file).lastPathComponent
            // Two of the files have values of odd length; ours are even, as the standard demands.
            let (old, new) = ((before.elements ?? [:]).mapValues(\.even), after.elements ?? [:])
            guard old != new else { continue }
            let keys = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted().prefix(4)
            Issue.record("\(name): \(after.error ?? "") \(keys.map { "\($0) \(old[$0] as Any) \(new[$0] as Any)" })")
        }
        #expect(again.count == readings.count)
    }
}

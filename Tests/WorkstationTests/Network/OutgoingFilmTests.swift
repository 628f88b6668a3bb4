import DICOM
import DICOMNetwork
import Foundation
import Glibc
import Radiology
import Store
import Synchronization
import Testing
import Workstation

@Suite("Films that are sent")
struct OutgoingFilmTests {
    private static let pixels = 300_000
    let folder: SettingsFolder

    init() throws { folder = try SettingsFolder() }

    private func dataSet(uid: String = "1.2.3") -> DataSet {
        var data = DataSet()
        data.set(.sopClassUID, SOPClass.computedRadiography.uid)
        data.set(.sopInstanceUID, uid)
        data.set(.modality, "CR")
        data[.pixelData] = Element(.pixelData, .ow, bytes: (0..<Self.pixels).map { UInt8(truncatingIfNeeded: $0 * 7) })
        return data
    }

    private func open(_ bytes: [UInt8]) throws -> OutgoingFilm {
        try folder.write(bytes, "film.dcm")
        return try OutgoingFilm(RawPath(folder.location.appending(path: "film.dcm").path), limits: .standard)
    }

    private func outlined(_ bytes: [UInt8], _ ranges: (Range<Int>) -> Void = { _ in }) -> FilmOutline? {
        FilmOutline(size: bytes.count, limits: .standard) { offset, count in
            let range = min(offset, bytes.count)..<min(bytes.count, offset + count)
            ranges(range)
            return Array(bytes[range])
        }
    }

    /// What goes over the network, asked for in pieces.
    private func sent(_ film: OutgoingFilm) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for offset in stride(from: 0, to: film.byteCount, by: 70_001) {
            let count = min(70_001, film.byteCount - offset)
            bytes += try withUnsafeTemporaryAllocation(byteCount: count + 9, alignment: 1) { buffer in
                var piece = OutputRawSpan(buffer: buffer, initializedCount: 0)
                try film.read(at: offset, count: count, into: &piece)
                return Array(buffer.prefix(piece.byteCount))
            }
        }
        return bytes
    }

    @Test(
        "The data set goes out as it lies in the file; of the file only the headers of its elements are read before",
        arguments: [
            TransferSyntax.implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian, .deflated, .jpegLosslessSV1,
        ])
    func whole(syntax: TransferSyntax) throws {
        let bytes = try Part10File(dataSet: dataSet(), transferSyntax: syntax).encoded()
        let film = try open(bytes)
        #expect(film.sopInstance.rawValue == "1.2.3" && film.sopClass == SOPClass.computedRadiography.uid)
        #expect(film.transferSyntax == syntax)
        #expect(try sent(film) == dataSet().encoded(as: syntax))
        var count = 0
        let outline = outlined(bytes) { count += $0.count }
        // What is deflated says nothing before it is inflated.
        #expect((outline == nil) == syntax.isDeflated)
        #expect(count < Self.pixels / 2)
    }

    /// Items and sequences of known and unknown length, one in the other. Standard: PS3.5 §7.5.
    private static func sequence(_ isOpen: Bool) -> [UInt8] {
        let element: [UInt8] = [0x08, 0, 0, 0x01, 0x53, 0x48, 4, 0, 0x54, 0x2D, 0x32, 0x38]
        let inner: [UInt8] = [0xFE, 0xFF, 0, 0xE0, UInt8(element.count), 0, 0, 0] + element
        let unknown: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        guard isOpen else { return [0x08, 0, 0x18, 0x22, 0x53, 0x51, 0, 0, UInt8(inner.count), 0, 0, 0] + inner }
        let itemEnd: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0]
        let end: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
        let nested: [UInt8] = [0x08, 0, 0x28, 0x22, 0x53, 0x51, 0, 0] + unknown + inner + end
        return [0x08, 0, 0x18, 0x22, 0x53, 0x51, 0, 0] + unknown + [0xFE, 0xFF, 0, 0xE0] + unknown + nested + itemEnd
            + end
    }

    /// Fragments of compressed pixels. Standard: PS3.5 §A.4.
    private static let fragments: [UInt8] =
        [0xE0, 0x7F, 0x10, 0, 0x4F, 0x42, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF] + [0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0]
        + [0xFE, 0xFF, 0, 0xE0, 4, 0, 0, 0, 0xFF, 0xD8, 0xFF, 0xD9] + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]

    private func file(_ more: [UInt8], _ syntax: TransferSyntax = .explicitLittleEndian) throws -> [UInt8] {
        var data = dataSet()
        data[.pixelData] = nil
        return try Part10File(dataSet: data, transferSyntax: syntax).encoded() + more
    }

    @Test("Sequences of known and unknown length and fragments are passed over")
    func passedOver() throws {
        for more in [Self.sequence(false), Self.sequence(true)] {
            let bytes = try file(more + Self.fragments, .jpegLosslessSV1)
            let outline = try #require(outlined(bytes))
            let film = try open(bytes)
            #expect(try sent(film) == Array(bytes[outline.start...]))
        }
    }

    @Test("No file that is cut off anywhere behind its header, or has bytes too many, passes for a whole one")
    func damaged() throws {
        let bytes = try file(Self.sequence(true) + Self.fragments, .jpegLosslessSV1)
        let start = try #require(outlined(bytes)).start
        // Behind an element the file could have ended.
        let ends = try [[], Self.sequence(true)].map { try file($0, .jpegLosslessSV1).count }
        for count in ends[0]..<bytes.count where !ends.contains(count) {
            #expect(outlined(Array(bytes.prefix(count))) == nil)
        }
        for count in start + 1..<start + 30 { #expect(outlined(Array(bytes.prefix(count))) == nil) }
        #expect(outlined(bytes + [0]) == nil && outlined(bytes + Array(repeating: 0, count: 12)) == nil)
    }

    @Test("A header that names another film does not count: the data set says whose film it is")
    func otherName() throws {
        var meta = DataSet()
        meta.set(.mediaStorageSOPClassUID, SOPClass.computedRadiography.uid)
        meta.set(.mediaStorageSOPInstanceUID, "1.2.99")
        let file = Part10File(meta: meta, transferSyntax: .explicitLittleEndian, dataSet: dataSet())
        let bytes = try file.encoded()
        #expect(outlined(bytes) == nil)
        #expect(try open(bytes).sopInstance.rawValue == "1.2.3")
    }

    @Test("A bare data set, and one that is written otherwise than its header says, go out as what they are")
    func odd() throws {
        let bare = try dataSet().encoded(as: .implicitLittleEndian)
        let film = try open(bare)
        #expect(try film.transferSyntax == .implicitLittleEndian && sent(film) == bare)
        let header = try Part10File(dataSet: dataSet(), transferSyntax: .explicitLittleEndian).encodedMeta()
        let mislabelled = try open(header + bare)
        #expect(try mislabelled.transferSyntax == .implicitLittleEndian && sent(mislabelled) == bare)
    }

    @Test("What is no film says why")
    func none() throws {
        #expect(throws: OutgoingFilm.Failure.self) { try open(Array("patient list".utf8)) }
        var nameless = dataSet()
        nameless[.sopInstanceUID] = nil
        let bytes = try Part10File(dataSet: nameless, transferSyntax: .explicitLittleEndian).encoded()
        #expect(throws: OutgoingFilm.Failure.nameless) { try open(bytes) }
        let gone = RawPath(folder.location.appending(path: "gone.dcm").path)
        #expect(throws: OutgoingFilm.Failure.unreadable("No such file or directory")) {
            try OutgoingFilm(gone, limits: .standard)
        }
    }

    @Test("The same film in another encoding without compression; none without a decoder")
    func recoded() throws {
        let film = try open(try Part10File(dataSet: dataSet(), transferSyntax: .explicitLittleEndian).encoded())
        let recoded = try #require(film.recoded(as: .implicitLittleEndian, limits: .standard))
        #expect(try sent(recoded) == dataSet().encoded(as: .implicitLittleEndian))
        #expect(film.recoded(as: .jpegLosslessSV1, limits: .standard) == nil)
    }

    @Test("Files that keep their readers waiting stop nothing else", .timeLimit(.minutes(1)))
    func slowFiles() async throws {
        let file = SlowFile()
        let reads = (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in
            Task { try await onBlockingThread { file.read() } }
        }
        try await Task.sleep(for: .milliseconds(50))
        file.isThere.store(true, ordering: .releasing)
        for read in reads { #expect(try await read.value) }
    }

    /// Is waited for by whoever reads it.
    private final class SlowFile: Sendable {
        let isThere = Atomic(false)

        func read() -> Bool {
            for _ in 0..<300 where !isThere.load(ordering: .acquiring) { usleep(100_000) }
            return isThere.load(ordering: .acquiring)
        }
    }
}

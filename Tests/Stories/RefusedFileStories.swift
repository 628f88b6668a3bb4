import DICOM
import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("What is no radiograph")
struct RefusedFileStories {
    /// Everything that has been found in such folders, and why it is set aside.
    private func junk() throws -> [(name: String, bytes: [UInt8], reason: String)] {
        let film = try SyntheticFilm.chest(20).bytes()
        let twenty = SyntheticFilm.chest(20)
        return [
            ("holiday.jpg", try Sample.bytes("jpeg/person1950_bacteria_4881.jpeg"), "not-dicom"),
            ("notes.txt", Array("Please read the chest film first.\n".utf8), "not-dicom"),
            ("empty.dcm", [], "not-dicom"),
            ("cut.dcm", Array(film.prefix(film.count * 2 / 3)), "truncated"),
            ("dose.dcm", try SyntheticFilm.doseReport(21).bytes(), "not-a-radiograph"),
            ("no picture.dcm", try twenty.with { $0.hasPixels = false }.bytes(), "no-pixels"),
            ("bad uid.dcm", try twenty.with { $0.instance = "../static/pwn" }.bytes(), "bad-uid"),
            (
                "high throughput.dcm",
                try twenty.with { $0.syntax = TransferSyntax(uid: "1.2.840.10008.1.2.4.201") }.bytes(),
                "unsupported-syntax"
            ),
            ("huge.dcm", try twenty.with { $0.side = 320 }.bytes(), "too-large"),
        ]
    }

    @Test("Junk among films is set aside, each file with its true reason; nothing vanishes and the film is read")
    func junkAmongFilms() async throws {
        let clinic = try Clinic(Clinic.baseline + "[storage]\nMAX_FILE = 100 KiB\n")
        let film = SyntheticFilm.chest(1)
        let junk = try junk()
        let dropped = Set(try junk.map { ContentHash(of: $0.bytes) } + [ContentHash(of: film.bytes())])
        for (name, bytes, _) in junk { try clinic.drop(bytes, as: "delivery/\(name)") }
        try clinic.drop(film.bytes(), as: "delivery/film.dcm")
        try clinic.put([7], "elsewhere/secret.txt")
        try FileManager.default.createSymbolicLink(
            atPath: "\(clinic.paths.incoming)/link.dcm",
            withDestinationPath: clinic.paths.absolute("elsewhere/secret.txt"))
        try FileManager.default.createSymbolicLink(
            atPath: "\(clinic.paths.incoming)/folder", withDestinationPath: clinic.paths.absolute("elsewhere"))

        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        var expected = Dictionary(uniqueKeysWithValues: junk.map { ($0.name, $0.reason) })
        (expected["link.dcm"], expected["folder"]) = ("not-dicom", "not-dicom")
        #expect(try clinic.rejections() == expected)
        #expect(try clinic.status(film) == .done)

        #expect(try clinic.holdings() == Dictionary(uniqueKeysWithValues: dropped.map { ($0, 1) }))
        #expect(clinic.files("spool/incoming").isEmpty && clinic.files("spool/work").isEmpty)
        #expect(try clinic.bytes("elsewhere/secret.txt") == [7] && clinic.strays.isEmpty)
        #expect(!clinic.files(".").contains { $0.contains("pwn") })
        try clinic.open().verifyDatabase()
    }

    @Test("The reason beside a cut-off film says at which byte it ends, and the list of failures tells the same")
    func reasonFile() async throws {
        let clinic = try Clinic()
        let bytes = try SyntheticFilm.chest(1).bytes()
        try clinic.drop(Array(bytes.prefix(bytes.count - 100)), as: "cut.dcm")
        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        let told = try JSONDecoder().decode(
            Told.self, from: Data(try clinic.bytes("spool/rejected/2026-03-02/cut.dcm.reason.json")))
        #expect(told.reason == "truncated" && told.source == "spool" && told.received.hasPrefix("2026-03-02T08:"))
        #expect((1...bytes.count).contains(told.offset ?? 0) && !told.detail.isEmpty)
        #expect(try clinic.archive().rejections.list().first?.offset == told.offset)
        try clinic.open().failures(retry: false, dryRun: false)
        #expect(clinic.answers.contains { $0.contains("truncated") && $0.contains(told.detail) })
    }

    private struct Told: Decodable {
        let reason: String
        let detail: String
        let offset: Int?
        let received: String
        let source: String
    }

    @Test("Two broken files of one name are both kept")
    func oneName() async throws {
        let clinic = try Clinic()
        for (folder, text) in [("a", "one"), ("b", "two")] {
            try clinic.drop(Array(text.utf8), as: "\(folder)/scan.dcm")
        }
        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        #expect(try Set(clinic.rejections().keys) == ["scan.dcm", "scan-2.dcm"])
        #expect(try clinic.holdings().count == 2)
    }

    @Test("A full disk stops the intake: films wait where they are, nothing is half taken in")
    func fullDisk() async throws {
        let clinic = try Clinic(Clinic.baseline + "[storage]\nMIN_FREE = 1000000 TiB\n")
        let film = SyntheticFilm.chest(1)
        try clinic.drop(film.bytes(), as: "film.dcm")
        #expect(try await ending { try await clinic.open().runOnce() } == .cannotWrite)
        #expect(clinic.files("spool/incoming") == ["film.dcm"] && clinic.files("archive").isEmpty)
        #expect(try clinic.status(film) == nil)
    }
}

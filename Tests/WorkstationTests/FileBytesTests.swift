import Foundation
import Glibc
import Testing
import Workstation

@Suite("Reading a file that somebody dropped")
struct FileBytesTests {
    private let folder: SettingsFolder

    init() throws { folder = try SettingsFolder() }

    private func path(_ name: String) -> String { folder.location.appending(path: name).path }

    private func failure(_ name: String, limit: Int = 1000) -> FileBytes.Failure? {
        do {
            _ = try FileBytes.read(path(name), limit: limit)
            return nil
        } catch { return error }
    }

    @Test("All bytes of a file up to the limit, and none of a larger one", arguments: [0, 1, 999, 1000])
    func size(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try folder.write(bytes, "film.dcm")
        #expect(try FileBytes.read(path("film.dcm"), limit: 1000).bytes == bytes)
        #expect(failure("film.dcm", limit: count - 1) == .tooLarge(size: count))
    }

    @Test("A file of three gigabytes of nothing is refused before it is read")
    func sparse() throws {
        try folder.write([], "huge.dcm")
        try #require(truncate(path("huge.dcm"), 3 << 30) == 0)
        #expect(failure("huge.dcm") == .tooLarge(size: 3 << 30))
    }

    @Test("A link, a folder, a pipe and a file that is not there are no films; nothing waits for a pipe's writer")
    func others() throws {
        try folder.write([1], "film.dcm")
        try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: path("film.dcm"))
        try FileManager.default.createDirectory(atPath: path("folder"), withIntermediateDirectories: false)
        try #require(mkfifo(path("pipe"), 0o600) == 0)
        for name in ["link", "folder", "pipe"] { #expect(failure(name) == .notAFile, "\(name)") }
        guard case .unreadable = failure("nothing") else {
            Issue.record("a file that is not there was read")
            return
        }
        #expect(failure("nothing")?.words.contains("nothing") == false)
    }

    @Test("A file that grew or was replaced is another file than the one that was read")
    func identity() throws {
        try folder.write([1, 2, 3], "film.dcm")
        let before = try FileBytes.read(path("film.dcm"), limit: 10).identity
        #expect(try FileBytes.read(path("film.dcm"), limit: 10).identity == before)
        try folder.write([1, 2, 3, 4], "film.dcm")
        #expect(try FileBytes.read(path("film.dcm"), limit: 10).identity != before)
    }
}

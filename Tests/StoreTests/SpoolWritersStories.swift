import Foundation
import Glibc
import Store
import Testing

@Suite("Writers that have not let go, and names of every kind")
struct SpoolWritersStories {
    let folder: TemporaryFolder
    let spool: Spool

    init() throws {
        folder = try TemporaryFolder()
        try folder.workspace.create()
        spool = Spool(paths: folder.workspace)
    }

    private func names(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
    }

    @Test("A file that its writer still has open is noticed, and is free when the writer lets go")
    func open() throws {
        let path = spool.paths.incoming + "/slow.dcm"
        try Data("half".utf8).write(to: URL(filePath: path))
        let file = try #require(try spool.scan().files.first)
        #expect(!spool.isBeingWritten(file))
        let writer = try #require(FileHandle(forWritingAtPath: path))
        #expect(spool.isBeingWritten(file))
        try writer.close()
        #expect(!spool.isBeingWritten(file))
    }

    @Test("What a dropper's open handle writes later does not reach the archive")
    func handle() throws {
        let path = spool.paths.incoming + "/film.dcm"
        try Data("film".utf8).write(to: URL(filePath: path))
        let writer = try #require(FileHandle(forWritingAtPath: path))
        let file = try #require(try spool.scan().files.first)
        let claimed = try #require(try spool.claim(file))
        let hash = String(repeating: "ab", count: 32)
        let kept = try spool.keepOriginal(claimed, hash: hash, bytes: Array("film".utf8))
        try writer.write(contentsOf: Data("FILM".utf8))
        #expect(try String(contentsOfFile: folder.workspace.absolute(kept), encoding: .utf8) == "film")
    }

    @Test("The archive's word counts only while a file of that size lies there")
    func holds() throws {
        let claimed = try #require(try spool.claim(try spool.keep(Array("film".utf8), as: "a.dcm")))
        let kept = try spool.keepOriginal(claimed, hash: String(repeating: "ab", count: 32))
        #expect(spool.holds(kept, size: 4) && !spool.holds(kept, size: 5))
        try FileManager.default.removeItem(atPath: folder.workspace.absolute(kept))
        #expect(!spool.holds(kept, size: 4))
    }

    @Test(
        "No name under which a film is kept is one that a scan passes over",
        arguments: ["film.tmp", "film.part", ".film.part", String(repeating: "a", count: 115) + ".tmp", "..tmp"])
    func visible(name: String) throws {
        let kept = try spool.keep([1], as: name)
        #expect(try spool.scan().files.map(\.path) == [kept.path] && kept.path.utf8.count <= 120)
        try spool.giveBack(try #require(try spool.claim(kept)))
        #expect(try spool.scan().files.count == 1)
    }

    @Test("Forty refused files of one name are all kept, and the last costs no more looks than the tenth")
    func oneName() throws {
        let paths = try (0..<40).map { number in
            let claimed = try #require(try spool.claim(try spool.keep([UInt8(number)], as: "scan.dcm")))
            return try spool.reject(
                claimed, reason: .notDICOM, detail: "", received: .mondayMorning, source: "incoming"
            ).keptPath
        }
        #expect(Set(paths).count == 40 && paths[7]?.hasSuffix("/scan-8.dcm") == true)
        #expect(!paths.contains { $0?.hasSuffix("/scan-9.dcm") == true })
    }

    @Test("A half copy of a process that died is removed at the next start; one of a living process is not")
    func leftovers() throws {
        for name in [".film.dcm.999999999.0.part", ".film.dcm.1.0.part", ".mine.part", "film.dcm.part"] {
            try Data("half".utf8).write(to: URL(filePath: "\(spool.paths.incoming)/\(name)"))
        }
        try spool.returnWork()
        #expect(names(spool.paths.incoming) == [".film.dcm.1.0.part", ".mine.part", "film.dcm.part"])
    }

    @Test("A walk finds files whose names are no text, and tells what it does not follow")
    func walk() throws {
        let root = folder.path + "/shelf"
        try FileManager.default.createDirectory(atPath: root + "/deep", withIntermediateDirectories: true)
        try Data("film".utf8).write(to: URL(filePath: root + "/deep/a.dcm"))
        try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: root + "/deep/a.dcm")
        #expect(mkfifo(root + "/pipe", 0o600) == 0)
        // "r\u{F6}ntgen" in Latin-1.
        let latin = Array((root + "/r").utf8).map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xF6), 0]
        let number = Glibc.open(latin, O_WRONLY | O_CREAT, 0o600)
        try #require(number >= 0)
        close(number)
        let walk = try #require(FolderWalk(root))
        #expect(walk.files.map(\.name) == ["a.dcm", "r\u{FFFD}"])
        #expect(walk.refused.map(\.path.name) == ["link", "pipe"])
        #expect(try walk.files.map { try spool.keep(copyOf: $0, as: $0.name).path } == ["a.dcm", "r_"])
        #expect(walk.files.last?.remove() == nil && FolderWalk(root)?.files.count == 1)
        #expect(FolderWalk(root + "/nothing") == nil)
    }
}

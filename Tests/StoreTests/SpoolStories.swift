import Foundation
import Glibc
import Store
import Testing

@Suite("The spool")
struct SpoolStories {
    let folder: TemporaryFolder
    let spool: Spool

    init() throws {
        folder = try TemporaryFolder()
        try folder.workspace.create()
        spool = Spool(paths: folder.workspace)
    }

    private func drop(_ path: String, _ text: String = "film") throws {
        let url = URL(filePath: spool.paths.incoming + "/" + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func below(_ path: String) -> [String] {
        FileManager.default.subpaths(atPath: path)?.sorted() ?? []
    }

    private func claimFirst() throws -> ClaimedFile {
        let file = try #require(try spool.scan().files.first)
        return try #require(try spool.claim(file))
    }

    @Test("Films are found in nested folders; unfinished and hidden names are not looked at")
    func scan() throws {
        for path in ["b.dcm", "a/deep/c", "x.part", "y.tmp", ".hidden", ".folder/z", "half.part/z", "ünicode ș.dcm"] {
            try drop(path)
        }
        #expect(try spool.scan().files.map(\.path) == ["a/deep/c", "b.dcm", "ünicode ș.dcm"])
        #expect(try spool.scan().files.allSatisfy { $0.size == 4 })
    }

    @Test("Links, pipes and sockets are refused by name and nothing behind them is touched")
    func refused() throws {
        let incoming = spool.paths.incoming
        let outside = folder.path + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try Data("secret".utf8).write(to: URL(filePath: outside + "/film"))
        try FileManager.default.createSymbolicLink(atPath: incoming + "/file", withDestinationPath: outside + "/film")
        try FileManager.default.createSymbolicLink(atPath: incoming + "/folder", withDestinationPath: outside)
        #expect(mkfifo(incoming + "/fifo", 0o600) == 0)
        let bound = try socket(at: incoming + "/socket")
        defer { close(bound) }
        let scan = try spool.scan()
        #expect(scan.files.isEmpty)
        #expect(
            scan.refused.map { "\($0.path) \($0.kind.rawValue)" } == [
                "fifo pipe", "file link", "folder link", "socket socket",
            ])
        #expect(below(outside) == ["film"])
    }

    private func socket(at path: String) throws -> Int32 {
        let number = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        try #require(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let answer = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(answer == 0)
        return number
    }

    @Test("A tree that is too deep is refused where it becomes too deep")
    func tooDeep() throws {
        try drop((0..<Spool.maxDepth).map { "d\($0)" }.joined(separator: "/") + "/just")
        try drop((0..<Spool.maxDepth + 1).map { "e\($0)" }.joined(separator: "/") + "/never")
        let scan = try spool.scan()
        #expect(scan.files.count == 1)
        #expect(scan.refused.map(\.kind) == [.tooDeep])
    }

    @Test("A claimed film lies alone in work; two of the same name do not meet")
    func claim() throws {
        try drop("a/film.dcm", "one")
        try drop("b/film.dcm", "two")
        let claims = try spool.scan().files.compactMap { try spool.claim($0) }
        #expect(claims.map(\.source) == ["a/film.dcm", "b/film.dcm"])
        #expect(try claims.map { try String(contentsOfFile: $0.path, encoding: .utf8) } == ["one", "two"])
        #expect(try spool.scan().files.isEmpty)
    }

    @Test("Of many claimers of the same films each film has one winner")
    func race() async throws {
        for number in 0..<40 { try drop("film\(number)") }
        let files = try spool.scan().files
        let names = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask { try files.compactMap { try spool.claim($0)?.name } }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect((names.count, Set(names).count) == (40, 40))
        #expect(below(spool.paths.work).count == 80)
    }

    @Test("A file exchanged for a link after the scan is not taken, nor one whose folder became a link")
    func exchanged() throws {
        try drop("film")
        try drop("folder/film")
        let files = try spool.scan().files
        let incoming = spool.paths.incoming
        try FileManager.default.moveItem(atPath: incoming + "/folder", toPath: folder.path + "/outside")
        try FileManager.default.createSymbolicLink(
            atPath: incoming + "/folder", withDestinationPath: folder.path + "/outside")
        try FileManager.default.removeItem(atPath: incoming + "/film")
        try FileManager.default.createSymbolicLink(atPath: incoming + "/film", withDestinationPath: "/etc/hostname")
        #expect(try files.compactMap { try spool.claim($0) }.isEmpty)
        #expect(below(folder.path + "/outside") == ["film"])
        #expect(below(spool.paths.work).isEmpty)
    }

    @Test("After a power cut everything in work goes back, and nothing is overwritten")
    func returnWork() throws {
        try drop("film.dcm", "first")
        _ = try claimFirst()
        try drop("film.dcm", "second")
        _ = try claimFirst()
        try drop("film.dcm", "third")
        #expect(try spool.returnWork() == 2)
        #expect(below(spool.paths.work).isEmpty)
        #expect(below(spool.paths.incoming) == ["film-2.dcm", "film-3.dcm", "film.dcm"])
        let texts = try below(spool.paths.incoming).map {
            try String(contentsOfFile: spool.paths.incoming + "/" + $0, encoding: .utf8)
        }
        #expect(Set(texts) == ["first", "second", "third"])
    }

    @Test("A name that is not UTF-8 can be claimed and gets a harmless one")
    func rawName() throws {
        let path = Array(spool.paths.incoming.utf8CString.dropLast()) + [47, -1, 10, 46, 100, 99, 109, 0]
        let number = open(path, O_CREAT | O_WRONLY, 0o600)
        try #require(number >= 0)
        close(number)
        #expect(try claimFirst().name == "__.dcm")
    }

    @Test("Empty folders that a claimed tree left go, but not young ones and not those with a hidden file")
    func emptyFolders() throws {
        try drop("tree/deep/film")
        try drop("stays/.keep")
        _ = try claimFirst()
        #expect(try spool.removeEmptyFolders(untouchedSince: .distantPast) == 0)
        #expect(try spool.removeEmptyFolders(untouchedSince: .distantFuture) == 2)
        #expect(below(spool.paths.incoming) == ["stays", "stays/.keep"])
    }

    @Test(
        "Names from outside become harmless",
        arguments: [
            ("film.dcm", "film.dcm"), ("../../etc/passwd", "_.._etc_passwd"), (".hidden", "hidden"), ("...", "film"),
            ("a\u{0}b\n", "a_b_"), ("", "film"),
        ])
    func safeNames(raw: String, safe: String) {
        #expect(Spool.safeName(raw) == safe)
    }

    @Test("A name that is too long keeps its ending")
    func longName() {
        let name = Spool.safeName(String(repeating: "ș", count: 200) + ".dcm")
        #expect(name.utf8.count <= 120)
        #expect(name.hasSuffix("ș.dcm"))
    }
}

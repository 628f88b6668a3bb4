import Foundation
import GRDB
import Glibc
import Radiology
import Store
import Testing

@Suite("The workspace on the disk")
struct WorkspaceStories {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ path: String) throws -> Int {
        let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        return try #require(value)
    }

    @Test("Folders and files are for their owner alone, whatever the umask says")
    func permissions() throws {
        let paths = WorkspacePaths(root: folder.path + "/new/workspace/")
        let archive = try Archive.open(paths: paths, now: .mondayMorning)
        try archive.receive(1)
        let backup = try archive.backup(now: .mondayMorning)
        let folders = [
            paths.root, paths.incoming, paths.work, paths.rejected, paths.images, paths.archive, paths.backup,
        ]
        #expect(try folders.map(mode) == folders.map { _ in 0o700 })
        let files = [paths.database, paths.database + "-wal", paths.absolute(backup)]
        #expect(try files.map(mode) == files.map { _ in 0o600 })
    }

    @Test("The writer waits for the disk: write-ahead log, full synchronisation, foreign keys")
    func pragmas() throws {
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        // A claim is not worth an fsync, an answer is.
        for number in 1...2 { try archive.receive(number) }
        _ = try archive.exams.claimNext(at: .mondayMorning)
        #expect(try archive.pragma("synchronous") == "1")
        _ = try archive.readNext()
        #expect(try archive.pragma("journal_mode") == "wal")
        #expect(try archive.pragma("synchronous") == "2")
        #expect(try archive.pragma("foreign_keys") == "1")
        #expect(try archive.pragma("busy_timeout") == "5000")
    }

    @Test("Two copies in one second get two names, and each is a whole database")
    func backups() throws {
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        let uid = try archive.receive(1)
        let names = [try archive.backup(now: .mondayMorning), try archive.backup(now: .mondayMorning)]
        #expect(names == ["backup/xrayvision_20260302_080000.db", "backup/xrayvision_20260302_080000_2.db"])
        let copy = WorkspacePaths(root: folder.path, database: names[1])
        #expect(try Archive.open(paths: copy, now: .mondayMorning).status(uid) == .queued)
    }

    @Test("Many that begin at once in a new workspace all find a whole database")
    func beginningTogether() async throws {
        let paths = folder.workspace
        let current = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try Archive.open(paths: paths, now: .mondayMorning, patience: 60).pragma("journal_mode")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(current == Array(repeating: "wal", count: 8))
    }

    @Test("A second process is told that the workspace is taken, and gets it afterwards")
    func lock() throws {
        func hold() throws {
            let lock = try WorkspaceLock(folder.workspace)
            #expect(throws: StoreError.busy(what: "the workspace")) { _ = try WorkspaceLock(folder.workspace) }
            _ = consume lock
        }
        try hold()
        try hold()
    }

    @Test("A locked database means: try again")
    func busy() throws {
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning, patience: 0.05)
        let error = StoreError.busy(what: "the database")
        #expect((error.exitCode, error.recovery) == (75, .retry))
        let stranger = try DatabaseQueue(path: folder.workspace.database)
        let thrown = #expect(throws: StoreError.self) {
            try stranger.inTransaction(.exclusive) { _ in
                try archive.receive(1)
                return .rollback
            }
        }
        #expect(thrown == error)
    }

    @Test("A page is written only when it differs, and its folder is made")
    func atomicWrite() throws {
        let path = folder.path + "/reports/user/exam/1.html"
        func write(_ text: String) throws -> Bool {
            try AtomicFile.write(Array(text.utf8), to: path, durable: false, shownAs: "reports")
        }
        #expect(try [write("one"), write("one"), write("two"), write("")] == [true, false, true, true])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/reports/user/exam") == ["1.html"])
        #expect(try mode(path) == 0o600)
    }

    @Test("A page that is a link is replaced, and what it pointed to stays")
    func atomicWriteLink() throws {
        let target = folder.path + "/target"
        try Data("same".utf8).write(to: URL(filePath: target))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/page", withDestinationPath: target)
        _ = try AtomicFile.write(Array("page".utf8), to: folder.path + "/page", durable: true, shownAs: "page")
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "same")
        #expect(try String(contentsOfFile: folder.path + "/page", encoding: .utf8) == "page")
    }

    @Test("What cannot be written says where and why, and ends with exit code 73")
    func writeFault() throws {
        try Data().write(to: URL(filePath: folder.path + "/reports"))
        let error = #expect(throws: StoreError.self) {
            try AtomicFile.write([1], to: folder.path + "/reports/a.html", durable: false, shownAs: "reports/a.html")
        }
        #expect(error == .cannotWrite(path: "reports/a.html", reason: "Not a directory"))
        #expect((error?.exitCode, error?.recovery) == (73, .stopIntake))
    }

    @Test("The room left on the disk is a fraction between none and all")
    func freeSpace() throws {
        let space = try FreeSpace(at: folder.path)
        #expect((0...1).contains(space.fraction))
        #expect(space.bytes >= 0)
        #expect(throws: StoreError.self) { try FreeSpace(at: folder.path + "/nowhere") }
    }
}

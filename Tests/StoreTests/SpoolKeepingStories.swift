import Foundation
import Glibc
import Store
import Testing

@Suite("Keeping and rejecting films")
struct SpoolKeepingStories {
    let folder: TemporaryFolder
    let spool: Spool
    let hash = String(repeating: "ab", count: 32)

    init() throws {
        folder = try TemporaryFolder()
        try folder.workspace.create()
        spool = Spool(paths: folder.workspace)
    }

    private func below(_ path: String) -> [String] {
        FileManager.default.subpaths(atPath: path)?.sorted() ?? []
    }

    private func claimed(_ text: String = "film", as name: String = "1.2.3.dcm") throws -> ClaimedFile {
        let kept = try spool.keep(Array(text.utf8), as: name)
        return try #require(try spool.claim(kept))
    }

    @Test("What a writer keeps is whole, owned, never overwrites, and can be claimed at once")
    func keep() throws {
        let kept = try ["one", "two"].map { try spool.keep(Array($0.utf8), as: "1.2.3.dcm") }
        #expect(kept.map(\.path) == ["1.2.3.dcm", "1.2.3-2.dcm"])
        #expect(below(spool.paths.incoming).count == 2)
        let claims = try kept.compactMap { try spool.claim($0) }
        #expect(try claims.map { try String(contentsOfFile: $0.path, encoding: .utf8) } == ["one", "two"])
    }

    @Test("A copy leaves the original where it is; a link is not copied")
    func keepCopy() throws {
        let path = folder.path + "/film.dcm"
        let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) })
        try bytes.write(to: URL(filePath: path))
        let kept = try spool.keep(copyOf: path, as: "film.dcm")
        #expect(kept.size == bytes.count)
        #expect(FileManager.default.contentsEqual(atPath: path, andPath: spool.paths.incoming + "/film.dcm"))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: path)
        #expect(throws: StoreError.self) { try spool.keep(copyOf: folder.path + "/link", as: "link") }
    }

    @Test("An original is archived under its hash; the work copy goes only when the archive holds it")
    func archive() throws {
        let film = try claimed()
        #expect(throws: StoreError.self) { try spool.release(film, storedAs: "archive/none.dcm") }
        let path = try spool.keepOriginal(film, hash: hash)
        #expect(path == "archive/ab/ab/\(hash).dcm")
        #expect(try spool.keepOriginal(film, hash: hash) == path)
        #expect(FileManager.default.fileExists(atPath: film.path))
        try spool.release(film, storedAs: path)
        #expect(below(spool.paths.work).isEmpty)
        #expect(below(spool.paths.archive) == ["ab", "ab/ab", "ab/ab/\(hash).dcm"])
    }

    @Test("The second copy of a film costs no second place")
    func archiveTwice() throws {
        for _ in 0..<2 {
            let film = try claimed()
            try spool.release(film, storedAs: try spool.keepOriginal(film, hash: hash))
        }
        #expect(below(spool.paths.archive).count == 3)
        #expect(below(spool.paths.work).isEmpty)
    }

    @Test("A damaged file in the archive is kept beside, not trusted")
    func archiveDamaged() throws {
        let place = spool.paths.archive + "/ab/ab"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data("fil".utf8).write(to: URL(filePath: "\(place)/\(hash).dcm"))
        _ = try spool.keepOriginal(try claimed(), hash: hash)
        #expect(below(place) == ["\(hash).dcm", "\(hash).dcm.damaged-1"])
    }

    @Test("A film with a second name elsewhere is copied, so that nobody changes the archive through it")
    func hardLink() throws {
        let film = try claimed()
        #expect(link(film.path, folder.path + "/other") == 0)
        let path = try spool.keepOriginal(film, hash: hash)
        try Data("changed".utf8).write(to: URL(filePath: folder.path + "/other"))
        let handle = try #require(FileHandle(forWritingAtPath: folder.path + "/other"))
        try handle.write(contentsOf: Data("CHANGED".utf8))
        #expect(try String(contentsOfFile: folder.workspace.absolute(path), encoding: .utf8) == "film")
    }

    @Test(
        "What is not a hash never becomes a path",
        arguments: ["", "../../etc", "AB", String(repeating: "/", count: 64)])
    func badHash(hash: String) throws {
        let film = try claimed()
        #expect(throws: StoreError.self) { try spool.keepOriginal(film, hash: hash) }
    }

    @Test("A rejected film lies beside its reason; the same name again gets a number")
    func reject() throws {
        let rejections = try (0..<3).map { number in
            try spool.reject(
                try claimed("film \(number)", as: "scan.jpg"), reason: .notDICOM, detail: "no DICM prefix",
                offset: number == 0 ? 128 : nil, received: .mondayMorning, source: "incoming")
        }
        let names = ["scan.jpg", "scan-2.jpg", "scan-3.jpg"]
        #expect(rejections.map(\.keptPath) == names.map { "spool/rejected/2026-03-02/\($0)" })
        #expect(Set(below(spool.paths.rejected + "/2026-03-02")) == Set(names + names.map { $0 + ".reason.json" }))
        #expect(below(spool.paths.work).isEmpty)
        let text = try Data(contentsOf: URL(filePath: spool.paths.rejected + "/2026-03-02/scan.jpg.reason.json"))
        let reason = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        #expect(Set(reason.keys) == ["reason", "detail", "offset", "received", "source", "bytes"])
        #expect((reason["reason"] as? String, reason["offset"] as? Int) == ("not-dicom", 128))
        #expect(reason["received"] as? String == "2026-03-02T08:00:00.000Z")
    }

    @Test("A reason file left by a crash, or named by a person, is not overwritten")
    func rejectBesideLeftovers() throws {
        let place = spool.paths.rejected + "/2026-03-02"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data("left".utf8).write(to: URL(filePath: place + "/a.dcm.reason.json"))
        try Data("mine".utf8).write(to: URL(filePath: place + "/a-2.dcm"))
        let kept = try spool.reject(
            try claimed(as: "a.dcm"), reason: .truncated, detail: "", received: .mondayMorning, source: "incoming")
        #expect(kept.keptPath == "spool/rejected/2026-03-02/a-3.dcm")
        #expect(try String(contentsOfFile: place + "/a.dcm.reason.json", encoding: .utf8) == "left")
        #expect(try String(contentsOfFile: place + "/a-2.dcm", encoding: .utf8) == "mine")
    }

    @Test("A link is set aside with its reason; what it points to is not touched")
    func rejectLink() throws {
        let target = folder.path + "/target"
        try Data("mine".utf8).write(to: URL(filePath: target))
        let link = spool.paths.incoming + "/link.dcm"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        let refused = try #require(try spool.scan().refused.first)
        let kept = try #require(try spool.reject(refused, received: .mondayMorning, source: "incoming"))
        #expect(kept.keptPath == "spool/rejected/2026-03-02/link.dcm")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/" + (kept.keptPath ?? ""))
                == target)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "mine")
        #expect(below(spool.paths.incoming).isEmpty && below(spool.paths.work).isEmpty)
    }

    @Test("A writer that does not rename is waited for: same size and time in two looks")
    func settling() throws {
        let path = spool.paths.incoming + "/slow.dcm"
        try Data("half".utf8).write(to: URL(filePath: path))
        var settling = Settling(interval: 2)
        func look(_ seconds: Double) throws -> Int {
            settling.settled(try spool.scan().files, at: .mondayMorning + seconds).count
        }
        #expect(try [look(0), look(1.9)] == [0, 0])
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(" whole".utf8))
        try handle.close()
        #expect(try [look(2), look(3.9), look(4)] == [0, 0, 1])
        #expect(!settling.isWaiting)
    }

    @Test("A clock that is set back starts the wait anew and does not end it")
    func clockSetBack() throws {
        try Data("film".utf8).write(to: URL(filePath: spool.paths.incoming + "/film"))
        var settling = Settling(interval: 2)
        let files = try spool.scan().files
        #expect([0, -3600, -3598].map { settling.settled(files, at: .mondayMorning + $0).count } == [0, 0, 1])
    }

    @Test("A watcher wakes the scanner for files in folders made after it began, and ends with its reader")
    func watcher() async throws {
        let incoming = spool.paths.incoming
        var wakeUps = SpoolWatcher.wakeUps(below: incoming).makeAsyncIterator()
        await wakeUps.next()
        try FileManager.default.createDirectory(atPath: incoming + "/new", withIntermediateDirectories: true)
        // The first event is the folder; when it is through, the folder itself is watched.
        await wakeUps.next()
        try Data("film".utf8).write(to: URL(filePath: incoming + "/new/film"))
        #expect(await wakeUps.next() != nil)
    }

    @Test("A cancelled reader gets no more wake-ups")
    func watcherEnds() async throws {
        let stream = SpoolWatcher.wakeUps(below: spool.paths.incoming)
        let reader = Task { for await _ in stream {} }
        reader.cancel()
        await reader.value
    }
}

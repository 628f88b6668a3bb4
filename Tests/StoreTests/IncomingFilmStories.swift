import Foundation
import Radiology
import Store
import Testing

@Suite("A film that comes in piece by piece")
struct IncomingFilmStories {
    let folder: TemporaryFolder
    let spool: Spool

    init() throws {
        folder = try TemporaryFolder()
        try folder.workspace.create()
        spool = Spool(paths: folder.workspace)
    }

    private var incoming: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: spool.paths.incoming).sorted()) ?? []
    }

    @Test("Until its end nobody sees it; then it is whole, under its name, and can be claimed")
    func whole() throws {
        let film = try spool.receive(as: "ae-ROOM1.1.2.3.dcm")
        for part in ["one, ", "two, ", "three"] { try film.write(Array(part.utf8)) }
        #expect(try spool.scan().files.isEmpty)
        #expect(incoming.count == 1 && incoming[0].hasPrefix("."))
        let kept = try film.finish()
        let claimed = try #require(try spool.claim(kept))
        #expect(try String(contentsOfFile: claimed.path, encoding: .utf8) == "one, two, three")
        #expect(claimed.name == "ae-ROOM1.1.2.3.dcm")
    }

    @Test("It needs no settling, and the archive gives it a second name instead of a copy; once")
    func own() throws {
        let film = try spool.receive(as: "ae-A.1.2.dcm")
        try film.write([1, 2, 3])
        try film.finish()
        var settling = Settling()
        let ready = settling.settled(try spool.scan().files, at: Date(timeIntervalSince1970: 0))
        #expect(ready.map(\.isOurs) == [true] && !settling.isWaiting)
        let claimed = try #require(try spool.claim(ready[0]))
        #expect(claimed.isOurs)
        let hash = String(repeating: "a", count: 64)
        let kept = try spool.keepOriginal(claimed, hash: hash, bytes: [1, 2, 3])
        #expect(try inode(claimed.path) == inode(spool.paths.absolute(kept)))
        try spool.giveBack(claimed)
        #expect(try spool.scan().files.map(\.isOurs) == [false])
    }

    @Test(
        "A file is ours by what it is and not by its name: touched, exchanged or left by an earlier life it must settle",
        arguments: ["touched", "exchanged", "restarted", "namesake"])
    func foreign(_ what: String) throws {
        let path = spool.paths.incoming + "/ae-A.1.2.dcm"
        if what != "namesake" {
            let film = try spool.receive(as: "ae-A.1.2.dcm")
            try film.write([1, 2, 3])
            try film.finish()
        }
        switch what {
        case "touched":
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data([9]))
            try file.close()
        case "exchanged", "namesake":
            try Data([1, 2, 3]).write(to: URL(filePath: path), options: .atomic)
        default: break
        }
        let seen = what == "restarted" ? Spool(paths: spool.paths) : spool
        let files = try seen.scan().files
        #expect(files.map(\.isOurs) == [false])
        var settling = Settling()
        #expect(settling.settled(files, at: Date(timeIntervalSince1970: 0)).isEmpty && settling.isWaiting)
    }

    private func inode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    }

    @Test("One that is cancelled, or let go of, leaves nothing")
    func cancelled() throws {
        let film = try spool.receive(as: "film")
        try film.write([1, 2, 3])
        film.cancel()
        #expect(throws: StoreError.self) { try film.finish() }
        _ = try spool.receive(as: "film")
        #expect(incoming.isEmpty)
    }

    @Test("Two films of one name lie beside each other, also while both are coming")
    func sameName() throws {
        let films = try (0..<3).map { _ in try spool.receive(as: "ae-A.1.2.dcm") }
        for (number, film) in films.enumerated() { try film.write([UInt8(number)]) }
        #expect(try films.map { try $0.finish().path } == ["ae-A.1.2.dcm", "ae-A.1.2-2.dcm", "ae-A.1.2-3.dcm"])
    }

    @Test("What an earlier life left half-written is removed at the start")
    func leftover() throws {
        try Data([1]).write(to: URL(filePath: spool.paths.incoming + "/.ae-A.1.2.dcm.4194304.0.part"))
        try spool.returnWork()
        #expect(incoming.isEmpty)
    }

    @Test("A film that was cancelled after its end stays")
    func finishedStays() throws {
        let film = try spool.receive(as: "film")
        try film.finish()
        film.cancel()
        #expect(incoming == ["film"])
    }

    @Test(
        "The name in the spool tells the film and who sent it, whatever the sender is called",
        arguments: ["ROOM1", "a b", "../../etc", "ae-X.1", "_._", "16 CHARACTERS ~~", "%2e%2e"])
    func names(sender: String) throws {
        let uid = SOPInstanceUID(validated: "1.2." + String(repeating: "9", count: 60))
        let name = ReceivedName(uid: uid, sender: sender).text
        #expect(!name.contains("/") && name.utf8.count <= 120 && Spool.safeName(name) == name)
        #expect(ReceivedName(name) == ReceivedName(uid: uid, sender: sender))
        #expect(ReceivedName(name.replacingOccurrences(of: ".dcm", with: "-2.dcm"))?.uid == uid)
    }

    @Test(
        "Other files' names tell no sender",
        arguments: [
            "film.dcm", "ae-.1.2.dcm", "ae-A.dcm", "ae-A.x.dcm", "ae-A_.1.2.dcm", "ae-A_zz.1.2.dcm", "ae-A.1.2",
        ])
    func otherNames(name: String) { #expect(ReceivedName(name) == nil) }

    @Test("Films from the network are known while they lie in the spool, claimed or not")
    func received() throws {
        let uids = (1...2).map { SOPInstanceUID(validated: "1.2.\($0)") }
        for uid in uids { try spool.receive(as: ReceivedName(uid: uid, sender: "A").text).finish() }
        _ = try spool.keep([1], as: "dropped.dcm")
        let first = try #require(try spool.scan().files.first)
        _ = try spool.claim(first)
        #expect(try spool.received() == Set(uids))
    }
}

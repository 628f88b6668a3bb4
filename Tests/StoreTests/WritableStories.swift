import Foundation
import GRDB
import Store
import Synchronization
import Testing

@Suite("Whether the database can be written")
struct WritableStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    @Test("While another process holds it, it cannot; afterwards it can, and nothing was changed")
    func held() throws {
        let before = try archive.events.after(0).count
        try archive.checkWritable(within: 0.1)
        let other = try DatabaseQueue(path: folder.workspace.database)
        for kind in [Database.TransactionKind.immediate, .exclusive] {
            try other.writeWithoutTransaction { db in
                try db.beginTransaction(kind)
                #expect(throws: StoreError.busy(what: "the database")) { try archive.checkWritable(within: 0.1) }
                try db.rollback()
            }
            try archive.checkWritable(within: 0.1)
        }
        #expect(try archive.events.after(0).count == before)
    }

    @Test("Ten that wait for the same lock hear of it in the time that one waits, and afterwards the change is made")
    func waitingTogether() throws {
        let hurried = try Archive.open(paths: folder.workspace, now: .mondayMorning, patience: 1)
        let uid = try hurried.receive(1)
        let other = try DatabaseQueue(path: folder.workspace.database)
        let failures = Mutex(0)
        let ended = DispatchGroup()
        try other.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            let begin = ContinuousClock.now
            for _ in 0..<10 {
                ended.enter()
                Thread {
                    do throws(StoreError) {
                        try hurried.flags.raise(uid, by: "ana", note: "", now: .mondayMorning)
                    } catch {
                        failures.withLock { $0 += error == .busy(what: "the database") ? 1 : 0 }
                    }
                    ended.leave()
                }.start()
            }
            ended.wait()
            #expect(failures.withLock { $0 } == 10)
            #expect(ContinuousClock.now - begin < .seconds(5), "ten times a second, were each to wait for itself")
            try db.rollback()
        }
        try hurried.flags.raise(uid, by: "ana", note: "", now: .mondayMorning)
        #expect(try hurried.pragma("busy_timeout") == "1000")
    }

    @Test("Who edits the workspace's files waits for the turn only so long")
    func turn() throws {
        let root = folder.workspace.root
        let held = try FolderTurn(root, shownAs: "the workspace")
        #expect(throws: StoreError.busy(what: "the workspace")) {
            try FolderTurn(root, shownAs: "the workspace", patience: 0.1)
        }
        withExtendedLifetime(held) {}
    }

    @Test("A database that is gone is not made anew")
    func gone() throws {
        try FileManager.default.removeItem(atPath: folder.workspace.database)
        #expect(throws: StoreError.self) { try archive.checkWritable(within: 0.1) }
        #expect(!FileManager.default.fileExists(atPath: folder.workspace.database))
    }
}

import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Checking the database")
struct IntegrityStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        for number in 1...4 { try archive.receive(number) }
        _ = try archive.readNext()
        _ = try archive.exams.claimNext(at: .mondayMorning)
    }

    @Test("A sound database has nothing to report")
    func sound() throws {
        #expect(try archive.integrity().isEmpty)
    }

    @Test(
        "Planted damage is found and named",
        arguments: [
            ("DELETE FROM queue WHERE claimed IS NULL", Damage.Kind.notInQueue),
            ("UPDATE exams SET status = 'done' WHERE status = 'queued'", .staleQueueRow),
            ("UPDATE queue SET claimed = NULL", .queueDisagrees),
            ("UPDATE queue SET intent = 'check'", .queueDisagrees),
            ("DELETE FROM ai_reports", .doneWithoutReport),
            ("UPDATE exams SET status = 'processed' WHERE status = 'done'", .unknownStatus),
            ("UPDATE films SET archive_path = 'archive/gone.dcm'", .missingOriginal),
            ("DELETE FROM exam_changes", .uncountedChange),
            ("PRAGMA foreign_keys = OFF; UPDATE exams SET cnp = 'nobody'", .foreignKey),
            ("INSERT INTO exams (uid, status) VALUES ('../up', 'none')", .badUID),
        ])
    func planted(sql: String, kind: Damage.Kind) throws {
        let stranger = try DatabaseQueue(path: folder.workspace.database)
        try stranger.writeWithoutTransaction { db in try db.execute(sql: sql) }
        #expect(try archive.integrity().contains { $0.kind == kind && $0.count > 0 })
    }

    @Test("A queue row that lies is dropped when its turn comes, and the next exam is given")
    func staleRow() throws {
        let stranger = try DatabaseQueue(path: folder.workspace.database)
        try stranger.write { db in
            try db.execute(
                sql: "UPDATE exams SET status = 'done' WHERE uid = ?", arguments: [Synthetic.uid(3).rawValue])
        }
        #expect(try archive.exams.claimNext(at: .mondayMorning)?.uid == Synthetic.uid(4))
        #expect(try archive.exams.claimNext(at: .mondayMorning) == nil)
        #expect(try archive.status(Synthetic.uid(3)) == .done)
    }

    @Test("An exam that another programme marked for work is taken up at the next start")
    func markedByOthers() throws {
        let stranger = try DatabaseQueue(path: folder.workspace.database)
        try stranger.write { db in try db.execute(sql: "UPDATE exams SET status = 'check' WHERE status = 'done'") }
        try archive.exams.recoverAfterCrash(now: .mondayMorning)
        #expect(try archive.integrity().isEmpty)
        #expect(try archive.exams.counts(readSince: .mondayMorning).checks == 1)
    }
}

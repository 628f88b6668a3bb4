import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("From the schema of an earlier version to this one")
struct MigrationStories {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "Every earlier schema becomes this one, and a film can be read in it", arguments: EarlierSchema.steps.dropLast()
    )
    func everyStep(step: String) throws {
        try FileManager.default.createDirectory(atPath: folder.workspace.backup, withIntermediateDirectories: true)
        try EarlierSchema.make(at: folder.workspace.database, upTo: step)
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        try archive.receive(1)
        #expect(try archive.readNext(7) == Synthetic.uid(1))
        #expect(try archive.integrity().isEmpty)
        let fresh = try TemporaryFolder()
        try Archive.open(paths: fresh.workspace, now: .mondayMorning).close()
        #expect(try schema(folder) == schema(fresh))
    }

    private func schema(_ folder: TemporaryFolder) throws -> [Row] {
        try DatabaseQueue(path: folder.workspace.database).read { db in
            try Row.fetchAll(
                db, sql: "SELECT type, name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2")
        }
    }

    /// Two answers of version 010, and one of an exam that another programme has deleted since.
    private static let answers = """
        PRAGMA foreign_keys = OFF;
        INSERT INTO patients VALUES ('P1', '7', 'Exemplu^Ana', '2019-05-04', 'F');
        INSERT INTO exams (uid, cnp, created, region, type, status)
            VALUES ('1.2.1', 'P1', '2026-03-01 08:00:00', 'chest', 'CR', 'done');
        INSERT INTO ai_reports (uid, text, severity, positive) VALUES ('1.2.1', 'Opacity.', 8, 1);
        INSERT INTO analyses (id, uid, kind, outcome, error_code, answered, severity, image_hash, recipe, recipe_hash,
            prompt_hashes, endpoint, model_configured, sampling, attempt, report_ms, raw_report, program_version)
        VALUES (3, '1.2.1', 'report', 'failed', 'http-500', '2026-03-01T08:00:00.000Z', NULL, 'i', 'r', 'h', '{}', 'e',
                'm', '{}', 1, 5, '', '0.2.0'),
            (4, '1.2.1', 'report', 'ok', NULL, '2026-03-01T08:01:00.000Z', 8, 'i', 'r', 'h', '{"rep":"77"}', 'e', 'm',
                '{}', 2, 6, 'raw', '0.2.0'),
            (9, '1.2.99', 'report', 'ok', NULL, '2026-03-01T08:02:00.000Z', 1, 'i', 'r', 'h', '{}', 'e', 'm', '{}', 1, 7,
                'gone', '0.2.0');
        """

    private func withAnswers() throws -> Archive {
        let step = try #require(EarlierSchema.steps.first { $0.hasPrefix("010") })
        try FileManager.default.createDirectory(atPath: folder.workspace.backup, withIntermediateDirectories: true)
        try EarlierSchema.make(at: folder.workspace.database, upTo: step)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: folder.workspace.database, configuration: configuration)
        try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL; " + Self.answers) }
        try queue.close()
        return try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    @Test("Answers of the version before are kept with their numbers, also those whose exam is gone")
    func answersAreKept() throws {
        let archive = try withAnswers()
        #expect(archive.backupBeforeMigration != nil)
        let kept = try archive.aiReports.kept(of: SOPInstanceUID(validated: "1.2.1"))
        #expect(kept.map(\.id) == [3, 4])
        #expect(kept.map(\.attempt.outcome) == [.failed(code: "http-500"), .answered])
        #expect(kept.allSatisfy { $0.attempt.request == nil && $0.attempt.answeredFrom == nil })
        #expect(kept.last?.attempt.provenance.promptHashes == ["rep": "77"])
        let rows = try DatabaseQueue(path: folder.workspace.database).read { db in
            try Row.fetchAll(db, sql: "SELECT id, uid, raw_report FROM analyses ORDER BY id")
        }
        #expect(rows.map { $0[0] as Int } == [3, 4, 9] && rows.last?[2] == "gone")
    }

    @Test("Numbers go on behind the old ones, and the answers are still append-only")
    func goesOn() throws {
        let archive = try withAnswers()
        try archive.receive(1)
        _ = try archive.readNext(2)
        #expect(try archive.aiReports.kept(of: Synthetic.uid(1)).map(\.id) == [10])
        let stranger = try DatabaseQueue(path: folder.workspace.database)
        for sql in ["UPDATE analyses SET severity = 1", "DELETE FROM analyses"] {
            #expect(throws: DatabaseError.self) { try stranger.write { db in try db.execute(sql: sql) } }
        }
    }

    @Test("Nobody is told about findings of the version before")
    func noOldAlerts() throws {
        let archive = try withAnswers()
        #expect(try archive.alerts.counts() == (0, 0))
        _ = try archive.exams.requeue(SOPInstanceUID(validated: "1.2.1"), now: .mondayMorning)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.aiReports.record(
            SOPInstanceUID(validated: "1.2.1"), report: Synthetic.report(8), analyses: [Synthetic.attempt(severity: 8)],
            threshold: 5, channels: ["ntfy"], now: .mondayMorning)
        #expect(try archive.alerts.counts() == (0, 0))
    }
}

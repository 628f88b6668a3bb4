import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("What people said is looked up, and the way from the version before")
struct LookingPlanStories {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func plan(_ sql: String) throws -> [String] {
        try Archive.open(paths: folder.workspace, now: .mondayMorning).close()
        let asked = sql.replacing(/\?[0-9]?/, with: "'5'")
        return try DatabaseQueue(path: folder.workspace.database).read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + asked).map { $0["detail"] as String }
        }
    }

    @Test(
        "A card, a change and a patient's list walk through no table",
        arguments: [
            (Reviews.latest, "reviews_uid"), (ExamIndex.changedExams(threshold: 5), "INTEGER PRIMARY KEY"),
            (ExamIndex.changedPatients, "INTEGER PRIMARY KEY"),
            (ExamIndex.pageStatements[0], "sqlite_autoindex_exams_1"),
            (ExamIndex.pageStatements[1], "flags_standing"), (Patients.examsOfPatient, "idx_exams_cnp"),
            (ExamIndex.lastChange, "exam_changes"),
        ])
    func plans(sql: String, index: String) throws {
        let plan = try plan(sql)
        #expect(plan.contains { $0.contains(index) }, "\(plan)")
        #expect(
            !plan.contains { $0.hasPrefix("SCAN") && !$0.contains("json_each") && !$0.contains("CONSTANT ROW") },
            "\(plan)")
    }

    @Test("A database of version 011 keeps its exams; they can be listed, reviewed and flagged")
    func eleventh() throws {
        let step = try #require(EarlierSchema.steps.first { $0.hasPrefix("011") })
        try FileManager.default.createDirectory(atPath: folder.workspace.backup, withIntermediateDirectories: true)
        try EarlierSchema.make(at: folder.workspace.database, upTo: step)
        let old = try DatabaseQueue(path: folder.workspace.database)
        try old.write { db in
            try db.execute(
                sql: """
                    INSERT INTO patients VALUES ('P1', '7', 'Exemplu^Ana', '2019-05-04', 'F');
                    INSERT INTO exams (uid, cnp, created, region, type, status)
                        VALUES ('1.2.1', 'P1', '2026-03-01 08:00:00', 'chest', 'CR', 'done');
                    INSERT INTO ai_reports (uid, text, severity, positive) VALUES ('1.2.1', 'Opacity.', 8, 1);
                    INSERT INTO rad_reports (uid, text, severity) VALUES ('1.2.1', 'Opacitate.', 2);
                    """)
        }
        try old.close()
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        #expect(archive.backupBeforeMigration != nil)
        let index = ExamIndex(archive, threshold: 5)
        let film = SOPInstanceUID(validated: "1.2.1")
        #expect(try index.uids(ExamFilter(parameters: ["correct": "no", "search": "exemplu"])) == [film])
        try archive.reviews.record(film, isNormal: false, by: "ana", threshold: 5, now: .mondayMorning)
        try archive.flags.raise(film, by: "ana", now: .mondayMorning)
        #expect(
            try index.uids(ExamFilter(parameters: ["correct": "yes", "severity": "8", "flagged": "yes"])) == [film])
        #expect(try archive.integrity().isEmpty)
    }
}

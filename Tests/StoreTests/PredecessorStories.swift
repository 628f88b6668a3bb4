import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Adopting a predecessor's database")
struct PredecessorStories {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func adopt(_ sql: String) throws -> Archive {
        try PredecessorDatabase.write(sql, to: folder.workspace.database)
        return try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    private func rows(_ table: String, in path: String) throws -> [Row] {
        try DatabaseQueue(path: path).read { db in try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1") }
    }

    @Test("First a verified copy, then the migration; every row is kept in both")
    func everyRow() throws {
        let tables = ["patients", "ai_reports", "rad_reports"]
        try PredecessorDatabase.write(PredecessorDatabase.newest, to: folder.path + "/before.db")
        // A copy: the file written again would have the time of another second in it.
        try FileManager.default.copyItem(atPath: folder.path + "/before.db", toPath: folder.workspace.database)
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        #expect(archive.backupBeforeMigration == "backup/xrayvision_20260302_080000.db")
        let backup = folder.path + "/" + (archive.backupBeforeMigration ?? "")
        for table in tables + ["exams"] {
            #expect(try rows(table, in: backup) == rows(table, in: folder.path + "/before.db"))
        }
        for table in tables {
            #expect(try rows(table, in: folder.workspace.database) == rows(table, in: backup))
        }
        #expect(try rows("exams", in: folder.workspace.database).count == 9)
        #expect(try DatabaseQueue(path: backup).read { db in try !db.tableExists("grdb_migrations") })
    }

    @Test("Opened again, nothing is migrated and nothing is copied")
    func twice() throws {
        try adopt(PredecessorDatabase.newest).close()
        let again = try Archive.open(paths: folder.workspace, now: .mondayMorning + 86_400)
        #expect(again.backupBeforeMigration == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.workspace.backup).count == 1)
    }

    @Test(
        "Exams that waited still wait; what was interrupted resumes as what it was",
        arguments: [
            ("1.2.1", ExamStatus.done), ("1.2.2", .queued), ("1.2.3", .queued), ("1.2.4", .check), ("1.2.5", .error),
            ("1.2.6", .requeue), ("1.2.7", .ignore), ("1.2.8", .check),
        ])
    func statuses(uid: String, status: ExamStatus) throws {
        let archive = try adopt(PredecessorDatabase.newest)
        #expect(try archive.status(SOPInstanceUID(validated: uid)) == status)
    }

    @Test("Unknown is nil, whether it was null, empty, minus one or no date")
    func unknowns() throws {
        let archive = try adopt(PredecessorDatabase.newest)
        let done = try #require(try archive.exams.record(SOPInstanceUID(validated: "1.2.1")))
        #expect((done.aiReport?.severity, done.aiReport?.confidence) == (Severity(7), nil))
        #expect((done.radiologistReport?.severity, done.radiologistReport?.justification) == (Severity(6), "tuse"))
        let check = try #require(try archive.exams.record(SOPInstanceUID(validated: "1.2.4")))
        #expect((check.aiReport?.severity, check.radiologistReport?.severity) == (nil, nil))
        #expect((check.exam.patient.sex, check.exam.patient.birthDate, check.exam.study) == (.other, nil, nil))
        let blank = try #require(try archive.exams.record(SOPInstanceUID(validated: "1.2.5")))
        #expect((blank.exam.created, blank.exam.region, blank.exam.patient.birthDate) == ("", nil, nil))
        #expect(try archive.exams.record(SOPInstanceUID(validated: "1.2.7"))?.radiologistReport?.id == "-1")
    }

    @Test("A UID that is a path is never given to a reader; it is set aside with its reason")
    func badUID() throws {
        let archive = try adopt(PredecessorDatabase.newest)
        var claimed: [String] = []
        while let exam = try archive.exams.claimNext(at: .mondayMorning) { claimed.append(exam.uid.rawValue) }
        #expect(claimed.sorted() == ["1.2.2", "1.2.3", "1.2.4", "1.2.6", "1.2.8"])
        #expect(try archive.integrity().map(\.kind) == [.badUID])
        #expect(try archive.exams.counts(readSince: .mondayMorning).failed == 2)
    }

    @Test("A film that comes again fills in what the old row lacked, and a finished exam is not read again")
    func filledIn() throws {
        let archive = try adopt(PredecessorDatabase.newest)
        var exam = Synthetic.chest(1)
        exam.uid = SOPInstanceUID(validated: "1.2.7")
        #expect(try archive.exams.admit(exam, film: Synthetic.film("a")) == .filledIn)
        let record = try #require(try archive.exams.record(exam.uid))
        #expect((record.exam.study, record.exam.region?.rawValue, record.status) == (exam.study, "hand", .requeue))
        exam.uid = SOPInstanceUID(validated: "1.2.1")
        #expect(try archive.exams.admit(exam, film: Synthetic.film("b")) == .filledIn)
        #expect(try archive.status(exam.uid) == .done)
        #expect(try archive.exams.admit(exam, film: Synthetic.film("b")) == .sameBytes)
    }

    @Test("A very old file gets the missing columns with their documented defaults and keeps its own")
    func veryOld() throws {
        let archive = try adopt(PredecessorDatabase.veryOld)
        let record = try #require(try archive.exams.record(SOPInstanceUID(validated: "1.2.1")))
        #expect((record.aiReport?.text, record.aiReport?.severity, record.aiReport?.latency) == ("Opacity.", nil, nil))
        #expect(record.radiologistReport?.radiologist == "Dr. Model Vasile")
        let patient = try #require(try rows("patients", in: folder.workspace.database).first)
        #expect((patient["age"], patient["birthdate"]) == (9, String?.none))
        let report = try #require(try rows("ai_reports", in: folder.workspace.database).first)
        #expect((report["severity"], report["confidence"], report["latency"]) == (-1, -1, -1))
        #expect(try archive.integrity().isEmpty)
        _ = try archive.exams.requeue(record.exam.uid, now: .mondayMorning)
        #expect(try archive.readNext(3) == record.exam.uid)
    }

    @Test("An exam without its patient is adopted, shown, and named by the check")
    func orphans() throws {
        let archive = try adopt(PredecessorDatabase.orphans)
        #expect(try archive.exams.record(SOPInstanceUID(validated: "1.2.99"))?.exam.patient.name == "")
        #expect(try archive.integrity().contains { $0.kind == .foreignKey })
    }

    @Test("A new database has the predecessor's tables and indexes, column for column, and three indexes of our own")
    func schema() throws {
        try PredecessorDatabase.write(PredecessorDatabase.newest, to: folder.path + "/old.db")
        _ = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        for table in ["patients", "exams", "ai_reports", "rad_reports"] {
            let sql = """
                SELECT 'column', name, type, dflt_value, pk FROM pragma_table_info('\(table)')
                UNION ALL SELECT 'index', name, '', '', 0 FROM sqlite_schema WHERE tbl_name = '\(table)'
                    AND type = 'index' AND sql IS NOT NULL
                    AND name NOT IN ('exams_series', 'exams_modality', 'exams_undated')
                UNION ALL SELECT 'key', "table", "from", "to", 0 FROM pragma_foreign_key_list('\(table)') ORDER BY 1, 2
                """
            let described = try [folder.path + "/old.db", folder.workspace.database].map { path in
                try DatabaseQueue(path: path).read { db in try Row.fetchAll(db, sql: sql) }
            }
            #expect(described[0] == described[1])
        }
    }

    @Test(
        "A file that is not ours is refused and left exactly as it was",
        arguments: [
            ("CREATE TABLE recipes (id INTEGER PRIMARY KEY);", "foreignDatabase"),
            ("CREATE TABLE exams (name TEXT); CREATE TABLE patients (cnp TEXT PRIMARY KEY);", "tooOldDatabase"),
            (
                "CREATE TABLE exams (uid TEXT PRIMARY KEY); CREATE TABLE patients (cnp TEXT PRIMARY KEY);",
                "tooOldDatabase"
            ),
            (
                """
                CREATE TABLE grdb_migrations (identifier TEXT PRIMARY KEY);
                INSERT INTO grdb_migrations VALUES ('999 from the future');
                """, "newerDatabase"
            ),
        ])
    func refused(sql: String, kind: String) throws {
        let error = #expect(throws: StoreError.self) { try adopt(sql) }
        #expect(error.map { String(describing: $0).hasPrefix(kind) } == true)
        let names = try rows("sqlite_schema", in: folder.workspace.database).map { $0["name"] as String }
        #expect(!names.contains("films"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.workspace.backup).isEmpty)
    }

    @Test("A file that is no database at all is refused by name")
    func notSQLite() throws {
        try Data("Not a database, but long enough to look at. ".utf8 + [UInt8](repeating: 65, count: 4096))
            .write(to: URL(filePath: folder.workspace.database))
        #expect(throws: StoreError.foreignDatabase(reason: "not an SQLite file")) {
            try Archive.open(paths: folder.workspace, now: .mondayMorning)
        }
    }
}

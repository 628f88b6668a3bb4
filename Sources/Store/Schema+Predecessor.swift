import GRDB

/// The predecessor's part of the schema, unchanged: old files are adopted as they are, old clients keep reading them.
extension Schema {
    /// The tables as documented. A table that exists is left alone; what older versions lacked is added behind it.
    static let predecessorTables = """
        CREATE TABLE IF NOT EXISTS patients (
            cnp TEXT PRIMARY KEY,
            id TEXT,
            name TEXT,
            birthdate TEXT,
            sex TEXT CHECK (sex IN ('M', 'F', 'O'))
        );
        CREATE TABLE IF NOT EXISTS exams (
            uid TEXT PRIMARY KEY,
            cnp TEXT,
            id TEXT,
            created TIMESTAMP,
            protocol TEXT,
            region TEXT,
            type TEXT,
            status TEXT DEFAULT 'none',
            study TEXT,
            series TEXT,
            FOREIGN KEY (cnp) REFERENCES patients(cnp)
        );
        CREATE TABLE IF NOT EXISTS ai_reports (
            uid TEXT PRIMARY KEY,
            created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            text TEXT,
            positive INTEGER DEFAULT -1 CHECK (positive IN (-1, 0, 1)),
            confidence INTEGER DEFAULT -1 CHECK (confidence BETWEEN -1 AND 100),
            severity INTEGER DEFAULT -1 CHECK (severity BETWEEN -1 AND 10),
            summary TEXT,
            model TEXT,
            latency INTEGER DEFAULT -1,
            FOREIGN KEY (uid) REFERENCES exams(uid)
        );
        CREATE TABLE IF NOT EXISTS rad_reports (
            uid TEXT PRIMARY KEY,
            id TEXT,
            created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            text TEXT,
            text_en TEXT,
            positive INTEGER DEFAULT -1 CHECK (positive IN (-1, 0, 1)),
            severity INTEGER DEFAULT -1 CHECK (severity BETWEEN -1 AND 10),
            summary TEXT,
            type TEXT,
            radiologist TEXT,
            justification TEXT,
            model TEXT,
            latency INTEGER DEFAULT -1,
            FOREIGN KEY (uid) REFERENCES exams(uid)
        );
        """

    private static let predecessorIndexes = """
        CREATE INDEX IF NOT EXISTS idx_exams_status ON exams(status);
        CREATE INDEX IF NOT EXISTS idx_exams_region ON exams(region);
        CREATE INDEX IF NOT EXISTS idx_exams_cnp ON exams(cnp);
        CREATE INDEX IF NOT EXISTS idx_exams_created ON exams(created);
        CREATE INDEX IF NOT EXISTS idx_exams_study ON exams(study);
        CREATE INDEX IF NOT EXISTS idx_ai_reports_created ON ai_reports(created);
        CREATE INDEX IF NOT EXISTS idx_rad_reports_created ON rad_reports(created);
        CREATE INDEX IF NOT EXISTS idx_patients_name ON patients(name);
        """

    /// What older versions lacked: table, column, declaration. `ALTER TABLE` allows no CURRENT_TIMESTAMP default, so an
    /// added time is null in old rows; our own statements always name it. `patients.age` of very old files stays beside
    /// the new `birthdate`: an age without its day cannot be turned into a date.
    private static let additions: [(table: String, column: String, declaration: String)] = [
        ("patients", "id", "TEXT"),
        ("patients", "name", "TEXT"),
        ("patients", "birthdate", "TEXT"),
        ("patients", "sex", "TEXT CHECK (sex IN ('M', 'F', 'O'))"),
        ("exams", "id", "TEXT"),
        ("exams", "created", "TIMESTAMP"),
        ("exams", "protocol", "TEXT"),
        ("exams", "region", "TEXT"),
        ("exams", "type", "TEXT"),
        ("exams", "status", "TEXT DEFAULT 'none'"),
        ("exams", "study", "TEXT"),
        ("exams", "series", "TEXT"),
        ("ai_reports", "created", "TIMESTAMP"),
        ("ai_reports", "updated", "TIMESTAMP"),
        ("ai_reports", "text", "TEXT"),
        ("ai_reports", "positive", "INTEGER DEFAULT -1 CHECK (positive IN (-1, 0, 1))"),
        ("ai_reports", "confidence", "INTEGER DEFAULT -1 CHECK (confidence BETWEEN -1 AND 100)"),
        ("ai_reports", "severity", "INTEGER DEFAULT -1 CHECK (severity BETWEEN -1 AND 10)"),
        ("ai_reports", "summary", "TEXT"),
        ("ai_reports", "model", "TEXT"),
        ("ai_reports", "latency", "INTEGER DEFAULT -1"),
        ("rad_reports", "id", "TEXT"),
        ("rad_reports", "created", "TIMESTAMP"),
        ("rad_reports", "updated", "TIMESTAMP"),
        ("rad_reports", "text", "TEXT"),
        ("rad_reports", "text_en", "TEXT"),
        ("rad_reports", "positive", "INTEGER DEFAULT -1 CHECK (positive IN (-1, 0, 1))"),
        ("rad_reports", "severity", "INTEGER DEFAULT -1 CHECK (severity BETWEEN -1 AND 10)"),
        ("rad_reports", "summary", "TEXT"),
        ("rad_reports", "type", "TEXT"),
        ("rad_reports", "radiologist", "TEXT"),
        ("rad_reports", "justification", "TEXT"),
        ("rad_reports", "model", "TEXT"),
        ("rad_reports", "latency", "INTEGER DEFAULT -1"),
    ]

    static let predecessor: @Sendable (Database) throws -> Void = { db in
        try db.execute(sql: predecessorTables)
        for table in ["patients", "exams", "ai_reports", "rad_reports"] {
            let present = try columns(of: table, in: db)
            for addition in additions where addition.table == table && !present.contains(addition.column) {
                try db.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(addition.column) \(addition.declaration)")
            }
        }
        try db.execute(sql: predecessorIndexes)
    }

    /// Says whether a file with tables in it can be adopted, before anything is written to it.
    static func refusal(of db: Database) throws -> StoreError? {
        let tables = try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"))
            .filter { !$0.hasPrefix("sqlite_") }
        if tables.isEmpty { return nil }
        guard tables.contains("exams"), tables.contains("patients") else {
            return .foreignDatabase(reason: "it has tables, but neither exams nor patients")
        }
        for (table, key) in [("exams", "uid"), ("patients", "cnp"), ("ai_reports", "uid"), ("rad_reports", "uid")]
        where tables.contains(table) {
            let sql = "SELECT count(*) FROM pragma_table_info(?) WHERE name = ? AND pk = 1"
            if try Int.fetchOne(db, sql: sql, arguments: [table, key]) != 1 {
                return .tooOldDatabase(missing: "the key \(table).\(key)")
            }
        }
        if try !columns(of: "exams", in: db).contains("cnp") { return .tooOldDatabase(missing: "exams.cnp") }
        return nil
    }

    private static func columns(of table: String, in db: Database) throws -> Set<String> {
        try Set(String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table]))
    }
}

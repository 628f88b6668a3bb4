import GRDB

/// A database as the predecessor leaves it, written from its documented schema. All people are invented.
enum PredecessorDatabase {
    static let newest = """
        CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT,
            sex TEXT CHECK(sex IN ('M', 'F', 'O')));
        CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP, protocol TEXT, region TEXT,
            type TEXT, status TEXT DEFAULT 'none', study TEXT, series TEXT,
            FOREIGN KEY (cnp) REFERENCES patients(cnp));
        CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT,
            positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)),
            confidence INTEGER DEFAULT -1 CHECK(confidence BETWEEN -1 AND 100),
            severity INTEGER DEFAULT -1 CHECK(severity BETWEEN -1 AND 10), summary TEXT, model TEXT,
            latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
        CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT, text_en TEXT,
            positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)),
            severity INTEGER DEFAULT -1 CHECK(severity BETWEEN -1 AND 10), summary TEXT, type TEXT, radiologist TEXT,
            justification TEXT, model TEXT, latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
        CREATE INDEX idx_exams_status ON exams(status);
        CREATE INDEX idx_exams_region ON exams(region);
        CREATE INDEX idx_exams_cnp ON exams(cnp);
        CREATE INDEX idx_exams_created ON exams(created);
        CREATE INDEX idx_exams_study ON exams(study);
        CREATE INDEX idx_ai_reports_created ON ai_reports(created);
        CREATE INDEX idx_rad_reports_created ON rad_reports(created);
        CREATE INDEX idx_patients_name ON patients(name);

        INSERT INTO patients VALUES
            ('6150203170012', '77', 'Exemplu^Ana', '2015-02-03', 'F'), ('P2', NULL, 'Model^Dan', NULL, 'O'),
            ('', NULL, '', '20150203x', NULL);
        INSERT INTO exams VALUES
            ('1.2.1', '6150203170012', NULL, '2025-01-10 09:00:00', 'Torace PA', 'chest', 'CR', 'done', '1.9.1', '1.9.1.1'),
            ('1.2.2', '6150203170012', NULL, '2025-02-10 09:00:00', 'Torace PA', 'chest', 'CR', 'queued', NULL, NULL),
            ('1.2.3', 'P2', NULL, '2025-02-11 09:00:00', 'Cot', 'elbow', 'CR', 'processing', NULL, NULL),
            ('1.2.4', 'P2', NULL, '2025-02-12 09:00:00', 'Torace', 'chest', 'CR', 'check', NULL, NULL),
            ('1.2.5', '', NULL, NULL, NULL, '', NULL, 'error', NULL, NULL),
            ('1.2.6', 'P2', NULL, '2025-02-13 09:00:00', 'Mana', 'hand', 'CR', 'requeue', NULL, NULL),
            ('1.2.7', 'P2', NULL, '2025-02-14 09:00:00', 'Mana', 'hand', 'CR', 'ignore', NULL, NULL),
            ('1.2.8', 'P2', NULL, '2025-02-15 09:00:00', 'Torace', 'chest', 'CR', 'processing', NULL, NULL),
            ('../static/pwn', 'P2', NULL, '2025-02-16 09:00:00', 'Torace', 'chest', 'CR', 'queued', NULL, NULL);
        INSERT INTO ai_reports (uid, created, updated, text, positive, confidence, severity, summary, model, latency) VALUES
            ('1.2.1', '2025-01-10 07:05:00', '2025-01-10 07:05:00', 'Opacity.', 1, -1, 7, 'pneumonia', 'medgemma', 12),
            ('1.2.4', '2025-02-12 07:05:00', '2025-02-12 07:05:00', 'Clear.', -1, -1, -1, NULL, 'medgemma', 9),
            ('1.2.6', '2025-02-13 07:05:00', '2025-02-14 07:05:00', 'Fracture.', -1, -1, 6, 'fracture', NULL, -1),
            ('1.2.8', '2025-02-15 07:05:00', '2025-02-15 07:05:00', 'Clear.', 0, -1, 0, 'normal', 'medgemma', 9);
        INSERT INTO rad_reports (uid, id, text, severity, summary, radiologist, justification) VALUES
            ('1.2.1', '815', 'Opacitate bazal dreapta.', 6, 'pneumonia', 'Dr. Model Vasile', 'tuse'),
            ('1.2.4', '816', 'Fara leziuni.', -1, NULL, 'Dr. Model Vasile', NULL),
            ('1.2.7', '-1', NULL, -1, NULL, NULL, NULL),
            ('1.2.8', '817', 'Fara leziuni.', -1, NULL, NULL, NULL);
        """

    /// Before `birthdate`, `text_en`, `justification`, severities and series existed.
    static let veryOld = """
        CREATE TABLE patients (cnp TEXT PRIMARY KEY, name TEXT, age INTEGER, sex TEXT);
        CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, created TIMESTAMP, protocol TEXT, region TEXT,
            type TEXT, status TEXT DEFAULT 'none');
        CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT,
            positive INTEGER DEFAULT -1, model TEXT);
        CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT,
            positive INTEGER DEFAULT -1, radiologist TEXT);
        INSERT INTO patients VALUES ('P1', 'Vechi^Ion', 9, 'M');
        INSERT INTO exams VALUES ('1.2.1', 'P1', '2024-01-10 09:00:00', 'Torace PA', 'chest', 'CR', 'done');
        INSERT INTO ai_reports VALUES ('1.2.1', '2024-01-10 07:05:00', 'Opacity.', 1, 'medgemma');
        INSERT INTO rad_reports VALUES ('1.2.1', '2024-01-11 07:05:00', 'Opacitate.', 1, 'Dr. Model Vasile');
        """

    /// Exams whose patient was never stored: foreign keys were not always on.
    static let orphans = newest + "PRAGMA foreign_keys = OFF; INSERT INTO exams (uid, cnp) VALUES ('1.2.99', 'gone');"

    static func write(_ sql: String, to path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = WAL; " + sql) }
        try queue.close()
    }
}

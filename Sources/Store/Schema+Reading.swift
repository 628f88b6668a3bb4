import GRDB

/// How an answer came about, what is said about answers, and what the hospital knows.
extension Schema {
    static let reading: @Sendable (Database) throws -> Void = { db in
        try db.execute(sql: analysesWithRequests)
        try db.execute(sql: readingTables)
    }

    private static let formerColumns = """
        id, uid, kind, outcome, error_code, answered, severity, confidence, summary, image_hash, content_hash, recipe,
        recipe_hash, prompt_hashes, endpoint, model_configured, model_answered, sampling, attempt, report_ms, check_ms,
        raw_report, raw_check, finish_reason, prompt_tokens, completion_tokens, program_version
        """

    /// The table is made anew because its CHECK names the kinds; rows of exams that another programme deleted come along
    /// (this migration runs without foreign keys). `image_hash` is empty where no picture was sent. `answered_from` is
    /// the row whose answer was taken over instead of asking again; `checked_id` is the row whose report a `check` is
    /// about, null for a radiologist's text.
    private static let analysesWithRequests = """
        CREATE TABLE analyses_with_requests (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL REFERENCES exams(uid),
            kind TEXT NOT NULL CHECK (kind IN ('report', 'check', 'translation', 'analysis', 'canary')),
            outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'failed')),
            error_code TEXT CHECK ((error_code IS NULL) = (outcome = 'ok')),
            answered TEXT NOT NULL,
            severity INTEGER CHECK (severity BETWEEN 0 AND 10),
            confidence INTEGER CHECK (confidence BETWEEN 0 AND 100),
            summary TEXT,
            image_hash TEXT NOT NULL,
            content_hash TEXT,
            recipe TEXT NOT NULL,
            recipe_hash TEXT NOT NULL,
            prompt_hashes TEXT NOT NULL CHECK (json_valid(prompt_hashes)),
            endpoint TEXT NOT NULL,
            model_configured TEXT NOT NULL,
            model_answered TEXT,
            sampling TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            report_ms INTEGER NOT NULL,
            check_ms INTEGER,
            translate_ms INTEGER,
            raw_report TEXT NOT NULL,
            raw_check TEXT,
            finish_reason TEXT,
            prompt_tokens INTEGER,
            completion_tokens INTEGER,
            check_prompt_tokens INTEGER,
            check_completion_tokens INTEGER,
            request_hash TEXT,
            request TEXT CHECK (request IS NULL OR json_valid(request)),
            check_request_hash TEXT,
            check_request TEXT CHECK (check_request IS NULL OR json_valid(check_request)),
            check_endpoint TEXT,
            check_model_configured TEXT,
            check_model_answered TEXT,
            check_sampling TEXT,
            check_finish_reason TEXT,
            check_problem TEXT,
            checked_id INTEGER,
            answered_from INTEGER,
            program_version TEXT NOT NULL
        ) STRICT;
        INSERT INTO analyses_with_requests (\(formerColumns)) SELECT \(formerColumns) FROM analyses ORDER BY id;
        DROP TABLE analyses;
        ALTER TABLE analyses_with_requests RENAME TO analyses;
        CREATE INDEX analyses_uid ON analyses(uid, id);
        CREATE INDEX analyses_answered ON analyses(answered);
        CREATE INDEX analyses_request ON analyses(request_hash, id)
            WHERE request_hash IS NOT NULL AND kind = 'report' AND outcome = 'ok';
        CREATE TRIGGER analyses_are_not_changed BEFORE UPDATE ON analyses
        BEGIN SELECT RAISE(ABORT, 'analyses are append-only'); END;
        CREATE TRIGGER analyses_are_not_deleted BEFORE DELETE ON analyses
        BEGIN SELECT RAISE(ABORT, 'analyses are append-only'); END;
        """

    /// - `prompt_texts`: what the hashes in `analyses` stand for.
    /// - `endpoints`: how each model server stood when it was last asked; addresses without user and password.
    /// - `alarms`: what was odd about an answer; it concerns the present answer only while that one stands.
    /// - `canaries`: films with a known answer, one row a day.
    /// - `alerts`: messages to people; the UNIQUE is "once for each exam and severity", also over restarts.
    /// - `record_searches`: exams whose radiologist's report is looked for; `next` is null when nobody looks any more.
    /// - `report_origins`: how final a radiologist's report is, when it was written, what is to be doubted of its
    ///   translation, and when the hospital took it back. A report without a row is a final one.
    /// - `report_parts`: the reports that the text of `rad_reports` is made of, one for each order of the exam, in the
    ///   order of their first arrival; those taken back are among them. A text without parts is one report.
    /// - `waiting_reports`: the patients' numbers in report files (HL7) that wait for a film.
    /// - `record_mark`: up to which change the exams were looked through for such searches.
    private static let readingTables = """
        CREATE TABLE prompt_texts (hash TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) STRICT;
        CREATE TRIGGER prompt_texts_are_not_changed BEFORE UPDATE ON prompt_texts
        BEGIN SELECT RAISE(ABORT, 'prompt texts are append-only'); END;
        CREATE TRIGGER prompt_texts_are_not_deleted BEFORE DELETE ON prompt_texts
        BEGIN SELECT RAISE(ABORT, 'prompt texts are append-only'); END;
        CREATE TABLE translations (
            source_hash TEXT NOT NULL,
            asked TEXT NOT NULL,
            text TEXT NOT NULL,
            model TEXT,
            created TEXT NOT NULL,
            PRIMARY KEY (source_hash, asked)
        ) STRICT;
        CREATE INDEX translations_created ON translations(created);
        CREATE TABLE endpoints (
            address TEXT PRIMARY KEY NOT NULL,
            state TEXT NOT NULL,
            since TEXT NOT NULL,
            checked TEXT NOT NULL,
            model TEXT,
            problem TEXT
        ) STRICT;
        CREATE TABLE alarms (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT REFERENCES exams(uid),
            kind TEXT NOT NULL,
            detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
            at TEXT NOT NULL,
            analysis_id INTEGER REFERENCES analyses(id)
        ) STRICT;
        CREATE INDEX alarms_uid ON alarms(uid, id);
        CREATE TABLE canaries (
            uid TEXT NOT NULL REFERENCES exams(uid),
            day TEXT NOT NULL,
            expected INTEGER CHECK (expected BETWEEN 0 AND 10),
            got INTEGER CHECK (got BETWEEN 0 AND 10),
            changed INTEGER NOT NULL CHECK (changed IN (0, 1)),
            model TEXT,
            problem TEXT,
            at TEXT NOT NULL,
            PRIMARY KEY (uid, day)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX canaries_day ON canaries(day);
        CREATE TABLE alerts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL REFERENCES exams(uid),
            severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 10),
            channel TEXT NOT NULL,
            occasion TEXT NOT NULL DEFAULT '',
            summary TEXT,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before TEXT,
            entered TEXT NOT NULL,
            since TEXT NOT NULL,
            changed TEXT NOT NULL,
            status INTEGER,
            problem TEXT,
            UNIQUE (uid, channel, severity, occasion)
        ) STRICT;
        CREATE INDEX alerts_waiting ON alerts(channel, since, id) WHERE state = 'waiting';
        CREATE INDEX alerts_sending ON alerts(id) WHERE state = 'sending';
        CREATE INDEX alerts_failed ON alerts(id) WHERE state = 'failed';
        CREATE INDEX alerts_sent ON alerts(channel, changed) WHERE state = 'sent';
        CREATE TABLE record_searches (
            uid TEXT PRIMARY KEY NOT NULL REFERENCES exams(uid),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'found', 'ambiguous', 'none', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            next TEXT,
            entered TEXT NOT NULL,
            changed TEXT NOT NULL,
            problem TEXT,
            fresh INTEGER NOT NULL DEFAULT 1 CHECK (fresh IN (0, 1)),
            server TEXT,
            request TEXT,
            etag TEXT,
            modified TEXT
        ) STRICT;
        CREATE INDEX record_searches_due ON record_searches(fresh, next, uid) WHERE next IS NOT NULL;
        CREATE INDEX record_searches_odd ON record_searches(uid) WHERE state = 'found' AND problem IS NOT NULL;
        CREATE INDEX record_searches_state ON record_searches(state, uid);
        CREATE TABLE report_origins (
            uid TEXT PRIMARY KEY NOT NULL REFERENCES exams(uid),
            rank INTEGER NOT NULL,
            written TEXT,
            doubt TEXT,
            withdrawn TEXT
        ) STRICT;
        CREATE TABLE report_parts (
            place INTEGER PRIMARY KEY,
            uid TEXT NOT NULL REFERENCES exams(uid),
            order_key TEXT NOT NULL,
            way TEXT NOT NULL CHECK (way IN ('server', 'file')),
            numbers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(numbers)),
            text TEXT NOT NULL,
            rank INTEGER NOT NULL,
            written TEXT,
            sent TEXT,
            withdrawn TEXT,
            UNIQUE (uid, order_key)
        ) STRICT;
        CREATE TABLE waiting_reports (
            number TEXT NOT NULL,
            file TEXT NOT NULL,
            PRIMARY KEY (number, file)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX waiting_reports_file ON waiting_reports(file);
        CREATE TABLE record_mark (only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL) STRICT;
        INSERT INTO record_mark VALUES (1, 0);
        CREATE TRIGGER alarms_insert_is_a_change AFTER INSERT ON alarms WHEN NEW.uid IS NOT NULL BEGIN
            DELETE FROM exam_changes WHERE uid = NEW.uid;
            INSERT INTO exam_changes (uid) VALUES (NEW.uid);
        END;
        CREATE TRIGGER alarms_delete_is_a_change AFTER DELETE ON alarms WHEN OLD.uid IS NOT NULL BEGIN
            DELETE FROM exam_changes WHERE uid = OLD.uid;
            INSERT INTO exam_changes (uid) VALUES (OLD.uid);
        END;
        """
}

/// A database as an earlier version left it, for tests of the way from there to here.
package enum EarlierSchema {
    /// The names of all steps, oldest first.
    package static var steps: [String] { Schema.migrator.migrations }

    /// Brings the file at `path`, which may be new, to the schema of that step.
    package static func make(at path: String, upTo step: String) throws {
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue, upTo: step)
        try queue.close()
    }
}

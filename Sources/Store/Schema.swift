import GRDB

/// The schema as numbered sentences, in the order in which they came true. A migration is never edited: add another.
///
/// Foreign keys are checked statement by statement, not over the whole file: a predecessor database may hold
/// exams without a patient, and such a row is a thing to report, not a reason to refuse the file.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (name, step) in steps {
            migrator.registerMigration(name, foreignKeyChecks: .immediate) { db in try step(db) }
        }
        // A table is made anew, so foreign keys are off while it runs, and nothing is checked afterwards.
        migrator = migrator.disablingDeferredForeignKeyChecks()
        migrator.registerMigration("011 an answer knows its request, and what the hospital knows has a place") { db in
            try reading(db)
        }
        migrator.registerMigration("012 who looked, and what they said", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: looking)
        }
        migrator.registerMigration(
            "013 kept films are found by series, modality and accession number", foreignKeyChecks: .immediate
        ) { db in try db.execute(sql: originals) }
        migrator.registerMigration("014 every exam is a few numbers, by day", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: facts)
        }
        migrator.registerMigration("015 the clocks of the modalities have a zone", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: zone)
        }
        return migrator
    }

    private static let steps: [(String, @Sendable (Database) throws -> Void)] = [
        ("001 the predecessor's four tables and eight indexes", predecessor),
        ("002 every exam knows its film", { db in try db.execute(sql: films) }),
        ("003 exams wait in a queue and stand somewhere for a reason", { db in try db.execute(sql: queue) }),
        ("004 answers are appended and never changed", { db in try db.execute(sql: analyses) }),
        ("005 what was refused and what happened", { db in try db.execute(sql: journal) }),
        ("006 what changed since when", { db in try db.execute(sql: changes) }),
        ("007 every film knows the recipe of its picture", { db in try db.execute(sql: recipes) }),
        (
            "008 what people see has a recipe, and what was odd about a film is kept",
            { db in try db.execute(sql: views) }
        ),
        (
            "009 what the reader saw has a frame, and older viewers are drawn once more",
            { db in try db.execute(sql: frames) }
        ),
        ("010 films are fetched from archives and passed on", { db in try db.execute(sql: network) }),
    ]

    /// The first film of a UID is the film of the exam; other bytes under the same UID are kept beside it.
    private static let films = """
        CREATE TABLE films (
            uid TEXT PRIMARY KEY NOT NULL REFERENCES exams(uid),
            content_hash TEXT NOT NULL,
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            source TEXT NOT NULL,
            received TEXT NOT NULL,
            archive_path TEXT,
            facts TEXT NOT NULL CHECK (json_valid(facts)),
            quality TEXT CHECK (quality IS NULL OR json_valid(quality)),
            projection TEXT CHECK (projection IN ('frontal', 'lateral', 'oblique')),
            revised INTEGER NOT NULL DEFAULT 0 CHECK (revised IN (0, 1))
        ) STRICT;
        CREATE INDEX films_content_hash ON films(content_hash);
        CREATE TABLE film_revisions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL REFERENCES exams(uid),
            content_hash TEXT NOT NULL,
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            source TEXT NOT NULL,
            received TEXT NOT NULL,
            archive_path TEXT,
            facts TEXT NOT NULL CHECK (json_valid(facts)),
            quality TEXT CHECK (quality IS NULL OR json_valid(quality)),
            UNIQUE (uid, content_hash)
        ) STRICT;
        CREATE INDEX film_revisions_content_hash ON film_revisions(content_hash);
        CREATE TRIGGER film_revisions_are_not_changed BEFORE UPDATE ON film_revisions
        BEGIN SELECT RAISE(ABORT, 'film revisions are append-only'); END;
        CREATE TRIGGER film_revisions_are_not_deleted BEFORE DELETE ON film_revisions
        BEGIN SELECT RAISE(ABORT, 'film revisions are append-only'); END;
        """

    /// Null: drawn before this was recorded.
    private static let recipes = """
        ALTER TABLE films ADD COLUMN recipe TEXT;
        ALTER TABLE films ADD COLUMN recipe_hash TEXT;
        """

    /// `display_recipe`: null is "drawn before this was recorded", empty is "nothing can be drawn". `viewer`: null is
    /// "never tried", 0 is "none is wanted or possible", 1 is "its values lie beside its page". The partial index holds
    /// only films of older versions, so that asking for them costs nothing once they are done.
    private static let views = """
        ALTER TABLE films ADD COLUMN display_recipe TEXT;
        ALTER TABLE films ADD COLUMN display_recipe_hash TEXT;
        ALTER TABLE films ADD COLUMN notes TEXT CHECK (notes IS NULL OR json_valid(notes));
        ALTER TABLE films ADD COLUMN viewer INTEGER CHECK (viewer IN (0, 1));
        CREATE INDEX films_before_viewer ON films(received) WHERE viewer IS NULL AND archive_path IS NOT NULL;
        """

    /// `viewer` is null, too, while none is wanted. Those that are there are drawn once more: they held the header's
    /// words for windows, and distances from facts of which the versions before knew half.
    private static let frames = """
        ALTER TABLE films ADD COLUMN recipe_frame INTEGER CHECK (recipe_frame >= 1);
        UPDATE films SET recipe_frame = json_extract(facts, '$.frame')
            WHERE recipe IS NOT NULL AND json_extract(facts, '$.frame') >= 1;
        UPDATE films SET viewer = NULL
            WHERE archive_path IS NOT NULL AND recipe IS NOT NULL AND display_recipe <> '' AND viewer IS NOT NULL;
        """

    /// One row for each exam that waits (`claimed` is null) or is being read. `not_before` is null when the exam may be
    /// taken now; both orders in which exams are taken are a walk along a partial index.
    private static let queue = """
        CREATE TABLE queue (
            uid TEXT PRIMARY KEY NOT NULL REFERENCES exams(uid),
            intent TEXT NOT NULL CHECK (intent IN ('read', 'reread', 'check')),
            priority INTEGER NOT NULL DEFAULT 0,
            created TEXT NOT NULL,
            queued TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before TEXT,
            claimed TEXT,
            again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
            instruction TEXT
        ) STRICT;
        CREATE INDEX queue_newest ON queue(priority DESC, created DESC, uid)
            WHERE claimed IS NULL AND not_before IS NULL;
        CREATE INDEX queue_longest ON queue(queued, created, uid) WHERE claimed IS NULL AND not_before IS NULL;
        CREATE INDEX queue_later ON queue(not_before) WHERE not_before IS NOT NULL;
        CREATE INDEX queue_claimed ON queue(claimed) WHERE claimed IS NOT NULL;
        CREATE TABLE queue_turn (only INTEGER PRIMARY KEY CHECK (only = 1), claims INTEGER NOT NULL) STRICT;
        INSERT INTO queue_turn VALUES (1, 0);
        CREATE TABLE reasons (
            uid TEXT PRIMARY KEY NOT NULL REFERENCES exams(uid),
            code TEXT NOT NULL,
            sentence TEXT NOT NULL,
            at TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        -- Exams that the predecessor left waiting, or was reading when it stopped: an interrupted check stays a check.
        UPDATE exams SET status = CASE
            WHEN EXISTS (SELECT 1 FROM ai_reports a WHERE a.uid = exams.uid AND coalesce(a.text, '') <> '')
                 AND EXISTS (SELECT 1 FROM rad_reports r WHERE r.uid = exams.uid AND coalesce(r.text, '') <> ''
                             AND coalesce(r.severity, -1) < 0) THEN 'check'
            WHEN EXISTS (SELECT 1 FROM ai_reports a WHERE a.uid = exams.uid AND coalesce(a.text, '') <> '')
                THEN 'requeue'
            ELSE 'queued' END
        WHERE status = 'processing';
        INSERT INTO queue (uid, intent, created, queued)
            SELECT uid, CASE status WHEN 'requeue' THEN 'reread' WHEN 'check' THEN 'check' ELSE 'read' END,
                   coalesce(created, ''), coalesce(created, '')
            FROM exams WHERE uid IS NOT NULL AND status IN ('queued', 'requeue', 'check');
        """

    /// Each answer of a reader with its provenance, also the failed ones.
    private static let analyses = """
        CREATE TABLE analyses (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL REFERENCES exams(uid),
            kind TEXT NOT NULL CHECK (kind IN ('report', 'check')),
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
            raw_report TEXT NOT NULL,
            raw_check TEXT,
            finish_reason TEXT,
            prompt_tokens INTEGER,
            completion_tokens INTEGER,
            program_version TEXT NOT NULL
        ) STRICT;
        CREATE INDEX analyses_uid ON analyses(uid, id);
        CREATE INDEX analyses_answered ON analyses(answered);
        CREATE TRIGGER analyses_are_not_changed BEFORE UPDATE ON analyses
        BEGIN SELECT RAISE(ABORT, 'analyses are append-only'); END;
        CREATE TRIGGER analyses_are_not_deleted BEFORE DELETE ON analyses
        BEGIN SELECT RAISE(ABORT, 'analyses are append-only'); END;
        """

    private static let journal = """
        CREATE TABLE rejections (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            byte_offset INTEGER,
            received TEXT NOT NULL,
            source TEXT NOT NULL,
            kept_path TEXT,
            bytes INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX rejections_kept_path ON rejections(kept_path);
        CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            uid TEXT,
            detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail))
        ) STRICT;
        """
}

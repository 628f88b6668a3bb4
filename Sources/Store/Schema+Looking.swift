/// Who looked at an exam and what they said; who may, and how far the record of it reaches.
extension Schema {
    /// - `reviews`: each review, and each withdrawal of one (`withdraws`, without a verdict), is a row. `severity` is what
    ///   the exam was compared with from this review on, as it was then; the rule is `ComparedSeverity`.
    /// - `flags`: an exam has at most one that is not cleared.
    /// - `accounts`: `hash` is nothing to the database but a text.
    /// - `audit_head`: the last line of the audit files, so that a line cut off at their end is missed.
    /// - `patient_changes`: the last change of each patient, like `exam_changes`; it begins empty.
    static let looking =
        lookingTables + patientChanges + change(of: "reviews", ["INSERT"]) + change(of: "flags", ["INSERT", "UPDATE"])

    private static let lookingTables = """
        CREATE TABLE reviews (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL REFERENCES exams(uid),
            reviewer TEXT NOT NULL CHECK (reviewer <> ''),
            normal INTEGER CHECK (normal IN (0, 1)),
            severity INTEGER CHECK (severity BETWEEN 0 AND 10),
            at TEXT NOT NULL,
            withdraws INTEGER REFERENCES reviews(id),
            CHECK ((normal IS NULL) = (withdraws IS NOT NULL)),
            CHECK ((normal IS NULL) = (severity IS NULL))
        ) STRICT;
        CREATE INDEX reviews_uid ON reviews(uid, id);
        CREATE UNIQUE INDEX reviews_withdrawn ON reviews(withdraws) WHERE withdraws IS NOT NULL;
        CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
        CREATE TRIGGER reviews_are_not_deleted BEFORE DELETE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
        CREATE TABLE flags (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL REFERENCES exams(uid),
            login TEXT NOT NULL CHECK (login <> ''),
            note TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            cleared TEXT,
            cleared_by TEXT CHECK ((cleared_by IS NULL) = (cleared IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX flags_standing ON flags(uid) WHERE cleared IS NULL;
        CREATE INDEX flags_uid ON flags(uid, id);
        CREATE TRIGGER flags_are_not_deleted BEFORE DELETE ON flags
        BEGIN SELECT RAISE(ABORT, 'flags are cleared, not deleted'); END;
        CREATE TABLE accounts (
            login TEXT PRIMARY KEY NOT NULL CHECK (login <> ''),
            role TEXT NOT NULL,
            hash TEXT NOT NULL,
            created TEXT NOT NULL,
            changed TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE audit_head (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            number INTEGER NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;

        """

    /// The predecessor replaces a patient's whole row, which is an insert: the pages of the earlier films follow that, too.
    private static let patientChanges =
        """
        CREATE TABLE patient_changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, cnp TEXT NOT NULL UNIQUE) STRICT;
        CREATE TRIGGER patients_insert_is_a_change AFTER INSERT ON patients BEGIN
            DELETE FROM exam_changes WHERE uid IN (SELECT uid FROM exams WHERE cnp = NEW.cnp);
            INSERT INTO exam_changes (uid) SELECT uid FROM exams WHERE cnp = NEW.cnp AND uid IS NOT NULL;
        END;

        """ + [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")].map(noticed).joined()

    private static func noticed(_ verb: String, _ row: String) -> String {
        """
        CREATE TRIGGER patients_\(verb.lowercased())_is_noticed AFTER \(verb) ON patients WHEN \(row).cnp IS NOT NULL BEGIN
            DELETE FROM patient_changes WHERE cnp = \(row).cnp;
            INSERT INTO patient_changes (cnp) VALUES (\(row).cnp);
        END;

        """
    }

    private static func change(of table: String, _ verbs: [String]) -> String {
        verbs.map { verb in
            """
            CREATE TRIGGER \(table)_\(verb.lowercased())_is_a_change AFTER \(verb) ON \(table) BEGIN
                DELETE FROM exam_changes WHERE uid = NEW.uid;
                INSERT INTO exam_changes (uid) VALUES (NEW.uid);
            END;

            """
        }.joined()
    }
}

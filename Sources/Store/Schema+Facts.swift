/// Every exam as a few numbers, a day's exams in one blob, so that figures over a million are one walk.
extension Schema {
    /// - `fact_days`: `day` is `YYYY-MM-DD` of `exams.created`, or `#NNN` for times that are not written so (`FactShelf`);
    ///   `sequence` is how much had happened when the day was made (`FactVersion.whole`). A day without exams any more
    ///   keeps its row, so that whoever looked at it earlier does not bring them back.
    /// - `fact_names`: what the numbers in the blobs stand for. Numbers are never given twice.
    /// - `fact_mark`: up to which changes the days go, and in which form they are written; no row before they were made
    ///   for the first time.
    /// - `fact_changes`: days that exams left, which `exam_changes` does not tell. Like there each trigger deletes and
    ///   inserts.
    /// - `exams_undated`: of few exams, so that theirs are looked up like those of a day.
    static let facts = factTables + examsLeave + othersTouch + originsAreChanges

    /// Whose clock it is that films say their time by: `YYYY-MM-DD HH:MM:SS` is another moment in every zone, and reports
    /// say theirs in UTC. Recorded once, so that the same database has the same figures on every machine.
    static let zone = """
        CREATE TABLE modality_zone (
            only INTEGER PRIMARY KEY CHECK (only = 1), name TEXT NOT NULL CHECK (name <> '')
        ) STRICT;
        """

    private static let factTables = """
        CREATE TABLE fact_days (day TEXT PRIMARY KEY NOT NULL, sequence INTEGER NOT NULL, facts BLOB NOT NULL) STRICT;
        CREATE TABLE fact_names (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            UNIQUE (kind, text)
        ) STRICT;
        CREATE TABLE fact_mark (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            form INTEGER NOT NULL,
            exams INTEGER NOT NULL,
            patients INTEGER NOT NULL,
            answers INTEGER NOT NULL,
            days INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE fact_changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL UNIQUE) STRICT;
        CREATE INDEX exams_undated ON exams(\(FactShelf.remainder(""))) WHERE NOT \(FactShelf.isDated(""));

        """

    /// An insert that replaces a row deletes it without a word: what stood there is noticed before.
    private static let examsLeave =
        noted(
            "exams_leave_a_day",
            """
            AFTER UPDATE OF created, uid ON exams WHEN OLD.created IS NOT NEW.created OR OLD.uid IS NOT NEW.uid
            """, day: factDay("OLD"))
        + noted("exams_deleted_leave_a_day", "AFTER DELETE ON exams", day: factDay("OLD"))
        + noted(
            "exams_replaced_leave_a_day",
            "BEFORE INSERT ON exams WHEN EXISTS (SELECT 1 FROM exams WHERE uid = NEW.uid)",
            day: "(SELECT \(factDay("x")) FROM exams x WHERE x.uid = NEW.uid)")

    private static let othersTouch =
        ["ai_reports", "rad_reports", "films", "reasons", "flags"].map { table in
            noted("\(table)_leave_an_exam", "AFTER UPDATE OF uid ON \(table)", day: dayOfExam("OLD"))
        }.joined() + """
            CREATE TRIGGER patients_leave_their_exams AFTER UPDATE OF cnp ON patients WHEN OLD.cnp IS NOT NEW.cnp BEGIN
                DELETE FROM fact_changes WHERE day IN (SELECT \(factDay("e")) FROM exams e WHERE e.cnp = OLD.cnp);
                INSERT INTO fact_changes (day) SELECT DISTINCT \(factDay("e")) FROM exams e WHERE e.cnp = OLD.cnp
                    AND e.uid IS NOT NULL;
            END;

            """

    /// A report that was written at another time changes its exam as its text does.
    private static let originsAreChanges = """
        CREATE TRIGGER report_origins_insert_is_a_change AFTER INSERT ON report_origins BEGIN
            DELETE FROM exam_changes WHERE uid = NEW.uid;
            INSERT INTO exam_changes (uid) VALUES (NEW.uid);
        END;
        CREATE TRIGGER report_origins_update_is_a_change AFTER UPDATE OF written, uid ON report_origins
        WHEN OLD.written IS NOT NEW.written OR OLD.uid IS NOT NEW.uid BEGIN
            DELETE FROM exam_changes WHERE uid IN (OLD.uid, NEW.uid);
            INSERT INTO exam_changes (uid) SELECT OLD.uid WHERE OLD.uid IS NOT NEW.uid;
            INSERT INTO exam_changes (uid) VALUES (NEW.uid);
        END;
        CREATE TRIGGER report_origins_delete_is_a_change AFTER DELETE ON report_origins BEGIN
            DELETE FROM exam_changes WHERE uid = OLD.uid;
            INSERT INTO exam_changes (uid) VALUES (OLD.uid);
        END;
        """

    /// The blob of an exam's row.
    static func factDay(_ row: String) -> String { FactShelf.name(sql: row) }

    private static func dayOfExam(_ row: String) -> String {
        "(SELECT \(factDay("e")) FROM exams e WHERE e.uid = \(row).uid)"
    }

    private static func noted(_ name: String, _ event: String, day: String) -> String {
        """
        CREATE TRIGGER \(name) \(event) BEGIN
            DELETE FROM fact_changes WHERE day = \(day);
            INSERT INTO fact_changes (day) SELECT day FROM (SELECT \(day) AS day) WHERE day IS NOT NULL;
        END;

        """
    }
}

/// A sequence that grows with every change of an exam, kept by the database itself so that no writer can forget it.
extension Schema {
    /// `exam_changes` holds the last change of each exam; AUTOINCREMENT never gives a number twice, so "what changed
    /// since N" is a walk along the primary key. There is no foreign key: a deleted exam is a change, too.
    /// Each trigger deletes and inserts; `INSERT OR REPLACE` would take over the conflict clause of the outer statement.
    static let changes: String = {
        let table = """
            CREATE TABLE exam_changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE) STRICT;
            INSERT INTO exam_changes (uid) SELECT uid FROM exams WHERE uid IS NOT NULL ORDER BY created, uid;

            """
        let own: String = ["exams", "ai_reports", "rad_reports", "films", "reasons"].map { (table: String) -> String in
            ["INSERT", "UPDATE", "DELETE"].map { (verb: String) -> String in
                let row = verb == "DELETE" ? "OLD" : "NEW"
                return """
                    CREATE TRIGGER \(table)_\(verb.lowercased())_is_a_change AFTER \(verb) ON \(table)
                    WHEN \(row).uid IS NOT NULL BEGIN
                        DELETE FROM exam_changes WHERE uid = \(row).uid;
                        INSERT INTO exam_changes (uid) VALUES (\(row).uid);
                    END;

                    """
            }.joined()
        }.joined()
        let patients = """
            CREATE TRIGGER patients_update_is_a_change AFTER UPDATE ON patients BEGIN
                DELETE FROM exam_changes WHERE uid IN (SELECT uid FROM exams WHERE cnp = NEW.cnp);
                INSERT INTO exam_changes (uid) SELECT uid FROM exams WHERE cnp = NEW.cnp AND uid IS NOT NULL;
            END;
            """
        return table + own + patients
    }()
}

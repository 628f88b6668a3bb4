/// What the workstation owes other machines: films to fetch and films to pass on. No names, no dates of birth: UIDs only.
extension Schema {
    /// - `query_marks`: how far an archive's films are known to have been asked for. `complete_until` moves with
    ///   each window that was answered, oldest first, so that a downtime is caught up. `swept` is when the last days
    ///   were asked again as whole days.
    /// - `query_gaps`: spans of a day that an archive did not answer whole; an empty day is said of the archive itself. The
    ///   day was asked again `asked` times, and is next at `not_before`; when that has `ended`, only a person can help.
    /// - `retrievals`: one row a study. `instances` is what the archive said the study holds; a study is looked at again
    ///   when that changes. `troubles` counts what was the archive's own failure since something came; `revivals` how
    ///   often one that had failed was tried anew, which it is next at `not_before`.
    /// - `rejections_received`: refused films from the network by what their name says behind the sender, their UID.
    /// - `outbox`: one row for each film and destination; the same bytes are passed on once.
    /// - `relay_marks`: up to which change the films were compared with a destination's rule, and since when; whether
    ///   the settings still have the rule (`followed`), and why the destination took nothing the last time.
    static let network = """
        CREATE TABLE query_marks (
            archive TEXT PRIMARY KEY NOT NULL,
            complete_until TEXT,
            swept TEXT,
            last_run TEXT,
            next_run TEXT,
            problem TEXT
        ) STRICT;
        CREATE TABLE query_gaps (
            archive TEXT NOT NULL,
            day TEXT NOT NULL,
            span TEXT NOT NULL,
            problem TEXT NOT NULL,
            found TEXT NOT NULL,
            asked INTEGER NOT NULL DEFAULT 0,
            not_before TEXT NOT NULL,
            ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
            PRIMARY KEY (archive, day, span)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE retrievals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            archive TEXT NOT NULL,
            study TEXT NOT NULL,
            instances INTEGER CHECK (instances >= 0),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            troubles INTEGER NOT NULL DEFAULT 0,
            revivals INTEGER NOT NULL DEFAULT 0,
            not_before TEXT,
            found TEXT NOT NULL,
            changed TEXT NOT NULL,
            problem TEXT,
            UNIQUE (archive, study)
        ) STRICT;
        CREATE INDEX retrievals_waiting ON retrievals(archive, coalesce(not_before, ''), id) WHERE state = 'waiting';
        CREATE INDEX retrievals_failed ON retrievals(id) WHERE state = 'failed';
        CREATE INDEX rejections_received ON rejections(substr(name, instr(name, '.') + 1)) WHERE name GLOB 'ae-*';
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL REFERENCES exams(uid),
            content_hash TEXT NOT NULL,
            destination TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before TEXT,
            entered TEXT NOT NULL,
            changed TEXT NOT NULL,
            status INTEGER,
            problem TEXT,
            UNIQUE (uid, destination, content_hash)
        ) STRICT;
        CREATE INDEX outbox_waiting ON outbox(destination, coalesce(not_before, ''), id) WHERE state = 'waiting';
        CREATE INDEX outbox_failed ON outbox(id) WHERE state = 'failed';
        CREATE TABLE relay_marks (
            destination TEXT PRIMARY KEY NOT NULL,
            rule TEXT NOT NULL,
            since TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            followed INTEGER NOT NULL DEFAULT 1 CHECK (followed IN (0, 1)),
            problem TEXT
        ) STRICT;
        """
}

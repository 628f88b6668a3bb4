import GRDB
import Glibc
import Radiology

/// Something that the database says and that cannot be so.
public struct Damage: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// SQLite's own check of the file.
        case file
        case foreignKey = "foreign-key"
        /// An exam waits or is being read, but the queue does not know it.
        case notInQueue = "not-in-queue"
        /// The queue holds an exam that does not wait.
        case staleQueueRow = "stale-queue-row"
        /// The queue and the exam disagree on why it waits, or on whether somebody holds it.
        case queueDisagrees = "queue-disagrees"
        /// `done` without any report.
        case doneWithoutReport = "done-without-report"
        case unknownStatus = "unknown-status"
        case badUID = "bad-uid"
        /// The archive lacks an original, or holds another number of bytes.
        case missingOriginal = "missing-original"
        /// A change was not counted: the pages of this exam would not follow.
        case uncountedChange = "uncounted-change"
    }

    public let kind: Kind
    /// How many rows.
    public let count: Int
    /// One of them, to look at; SQLite's own words for `file`.
    public let example: String
}

extension Archive {
    /// Checks the file, the references, and what must be true between our tables. Empty = sound.
    /// - Parameter originals: also look for each kept original in the archive (one `stat` a film).
    public func integrity(originals: Bool = true) throws(StoreError) -> [Damage] {
        let paths = originals ? paths : nil
        return try connection.read { db in
            var found = try Self.file(db)
            for (kind, query) in Self.invariants {
                let sql = "SELECT count(*), min(uid) FROM (\(query))"
                guard let row = try Row.fetchOne(db, sql: sql), row[0] > 0 else { continue }
                found.append(Damage(kind: kind, count: row[0], example: row[1] ?? "(null)"))
            }
            if let paths, let missing = try Self.missingOriginals(paths, db) { found.append(missing) }
            return found
        }
    }

    private static func file(_ db: Database) throws -> [Damage] {
        let answer = try String.fetchAll(db, sql: "PRAGMA integrity_check")
        var found: [Damage] = []
        if answer != ["ok"] { found.append(Damage(kind: .file, count: answer.count, example: answer.first ?? "")) }
        let broken = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
        if let first = broken.first {
            let example = "\(first[0] as String? ?? "") row \(first[1] as Int? ?? 0)"
            found.append(Damage(kind: .foreignKey, count: broken.count, example: example))
        }
        return found
    }

    /// Each a query for the UIDs that break it.
    private static let invariants: [(Damage.Kind, String)] = [
        (
            .notInQueue,
            """
            SELECT uid FROM exams e WHERE status IN ('queued', 'requeue', 'check', 'processing')
            AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.uid = e.uid)
            """
        ),
        (
            .staleQueueRow,
            """
            SELECT q.uid FROM queue q LEFT JOIN exams e ON e.uid = q.uid
            WHERE coalesce(e.status, '') NOT IN ('queued', 'requeue', 'check', 'processing')
            """
        ),
        (
            .queueDisagrees,
            """
            SELECT q.uid FROM queue q JOIN exams e ON e.uid = q.uid
            WHERE (q.claimed IS NOT NULL) <> (e.status = 'processing')
               OR (e.status IN ('queued', 'requeue', 'check')
                   AND e.status <> CASE q.intent WHEN 'read' THEN 'queued' WHEN 'reread' THEN 'requeue' ELSE 'check' END)
            """
        ),
        (
            .doneWithoutReport,
            """
            SELECT uid FROM exams e WHERE status = 'done'
            AND NOT EXISTS (SELECT 1 FROM ai_reports a WHERE a.uid = e.uid)
            AND NOT EXISTS (SELECT 1 FROM rad_reports r WHERE r.uid = e.uid)
            """
        ),
        (
            .unknownStatus,
            """
            SELECT uid FROM exams WHERE status NOT IN
            ('none', 'queued', 'processing', 'done', 'error', 'ignore', 'requeue', 'check')
            """
        ),
        (
            .badUID,
            """
            SELECT uid FROM exams WHERE coalesce(uid, '') = '' OR length(uid) > 64 OR uid GLOB '*[^0-9.]*'
            OR uid GLOB '.*' OR uid GLOB '*.' OR uid GLOB '*..*'
            """
        ),
        (
            .uncountedChange,
            "SELECT uid FROM exams e WHERE uid IS NOT NULL AND uid NOT IN (SELECT uid FROM exam_changes)"
        ),
    ]

    private static func missingOriginals(_ paths: WorkspacePaths, _ db: Database) throws -> Damage? {
        var count = 0
        var example = ""
        let sql = """
            SELECT uid, archive_path, bytes FROM films WHERE archive_path IS NOT NULL
            UNION ALL SELECT uid, archive_path, bytes FROM film_revisions WHERE archive_path IS NOT NULL
            """
        try db.each(sql) { row in
            let attributes = Posix.attributes(paths.absolute(row[1]))
            if let attributes, Posix.isRegular(attributes), attributes.st_size == row[2] as Int { return }
            if count == 0 { example = row[0] }
            count += 1
        }
        return count == 0 ? nil : Damage(kind: .missingOriginal, count: count, example: example)
    }
}

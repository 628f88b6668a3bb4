import Foundation
import GRDB
import Radiology

/// Everything that must survive a restart: the database and, beside it, the folders of the workspace.
///
/// Why it is as it is:
/// - The predecessor's four tables stay exactly as they are, because its files and clients must keep working; what we
///   know beyond them stands in tables of our own. `-1` for "unknown" exists only inside SQL text.
/// - `synchronous = FULL`: a film's receipt and a reader's answer are true after a power cut, too.
/// - Every move of an exam is one transaction; the statement itself checks where the exam stands.
/// - The queue is a table, not a status: claiming the next of 100 000 exams is a walk along an index.
/// - The database counts its own changes by triggers, so that pages follow in the time the changes take.
///
/// Calls are synchronous and short. They wait for a lock of another process for at most 5 s, and then throw `.busy`.
public struct Archive: Sendable {
    public let exams: Exams
    public let aiReports: AIReports
    public let radReports: RadReports
    public let rejections: Rejections
    public let events: Events
    public let queryMarks: QueryMarks
    public let queryGaps: QueryGaps
    public let retrievals: Retrievals
    public let outbox: Outbox
    public let alerts: Alerts
    public let alarms: Alarms
    public let canaries: Canaries
    public let endpoints: Endpoints
    public let promptTexts: PromptTexts
    public let translations: Translations
    public let recordSearches: RecordSearches
    public let waitingReports: WaitingReports
    public let patients: Patients
    public let reviews: Reviews
    public let flags: Flags
    public let accounts: Accounts
    public let facts: Facts
    /// `nil` for an archive in memory.
    public let paths: WorkspacePaths?
    /// The copy that was made before the schema was migrated, relative to the workspace.
    public let backupBeforeMigration: String?

    let connection: Connection

    /// Opens the workspace's database; makes it when there is none, adopts one of the predecessor's. Before an existing
    /// file is migrated it is copied to `backup/` and the copy is verified.
    /// - Parameter patience: seconds to wait for another process before `.busy`.
    /// - Throws: `.foreignDatabase`, `.tooOldDatabase`, `.newerDatabase` without having changed the file.
    public static func open(
        paths: WorkspacePaths, now: Date, patience: Double = 5
    ) throws(StoreError) -> Archive {
        try paths.create()
        let turn = try OpeningTurn(paths, patience: patience)
        let connection = try Adoption.connect(paths, patience: patience)
        let backup = try Adoption.migrate(connection, paths: paths, now: now)
        _ = consume turn
        return Archive(connection: connection, paths: paths, backup: backup)
    }

    /// A database of the same schema that ends with the process: for tests, and for `--dry-run`.
    public static func inMemory() throws(StoreError) -> Archive {
        do {
            let queue = try DatabaseQueue(configuration: Adoption.configuration(patience: 5))
            try Schema.migrator.migrate(queue)
            return Archive(connection: Connection(writer: queue), paths: nil, backup: nil)
        } catch { throw StoreError(error) }
    }

    /// No database: whatever is asked of it fails. For commands that need none, which start in half the time.
    public static func absent() throws(StoreError) -> Archive {
        do {
            return Archive(connection: Connection(writer: try DatabaseQueue()), paths: nil, backup: nil)
        } catch { throw StoreError(error) }
    }

    private init(connection: Connection, paths: WorkspacePaths?, backup: String?) {
        self.connection = connection
        self.paths = paths
        backupBeforeMigration = backup
        exams = Exams(connection: connection)
        aiReports = AIReports(connection: connection)
        radReports = RadReports(connection: connection)
        rejections = Rejections(connection: connection)
        events = Events(connection: connection)
        queryMarks = QueryMarks(connection: connection)
        queryGaps = QueryGaps(connection: connection)
        retrievals = Retrievals(connection: connection)
        outbox = Outbox(connection: connection)
        alerts = Alerts(connection: connection)
        alarms = Alarms(connection: connection)
        canaries = Canaries(connection: connection)
        endpoints = Endpoints(connection: connection)
        promptTexts = PromptTexts(connection: connection)
        translations = Translations(connection: connection)
        recordSearches = RecordSearches(connection: connection)
        waitingReports = WaitingReports(connection: connection)
        patients = Patients(connection: connection)
        reviews = Reviews(connection: connection)
        flags = Flags(connection: connection)
        accounts = Accounts(connection: connection)
        facts = Facts(connection: connection)
    }

    /// Copies the database as it is now to `backup/xrayvision_YYYYMMDD_HHMMSS.db` while others go on writing.
    /// - Returns: the path relative to the workspace; the copy has passed an integrity check and is on the disk.
    public func backup(now: Date) throws(StoreError) -> String {
        guard let paths else { throw .cannotWrite(path: "backup", reason: "the archive is in memory") }
        return try Backup.copy(connection, to: paths, now: now)
    }

    /// A setting of the writing connection, as SQLite itself reports it.
    package func pragma(_ name: String) throws(StoreError) -> String? {
        do {
            return try connection.writer.writeWithoutTransaction { db in try String.fetchOne(db, sql: "PRAGMA \(name)")
            }
        } catch { throw StoreError(error) }
    }

    /// Moves the write-ahead log into the database file and closes it. Every later call fails.
    public func close() throws(StoreError) {
        do { try connection.writer.close() } catch { throw StoreError(error) }
    }
}

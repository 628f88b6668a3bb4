import Foundation
import GRDB
import Radiology

/// What is odd about an answer, to be kept with it.
public struct AlarmNote: Sendable, Equatable {
    /// A word, such as `repeats-others` or `wrong-body-part`.
    public var kind: String
    /// No patient data: it is shown in status and on pages.
    public var detail: [String: EventValue]

    public init(kind: String, detail: [String: EventValue] = [:]) {
        self.kind = kind
        self.detail = detail
    }
}

/// An alarm as it was raised.
public struct Alarm: Sendable, Equatable {
    public let id: Int64
    /// `nil` for an alarm about no film, such as a server whose model changed.
    public let uid: SOPInstanceUID?
    public let kind: String
    /// A JSON object.
    public let detail: String
    /// RFC 3339 UTC.
    public let at: String
    /// The row of `analyses` it is about.
    public let analysisID: Int64?
    /// The other exam that its detail names, when there is one.
    public let partner: SOPInstanceUID?

    init(_ row: Row) {
        (id, kind, detail, at, analysisID) = (row[0], row[2], row[3], row[4], row[5])
        uid = (row[1] as String?).flatMap(SOPInstanceUID.init(rawValue:))
        partner = (row[6] as String?).flatMap(SOPInstanceUID.init(rawValue:))
    }
}

/// Answers that look collapsed, strayed or changed. An alarm about an answer ends when a newer answer takes its place.
public struct Alarms: Sendable {
    let connection: Connection

    static let columns = """
        a.id, a.uid, a.kind, a.detail, a.at, a.analysis_id, (SELECT p.uid FROM exams p
            WHERE p.uid = coalesce(json_extract(a.detail, '$.partner'), json_extract(a.detail, '$.canary')))
        """
    /// Of the answer that stands now, or of no answer in particular.
    static let stands = """
        (a.analysis_id IS NULL OR a.analysis_id = (SELECT max(n.id) FROM analyses n
            WHERE n.uid = a.uid AND n.kind = 'report' AND n.outcome = 'ok'))
        """
    package static let ofExam = "SELECT \(columns) FROM alarms a WHERE a.uid = ? AND \(stands) ORDER BY a.id"

    @discardableResult
    public func raise(
        _ note: AlarmNote, uid: SOPInstanceUID? = nil, analysisID: Int64? = nil, now: Date
    ) throws(StoreError) -> Int64 {
        try connection.write { db in try Self.raise(note, uid: uid, analysisID: analysisID, now: now, in: db) }
    }

    @discardableResult
    static func raise(
        _ note: AlarmNote, uid: SOPInstanceUID?, analysisID: Int64?, now: Date, in db: Database
    ) throws -> Int64 {
        let sql = "INSERT INTO alarms (uid, kind, detail, at, analysis_id) VALUES (?, ?, ?, ?, ?)"
        try db.run(
            sql, [uid?.rawValue, note.kind, try Events.text(note.detail), UTC.rfc3339(now), analysisID])
        // Before the event: it is a row, too.
        let id = db.lastInsertedRowID
        let kind = ["kind": EventValue.text(note.kind)]
        try Events.append("alarm", uid: uid, detail: kind, at: now, in: db)
        return id
    }

    /// What is odd about the present answer of an exam, oldest first; empty when nothing is.
    public func standing(of uid: SOPInstanceUID) throws(StoreError) -> [Alarm] {
        try connection.read { db in try db.all(Self.ofExam, [uid.rawValue]).map(Alarm.init) }
    }

    /// The latest, newest first, whether they still stand or not.
    public func latest(limit: Int = 100) throws(StoreError) -> [Alarm] {
        let sql = "SELECT \(Self.columns) FROM alarms a ORDER BY a.id DESC LIMIT ?"
        return try connection.read { db in try db.all(sql, [limit]).map(Alarm.init) }
    }

    /// Whether a server was noticed to answer as another model after that moment.
    /// - Parameter moment: RFC 3339 UTC.
    public func hasModelChanged(since moment: String) throws(StoreError) -> Bool {
        let sql = "SELECT 1 FROM alarms WHERE uid IS NULL AND kind = 'model-changed' AND at > ? LIMIT 1"
        return try connection.read { db in try db.first(sql, [moment]) != nil }
    }

    /// Exams whose present answer is flagged, and alarms about no exam since `moment`.
    public func counts(since moment: Date) throws(StoreError) -> (flaggedExams: Int, others: Int) {
        let flagged = "SELECT count(DISTINCT a.uid) FROM alarms a WHERE a.uid IS NOT NULL AND \(Self.stands)"
        let others = "SELECT count(*) FROM alarms WHERE uid IS NULL AND at >= ?"
        return try connection.read { db in (try db.count(flagged), try db.count(others, [UTC.rfc3339(moment)])) }
    }

    /// The flagged exams, newest alarm first.
    public func flagged(limit: Int = 1000) throws(StoreError) -> [Alarm] {
        let sql = """
            SELECT \(Self.columns) FROM alarms a WHERE a.uid IS NOT NULL AND \(Self.stands) ORDER BY a.id DESC LIMIT ?
            """
        return try connection.read { db in try db.all(sql, [limit]).map(Alarm.init) }
    }
}

import GRDB
import Radiology

/// An attempt as it stands in `analyses`.
public struct KeptAttempt: Sendable, Equatable {
    public let id: Int64
    public let uid: SOPInstanceUID
    public let attempt: Attempt

    init?(_ row: Row) {
        guard let uid = SOPInstanceUID(rawValue: row[1]), let attempt = ProvenanceRow.attempt(row, from: 2) else {
            return nil
        }
        (id, self.uid, self.attempt) = (row[0], uid, attempt)
    }

    private init(id: Int64, uid: SOPInstanceUID, attempt: Attempt) {
        (self.id, self.uid, self.attempt) = (id, uid, attempt)
    }

    /// The same answer with a check that was made of it later.
    func checked(by late: Attempt) -> KeptAttempt {
        var attempt = attempt
        (attempt.severity, attempt.confidence, attempt.summary) = (late.severity, late.confidence, late.summary)
        (attempt.checkRequest, attempt.checkProblem) = (late.request, late.checkProblem)
        let source = late.provenance
        attempt.provenance.promptHashes.merge(source.promptHashes) { $1 }
        (attempt.provenance.checkMilliseconds, attempt.provenance.rawCheck) = (
            source.checkMilliseconds, source.rawReport
        )
        (attempt.checkPromptTokens, attempt.checkCompletionTokens) = (source.promptTokens, source.completionTokens)
        attempt.checkSource = CheckSource(
            endpoint: source.endpoint, modelConfigured: source.modelConfigured, modelAnswered: source.modelAnswered,
            sampling: source.sampling, finishReason: source.finishReason)
        return KeptAttempt(id: id, uid: uid, attempt: attempt)
    }
}

/// How answers came about.
extension AIReports {
    private static let columns = "n.id, n.uid, \(ProvenanceRow.attemptColumns), \(ProvenanceRow.columns)"
    package static let identical = """
        SELECT \(columns) FROM analyses n
        WHERE n.request_hash = ? AND n.kind = 'report' AND n.outcome = 'ok' ORDER BY n.id DESC LIMIT 1
        """

    /// Every attempt on an exam, oldest first, also the failed ones.
    public func attempts(of uid: SOPInstanceUID) throws(StoreError) -> [Attempt] {
        try kept(of: uid).map(\.attempt)
    }

    /// The same with their ids.
    public func kept(of uid: SOPInstanceUID) throws(StoreError) -> [KeptAttempt] {
        let sql = "SELECT \(Self.columns) FROM analyses n WHERE n.uid = ? ORDER BY n.id"
        return try connection.read { db in try db.all(sql, [uid.rawValue]).compactMap(KeptAttempt.init) }
    }

    /// The answer behind the report that is shown now, with its check, also when that was made later.
    public func standing(of uid: SOPInstanceUID) throws(StoreError) -> KeptAttempt? {
        let sql = """
            SELECT \(Self.columns) FROM analyses n
            WHERE n.uid = ? AND n.kind = 'report' AND n.outcome = 'ok' ORDER BY n.id DESC LIMIT 1
            """
        return try connection.read { db in try db.first(sql, [uid.rawValue]).flatMap { try Self.whole($0, in: db) } }
    }

    public func kept(_ id: Int64) throws(StoreError) -> KeptAttempt? {
        let sql = "SELECT \(Self.columns) FROM analyses n WHERE n.id = ?"
        return try connection.read { db in try db.first(sql, [id]).flatMap(KeptAttempt.init) }
    }

    /// The last good answer to the same bytes, of whatever exam: asking again would cost minutes and tell nothing new.
    /// - Parameter hash: SHA-256 (hex) of the whole body.
    public func answer(toRequest hash: String) throws(StoreError) -> KeptAttempt? {
        try connection.read { db in try db.first(Self.identical, [hash]).flatMap { try Self.whole($0, in: db) } }
    }

    private static func whole(_ row: Row, in db: Database) throws -> KeptAttempt? {
        guard let kept = KeptAttempt(row) else { return nil }
        let sql = """
            SELECT \(columns) FROM analyses n
            WHERE n.uid = ? AND n.kind = 'check' AND n.outcome = 'ok' AND n.checked_id = ? ORDER BY n.id DESC LIMIT 1
            """
        let late = try db.first(sql, [kept.uid.rawValue, kept.id]).flatMap(KeptAttempt.init)
        return late.map { kept.checked(by: $0.attempt) } ?? kept
    }
}

import Foundation
import GRDB
import Radiology

/// A study that an archive has and that is to be here.
public struct Retrieval: Sendable, Equatable {
    public enum State: String, Sendable {
        case waiting, done, failed
    }

    public let id: Int64
    /// AE title.
    public let archive: String
    public let study: StudyInstanceUID
    /// Instances of the study as the archive told, of whatever modality; `nil` when it did not.
    public let instances: Int?
    public let state: State
    /// Failures of the study's own.
    public let attempts: Int
    /// Failures of the archive's, one after another.
    public let troubles: Int
    /// Why the last attempt failed: a sentence without patient data.
    public let problem: String?

    init?(_ row: Row) {
        guard let study = StudyInstanceUID(rawValue: row[2]), let state = State(rawValue: row[4]) else { return nil }
        (id, archive, self.study, instances) = (row[0], row[1], study, row[3])
        (self.state, attempts, problem, troubles) = (state, row[5], row[6], row[7])
    }
}

/// The studies to fetch: they survive the end of the process, and each failure waits longer than the one before.
public struct Retrievals: Sendable {
    let connection: Connection

    private static let columns = "id, archive, study, instances, state, attempts, problem, troubles"
    package static let next = """
        SELECT \(columns) FROM retrievals WHERE state = 'waiting' AND archive = ?1 AND coalesce(not_before, '') <= ?2
        ORDER BY coalesce(not_before, ''), id LIMIT ?3
        """

    /// Notes that an archive has a study. One that was fetched, or given up, waits again when the archive counts other than
    /// then. Of an archive that does not count, one that was fetched waits again after as long as it took until then, an
    /// hour at least and half a day at most: to look may be to have it sent again. The count of one that waits stays: nobody
    /// has seen to the new one yet.
    /// - Returns: whether it waits now.
    @discardableResult
    public func note(
        _ study: StudyInstanceUID, at archive: String, instances: Int?, now: Date
    ) throws(StoreError) -> Bool {
        let moment = UTC.rfc3339(now)
        return try connection.write { db in
            let insert = """
                INSERT INTO retrievals (archive, study, instances, state, found, changed)
                VALUES (?1, ?2, ?3, 'waiting', ?4, ?4) ON CONFLICT (archive, study) DO NOTHING
                """
            if try db.run(insert, [archive, study.rawValue, instances, moment]) == 1 { return true }
            let again = """
                UPDATE retrievals SET instances = ?3, state = 'waiting', attempts = 0, troubles = 0, revivals = 0,
                    not_before = NULL, changed = ?4
                WHERE archive = ?1 AND study = ?2
                  AND ((state <> 'waiting' AND instances IS NOT ?3) OR (state = 'done' AND ?3 IS NULL
                    AND (changed > ?4 OR julianday(?4) - julianday(changed)
                      >= min(0.5, max(0.04, julianday(changed) - julianday(found))))))
                """
            if try db.run(again, [archive, study.rawValue, instances, moment]) == 1 { return true }
            let find = "SELECT state = 'waiting' FROM retrievals WHERE archive = ? AND study = ?"
            return try db.first(find, [archive, study.rawValue])?[0] ?? false
        }
    }

    /// The retrievals of an archive that have been due longest; empty when none is due. What another archive has is not
    /// asked for here: it would not be found.
    public func next(_ limit: Int = 1, of archive: String, at now: Date) throws(StoreError) -> [Retrieval] {
        try connection.read { db in
            try db.all(Self.next, [archive, UTC.rfc3339(now), limit]).compactMap(Retrieval.init)
        }
    }

    /// Everything that the archive has of the study is here, or was refused here.
    public func done(_ id: Int64, now: Date) throws(StoreError) {
        try move(id, "state = 'done', troubles = 0, revivals = 0", notBefore: nil, problem: nil, now: now)
    }

    /// Not everything is here: once more at `moment`.
    public func postpone(_ id: Int64, until moment: Date, problem: String, now: Date) throws(StoreError) {
        try move(id, "attempts = attempts + 1, troubles = 0", notBefore: moment, problem: problem, now: now)
    }

    /// The archive could not bring it, which is no failure of the study: once more at `moment`, and for ever.
    public func postponeForArchive(_ id: Int64, until moment: Date, problem: String, now: Date) throws(StoreError) {
        try move(id, "troubles = troubles + 1", notBefore: moment, problem: problem, now: now)
    }

    /// Given up, until it is revived: after 1, 2, 4, … 30 days.
    public func giveUp(_ id: Int64, problem: String, now: Date) throws(StoreError) {
        let revivals = try connection.read { db -> Int in
            try db.first("SELECT revivals FROM retrievals WHERE id = ?", [id])?[0] ?? 0
        }
        let again = now + Double(min(30, 1 << min(max(revivals, 0), 5))) * 86_400
        try move(id, "state = 'failed', attempts = attempts + 1", notBefore: again, problem: problem, now: now)
    }

    private func move(
        _ id: Int64, _ change: String, notBefore: Date?, problem: String?, now: Date
    ) throws(StoreError) {
        let sql = "UPDATE retrievals SET \(change), not_before = ?2, problem = ?3, changed = ?4 WHERE id = ?1"
        let values: StatementArguments = [id, notBefore.map(UTC.rfc3339), problem, UTC.rfc3339(now)]
        try connection.write { db in _ = try db.run(sql, values) }
    }
}

/// What people are told, and what becomes of it.
extension Retrievals {
    /// Troubles after which a study that still waits is listed.
    package static let notableTroubles = 5

    /// Those that were given up, those that an archive has failed to bring several times, and those that wait for another
    /// archive than the one that is asked now; newest first.
    public func failures(askedNow archive: String, limit: Int = 1000) throws(StoreError) -> [Retrieval] {
        let sql = """
            SELECT \(Self.columns) FROM retrievals
            WHERE state = 'failed' OR (state = 'waiting' AND (troubles >= ?1 OR archive <> ?2))
            ORDER BY id DESC LIMIT ?3
            """
        return try connection.read { db in
            try db.all(sql, [Self.notableTroubles, archive, limit]).compactMap(Retrieval.init)
        }
    }

    /// Studies that were given up are tried once more when their time has come, so that none is lost for a trouble that
    /// ended.
    /// - Returns: those that wait again.
    @discardableResult
    public func revive(of archive: String, now: Date) throws(StoreError) -> [StudyInstanceUID] {
        let find = "SELECT id, study FROM retrievals WHERE state = 'failed' AND archive = ? AND not_before <= ?"
        let revive = """
            UPDATE retrievals SET state = 'waiting', attempts = max(0, attempts - 1), revivals = revivals + 1,
                not_before = NULL, changed = ?2
            WHERE id = ?1
            """
        let moment = UTC.rfc3339(now)
        return try connection.write { db in
            let due = try db.all(find, [archive, moment]).map { row -> (id: Int64, study: String) in (row[0], row[1]) }
            for (id, _) in due { try db.run(revive, [id, moment]) }
            return due.compactMap { StudyInstanceUID(rawValue: $0.study) }
        }
    }

    /// - Returns: how many wait again, or need not wait any longer.
    public func retryFailures(now: Date) throws(StoreError) -> Int {
        let sql = """
            UPDATE retrievals SET state = 'waiting', attempts = 0, troubles = 0, revivals = 0, not_before = NULL,
                changed = ?1
            WHERE state = 'failed' OR (state = 'waiting' AND troubles >= ?2)
            """
        return try connection.write { db in try db.run(sql, [UTC.rfc3339(now), Self.notableTroubles]) }
    }

    public func counts() throws(StoreError) -> (waiting: Int, failed: Int) {
        try connection.read { db in
            (
                try db.count("SELECT count(*) FROM retrievals WHERE state = 'waiting'"),
                try db.count("SELECT count(*) FROM retrievals WHERE state = 'failed'")
            )
        }
    }
}

import Foundation
import GRDB
import Radiology

/// How many films of one day, region and kind there are. `day` is the text `YYYY-MM-DD`; `region` is `nil` when unknown.
public struct FilmCount: Sendable, Equatable {
    public let day: String
    public let region: BodyRegion?
    public let films: Int
}

/// Films that are `done`, of one region, with one pair of verdicts; `nil` is "not assessed", and for the radiologist also
/// "no report".
public struct VerdictCount: Sendable, Equatable {
    public let region: BodyRegion?
    public let ai: Severity?
    public let radiologist: Severity?
    public let films: Int
}

/// What the pages need beside the records.
extension Exams {
    /// Films of every status by day (oldest first) and region; those whose time is no date are left out.
    public func filmsByDayAndRegion() throws(StoreError) -> [FilmCount] {
        try connection.read { db in
            let sql = """
                SELECT substr(e.created, 1, 10) AS day, coalesce(e.region, '') AS place, count(*) FROM exams e
                WHERE \(Self.hasDate) GROUP BY day, place ORDER BY day, place
                """
            return try db.all(sql).map { FilmCount(day: $0[0], region: Self.region($0[1]), films: $0[2]) }
        }
    }

    /// Both verdicts of the films that are done, counted by region; the radiologist's is the compared severity.
    public func verdicts(
        threshold: Int = Severity.usualThreshold.score
    ) throws(StoreError) -> [VerdictCount] {
        try connection.read { db in
            let sql = """
                SELECT coalesce(e.region, '') AS place, coalesce(a.severity, -1) AS ai,
                       \(ComparedSeverity.sql(threshold: threshold)) AS radiologist, count(*)
                FROM exams e LEFT JOIN ai_reports a ON a.uid = e.uid LEFT JOIN rad_reports r ON r.uid = e.uid
                WHERE e.status = 'done' GROUP BY place, ai, radiologist ORDER BY place, ai, radiologist
                """
            return try db.all(sql).map { row in
                VerdictCount(
                    region: Self.region(row[0]), ai: Severity(row[1]), radiologist: Severity(row[2]), films: row[3])
            }
        }
    }

    /// The films above and below one in the list, newest first.
    public func neighbours(
        of record: ExamRecord
    ) throws(StoreError) -> (newer: SOPInstanceUID?, older: SOPInstanceUID?) {
        let place: StatementArguments = [record.exam.created, record.exam.uid.rawValue]
        return try connection.read { db in
            let newer = """
                SELECT uid FROM exams WHERE created >= ?1 AND (created > ?1 OR uid < ?2)
                ORDER BY created, uid DESC LIMIT 1
                """
            let older = """
                SELECT uid FROM exams WHERE created <= ?1 AND (created < ?1 OR uid > ?2)
                ORDER BY created DESC, uid LIMIT 1
                """
            return (
                try db.first(newer, place).flatMap { SOPInstanceUID(rawValue: $0[0]) },
                try db.first(older, place).flatMap { SOPInstanceUID(rawValue: $0[0]) }
            )
        }
    }

    /// When anything was last changed, RFC 3339 UTC or the predecessor's UTC text; empty for an empty database.
    public func lastChangeTime() throws(StoreError) -> String {
        try connection.read { db in
            let event = try String.fetchOne(db, sql: "SELECT at FROM events ORDER BY id DESC LIMIT 1")
            if let event { return event }
            return try String.fetchOne(db, sql: "SELECT max(updated) FROM ai_reports") ?? ""
        }
    }

    /// When the next exam that was put off may be taken, RFC 3339 UTC; `nil` when none waits for a moment.
    /// - Parameter region: only exams of this region.
    public func nextDue(region: BodyRegion? = nil) throws(StoreError) -> String? {
        try connection.read { db in
            let sql = """
                SELECT min(q.not_before) FROM queue q JOIN exams e ON e.uid = q.uid
                WHERE q.not_before IS NOT NULL AND q.claimed IS NULL AND (?1 IS NULL OR e.region = ?1)
                """
            return try db.first(sql, [region?.rawValue]).flatMap { $0[0] }
        }
    }

    private static func region(_ text: String) -> BodyRegion? { text.isEmpty ? nil : BodyRegion(rawValue: text) }
}

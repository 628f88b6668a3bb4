import Foundation
import GRDB
import Radiology

/// Figures over all exams: answered by indexes and sums, never by reading texts.
extension Exams {
    /// - Parameter moment: the beginning of the day whose readings count as `readToday`.
    public func counts(readSince moment: Date) throws(StoreError) -> QueueCounts {
        try connection.read { db in
            var counts = QueueCounts()
            for row in try db.all("SELECT status, count(*) FROM exams GROUP BY status") {
                let number: Int = row[1]
                switch (row[0] as String?).flatMap(ExamStatus.init(rawValue:)) {
                case .queued, .requeue: counts.waiting += number
                case .check: counts.checks += number
                case .processing: counts.reading += number
                case .done: counts.done += number
                case .error: counts.failed += number
                case .ignore: counts.ignored += number
                case ExamStatus.none?, nil: break
                }
            }
            counts.readToday = try db.count(
                """
                SELECT count(DISTINCT uid) FROM analyses INDEXED BY analyses_answered
                WHERE answered >= ? AND kind = 'report' AND outcome = 'ok'
                """, [UTC.rfc3339(moment)])
            let reviewed = try db.count(
                """
                SELECT (SELECT count(*) FROM rad_reports r JOIN exams e ON e.uid = r.uid
                        WHERE r.severity >= 0 AND e.status = 'done')
                     + (SELECT count(DISTINCT v.uid) FROM reviews v JOIN exams e ON e.uid = v.uid
                        LEFT JOIN rad_reports r ON r.uid = v.uid
                        WHERE v.withdraws IS NULL AND e.status = 'done' AND coalesce(r.severity, -1) < 0
                          AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id))
                """)
            counts.toReview = counts.done - reviewed
            counts.rejected = try db.count("SELECT count(*) FROM rejections")
            return counts
        }
    }

    /// Every day that has exams, newest first; those without a date last.
    public func days() throws(StoreError) -> [DayCount] {
        try connection.read { db in
            let sql = """
                SELECT CASE WHEN \(Self.hasDate) THEN substr(created, 1, 10) END AS day, count(*),
                       sum(status = 'done'), sum(status = 'error'), sum(status = 'ignore'),
                       sum(status IN ('queued', 'requeue', 'check', 'processing'))
                FROM exams e GROUP BY day ORDER BY day DESC
                """
            return try db.all(sql).map { row in
                DayCount(
                    day: OldColumn.day(row[0]), exams: row[1], done: row[2] ?? 0, failed: row[3] ?? 0,
                    ignored: row[4] ?? 0, waiting: row[5] ?? 0)
            }
        }
    }

    /// Exams that are done, by day (oldest first) and region.
    public func statisticsByDayAndRegion(threshold: Int) throws(StoreError) -> [DayRegionCount] {
        try connection.read { db in
            let sql = """
                SELECT substr(e.created, 1, 10) AS day, coalesce(e.region, '') AS place, count(*),
                       coalesce(sum(a.severity >= 0), 0), coalesce(sum(a.severity >= ?), 0)
                FROM exams e LEFT JOIN ai_reports a ON a.uid = e.uid
                WHERE e.status = 'done' AND \(Self.hasDate)
                GROUP BY day, place ORDER BY day, place
                """
            return try db.all(sql, [threshold]).compactMap { row in
                guard let day = OldColumn.day(row[0]) else { return nil }
                let region: String = row[1]
                return DayRegionCount(
                    day: day, region: region.isEmpty ? nil : BodyRegion(rawValue: region), done: row[2],
                    assessed: row[3], positive: row[4])
            }
        }
    }

    /// - Parameter region: `nil` for all regions together.
    public func severityDistribution(region: BodyRegion? = nil) throws(StoreError) -> SeverityDistribution {
        try connection.read { db in
            let sql = """
                SELECT coalesce(a.severity, -1) AS score, count(*)
                FROM exams e LEFT JOIN ai_reports a ON a.uid = e.uid
                WHERE e.status = 'done' AND (?1 IS NULL OR e.region = ?1) GROUP BY score
                """
            var counts = [Int](repeating: 0, count: 11)
            var unknown = 0
            for row in try db.all(sql, [region?.rawValue]) {
                let score: Int = row[0]
                if counts.indices.contains(score) { counts[score] = row[1] } else { unknown += row[1] as Int }
            }
            return SeverityDistribution(counts: counts, notAssessed: unknown)
        }
    }

    /// The regions that exams are of, sorted.
    public func regions() throws(StoreError) -> [BodyRegion] {
        try connection.read { db in
            try db.all("SELECT DISTINCT region FROM exams WHERE region <> '' ORDER BY region")
                .map { BodyRegion(rawValue: $0[0]) }
        }
    }
}

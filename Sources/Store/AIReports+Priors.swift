import GRDB
import Radiology

/// What was written about an earlier film of the same patient and region.
public struct PriorTexts: Sendable, Equatable {
    public let uid: SOPInstanceUID
    /// When the film was taken: `YYYY-MM-DD HH:MM:SS`, local, as the film told it.
    public let created: String
    /// A reader's text; `nil` unless its severity was assessed and nothing about it was odd.
    public let readerText: String?
    public let radiologistText: String?
    /// Its translation; `nil` when something is to be doubted in it.
    public let radiologistEnglish: String?
    public let radiologist: String?
}

extension AIReports {
    /// Earlier films of the same patient and region about which somebody wrote, newest first. The days are counted between
    /// the films, both by the modality's clock, so that an archive that is read again has the priors of its time.
    /// - Parameter days: how long before the exam they may have been taken.
    public func priors(of uid: SOPInstanceUID, days: Int = 90, limit: Int = 3) throws(StoreError) -> [PriorTexts] {
        try connection.read { db in
            try db.all(Self.priors, [uid.rawValue, "-\(max(0, days)) days", limit]).compactMap { row in
                SOPInstanceUID(rawValue: row[0]).map {
                    PriorTexts(
                        uid: $0, created: row[1], readerText: row[2], radiologistText: row[3],
                        radiologistEnglish: row[4], radiologist: row[5])
                }
            }
        }
    }

    package static let priors = """
        SELECT e.uid, e.created, CASE WHEN a.severity >= 0 AND NOT EXISTS (
                SELECT 1 FROM alarms a WHERE a.uid = e.uid AND \(Alarms.stands)
            ) THEN nullif(a.text, '') END, nullif(r.text, ''),
            CASE WHEN o.doubt IS NULL THEN nullif(r.text_en, '') END, nullif(r.radiologist, '')
        FROM exams t JOIN exams e ON e.cnp = t.cnp AND e.region = t.region AND e.uid <> t.uid
        LEFT JOIN ai_reports a ON a.uid = e.uid
        LEFT JOIN rad_reports r ON r.uid = e.uid
        LEFT JOIN report_origins o ON o.uid = e.uid
        WHERE t.uid = ?1 AND t.cnp <> '' AND t.region <> '' AND e.created < t.created
          AND e.created >= datetime(t.created, ?2)
          AND ((a.severity >= 0 AND a.text <> '') OR r.text <> '')
        ORDER BY e.created DESC, e.uid LIMIT ?3
        """
}

import Foundation
import GRDB
import Radiology

/// An alarm about no exam, with how often it was raised lately.
public struct AlarmNotice: Sendable, Equatable {
    /// The last one.
    public let alarm: Alarm
    /// RFC 3339 UTC.
    public let first: String
    public let times: Int
}

/// What the pages show of alarms.
extension Alarms {
    package static let ofExams = """
        SELECT \(columns) FROM json_each(?) w CROSS JOIN alarms a ON a.uid = w.value WHERE \(stands) ORDER BY a.id
        """

    /// What is odd about the present answers of many exams, asked at once; exams about which nothing is odd are left out.
    public func standing(
        ofExams uids: some Collection<SOPInstanceUID>
    ) throws(StoreError) -> [SOPInstanceUID: [Alarm]] {
        guard !uids.isEmpty else { return [:] }
        // UIDs are digits and dots: nothing to escape.
        let list = "[" + uids.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
        return try connection.read { db in
            try db.all(Self.ofExams, [list]).map(Alarm.init).reduce(into: [:]) { found, alarm in
                if let uid = alarm.uid { found[uid, default: []].append(alarm) }
            }
        }
    }

    /// Seven days are counted back from the last event, not from now: pages know no clock. A film with a known answer is
    /// left out as soon as it is read as expected again. A server whose model goes to and fro is one notice.
    package static let ofNoExam = """
        SELECT \(columns), g.first, g.times FROM (
            SELECT max(a.id) AS last, min(a.at) AS first, count(*) AS times FROM alarms a
            WHERE a.uid IS NULL
              AND a.at >= strftime('%Y-%m-%dT%H:%M:%fZ', (SELECT at FROM events ORDER BY id DESC LIMIT 1), '-7 days')
              AND (a.kind <> 'canary' OR (SELECT c.changed FROM canaries c
                WHERE c.uid = json_extract(a.detail, '$.canary') ORDER BY c.day DESC LIMIT 1) = 1)
            GROUP BY a.kind, coalesce(json_extract(a.detail, '$.address'), json_extract(a.detail, '$.canary'), a.id)
        ) g JOIN alarms a ON a.id = g.last ORDER BY g.last DESC LIMIT ?
        """

    /// The alarms about no exam that people should know of, newest first.
    public func notices(limit: Int = 20) throws(StoreError) -> [AlarmNotice] {
        try connection.read { db in
            try db.all(Self.ofNoExam, [limit]).map { AlarmNotice(alarm: Alarm($0), first: $0[7], times: $0[8]) }
        }
    }
}

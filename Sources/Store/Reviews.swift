import Foundation
import GRDB
import Radiology

/// What a person said about an exam's picture.
public struct Review: Sendable, Equatable {
    public let id: Int64
    public let uid: SOPInstanceUID
    /// The reviewer's login.
    public let reviewer: String
    public let isNormal: Bool
    /// What the exam was compared with from then on, as the reports and the threshold were at that moment.
    public let severity: Severity
    /// RFC 3339 UTC.
    public let at: String
    public let isWithdrawn: Bool
}

/// Reviews are appended and never changed; a withdrawal is a row as well. The latest one that stands counts.
public struct Reviews: Sendable {
    let connection: Connection

    /// What became of the wish to take a review back.
    public enum Undo: Sendable, Equatable {
        case withdrawn(Review)
        /// No review of this exam stands.
        case nothingStands
        /// The latest one is somebody else's, or not the one that was meant; nothing was changed.
        case belongsTo(reviewer: String)
    }

    /// Keeps a review. Saying again what one's own latest review says changes nothing, so that a key pressed twice is
    /// undone once.
    /// - Parameter reviewer: the login, not empty.
    /// - Throws: `.unknownExam`.
    @discardableResult
    public func record(
        _ uid: SOPInstanceUID, isNormal: Bool, by reviewer: String, threshold: Int, now: Date
    ) throws(StoreError) -> Review {
        try connection.write { db in
            let sql = """
                SELECT a.severity, r.severity FROM exams e
                LEFT JOIN ai_reports a ON a.uid = e.uid LEFT JOIN rad_reports r ON r.uid = e.uid WHERE e.uid = ?
                """
            guard let reports = try db.first(sql, [uid.rawValue]) else { throw StoreError.unknownExam(uid) }
            let latest = try Self.standing(uid, in: db)
            if let latest, latest.reviewer == reviewer, latest.isNormal == isNormal { return latest }
            let compared = ComparedSeverity.of(
                review: isNormal, radiologist: OldColumn.severity(reports[1]), ai: OldColumn.severity(reports[0]),
                threshold: threshold)
            try db.run(
                "INSERT INTO reviews (uid, reviewer, normal, severity, at) VALUES (?, ?, ?, ?, ?)",
                [uid.rawValue, reviewer, isNormal, compared?.score, UTC.rfc3339(now)])
            try Events.append("radreview", uid: uid, detail: ["normal": .number(isNormal ? 1 : 0)], at: now, in: db)
            guard let kept = try Self.standing(uid, in: db) else { throw StoreError.unknownExam(uid) }
            return kept
        }
    }

    /// Takes the latest standing review of an exam back; the one before it counts again.
    /// - Parameters:
    ///   - anyones: also somebody else's.
    ///   - only: this one or none.
    public func undo(
        _ uid: SOPInstanceUID, by login: String, anyones: Bool = false, only: Int64? = nil, now: Date
    ) throws(StoreError) -> Undo {
        try connection.write { db in
            guard let latest = try Self.standing(uid, in: db) else { return .nothingStands }
            if (!anyones && latest.reviewer != login) || (only ?? latest.id) != latest.id {
                return .belongsTo(reviewer: latest.reviewer)
            }
            try db.run(
                "INSERT INTO reviews (uid, reviewer, at, withdraws) VALUES (?, ?, ?, ?)",
                [uid.rawValue, login, UTC.rfc3339(now), latest.id])
            try Events.append("radreview_undone", uid: uid, at: now, in: db)
            return .withdrawn(latest)
        }
    }

    /// The latest review that was not withdrawn.
    public func standing(_ uid: SOPInstanceUID) throws(StoreError) -> Review? {
        try connection.read { db in try Self.standing(uid, in: db) }
    }

    /// The latest ones that were not withdrawn, of those of some exams that have any: one question for all of them.
    public func standing(ofExams uids: [SOPInstanceUID]) throws(StoreError) -> [SOPInstanceUID: Review] {
        var found: [SOPInstanceUID: Review] = [:]
        for start in stride(from: 0, to: uids.count, by: 500) {
            let part = uids[start..<min(start + 500, uids.count)].map(\.rawValue)
            let marks = part.map { _ in "?" }.joined(separator: ",")
            let sql =
                Self.select + """
                    WHERE v.uid IN (\(marks)) AND v.withdraws IS NULL
                        AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id) ORDER BY v.id
                    """
            let reviews = try connection.read { db in
                try db.all(sql, StatementArguments(part)).compactMap { Review(row: $0) }
            }
            for review in reviews { found[review.uid] = review }
        }
        return found
    }

    /// Every review of an exam, oldest first, also the withdrawn ones.
    public func history(of uid: SOPInstanceUID) throws(StoreError) -> [Review] {
        try connection.read { db in
            try db.all(Self.select + "WHERE v.uid = ? AND v.withdraws IS NULL ORDER BY v.id", [uid.rawValue])
                .compactMap { Review(row: $0) }
        }
    }

    static func standing(_ uid: SOPInstanceUID, in db: Database) throws -> Review? {
        try db.first(latest, [uid.rawValue]).flatMap { Review(row: $0) }
    }

    private static let select = """
        SELECT v.id, v.uid, v.reviewer, v.normal, v.severity, v.at,
               EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id)
        FROM reviews v

        """
    package static let latest =
        select + """
            WHERE v.uid = ?1 AND v.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id)
            ORDER BY v.id DESC LIMIT 1
            """
}

extension Review {
    /// `id, uid, reviewer, normal, severity, at, withdrawn` from a place on; `nil` where there is none.
    init?(row: Row, from first: Int = 0) {
        guard let id = row[first] as Int64?,
            let uid = (row[first + 1] as String?).flatMap(SOPInstanceUID.init(rawValue:)),
            let severity = OldColumn.severity(row[first + 4])
        else { return nil }
        self.init(
            id: id, uid: uid, reviewer: row[first + 2], isNormal: row[first + 3], severity: severity,
            at: row[first + 5], isWithdrawn: row[first + 6])
    }
}

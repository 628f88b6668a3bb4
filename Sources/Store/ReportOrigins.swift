import Foundation
import GRDB
import Radiology

/// How final a radiologist's report is, when it was written, and whether its translation can be trusted.
enum ReportOrigins {
    typealias Standing = (rank: ReportRank, written: String?)

    /// Whether one is older, or less final, than another of the same order: a draft than a finished report, else what
    /// was written earlier, else what is less final.
    static func isOlder(_ a: Standing, than b: Standing) -> Bool {
        if (a.rank == .preliminary) != (b.rank == .preliminary) { return a.rank == .preliminary }
        if let mine = a.written, let theirs = b.written, mine != theirs { return mine < theirs }
        return a.rank < b.rank
    }

    static func keep(doubt: String?, of uid: SOPInstanceUID, in db: Database) throws {
        let sql = """
            INSERT INTO report_origins (uid, rank, doubt) VALUES (?1, ?2, ?3) ON CONFLICT (uid) DO UPDATE SET doubt = ?3
            """
        try db.run(sql, [uid.rawValue, ReportRank.final.rawValue, doubt])
    }

    /// Makes an exam's text anew out of its parts. Another text than before loses its verdict and translation.
    /// - Returns: whether the text is another one.
    @discardableResult
    static func project(_ parts: ReportParts, now: Date, in db: Database) throws -> Bool {
        let (uid, shown) = (parts.uid.rawValue, parts.shown)
        let text = shown.isEmpty ? nil : shown.map(\.text).joined(separator: "\n\n")
        let before = try RadReports.text(of: parts.uid, in: db).flatMap { $0.isEmpty ? nil : $0 }
        let isOther = text != before
        if isOther {
            try RadReports.forgetVerdict(of: parts.uid, in: db)
            try db.run(
                "UPDATE rad_reports SET text = ?2, updated = ?3 WHERE uid = ?1", [uid, text, UTC.predecessor(now)])
        }
        // One draft among them makes a draft of the whole.
        let rank = shown.map(\.rank).min() ?? .preliminary
        let sql = """
            INSERT INTO report_origins (uid, rank, written, withdrawn) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (uid) DO UPDATE SET rank = ?2, written = ?3, withdrawn = ?4,
                doubt = CASE WHEN ?5 THEN NULL ELSE doubt END
            """
        let withdrawn = text == nil ? parts.parts.compactMap(\.withdrawn).max() : nil
        try db.run(sql, [uid, rank.rawValue, shown.compactMap(\.written).max(), withdrawn, isOther])
        return isOther
    }
}

/// What a withdrawal came to.
public enum Withdrawal: String, Sendable, Equatable {
    /// The order's report no longer counts.
    case withdrawn
    /// What is here was written after the withdrawal, or was taken back before.
    case unchanged
    /// No report of this order is here; one that comes later and is older does not count.
    case unknownOrder
}

extension RadReports {
    /// The hospital took the report of one order back: it no longer counts, is no longer shown, and is kept apart. Those
    /// of other orders stay.
    /// - Parameter report: names the order; its `sent`, else its `written`, says when it was taken back.
    /// - Throws: `.unknownExam`.
    @discardableResult
    public func withdraw(_ uid: SOPInstanceUID, _ report: ArrivedReport, now: Date) throws(StoreError) -> Withdrawal {
        let exams = Exams(connection: connection)
        return try connection.write { db in
            _ = try exams.requireStatus(of: uid, in: db)
            var parts = try ReportParts(of: uid, in: db)
            var report = report
            let id = try db.first("SELECT id FROM rad_reports WHERE uid = ?", [uid.rawValue])?[0] as String?
            report.isOrderOfTheText = report.id != nil && report.id == id
            let moment = UTC.rfc3339(now)
            let places = parts.places(withdrawnBy: report)
            // Its report may come after it, by this way or the other.
            if !parts.knows(report) { try parts.enter(ReportParts.Part(withdrawing: report, at: moment), in: db) }
            guard !places.isEmpty else { return .unknownOrder }
            var isDone = false
            for place in places where parts.parts[place].withdrawn == nil {
                var part = parts.parts[place]
                if let back = report.sent ?? report.written, let came = part.sent ?? part.written, back < came {
                    continue
                }
                part.withdrawn = moment
                part.written = report.written ?? part.written
                part.sent = report.sent ?? part.sent
                try parts.put(part, at: place, in: db)
                isDone = true
            }
            guard isDone else { return .unchanged }
            let isOther = try ReportOrigins.project(parts, now: now, in: db)
            try Events.append("radwithdrawn", uid: uid, at: now, in: db)
            if !parts.shown.isEmpty {
                try Self.queueCheckIfDue(of: uid, isOtherText: isOther, exams, now: now, in: db)
            }
            return .withdrawn
        }
    }

    /// Whether a report is here, and no part of it is a draft.
    public func isFinished(_ uid: SOPInstanceUID) throws(StoreError) -> Bool {
        let sql = """
            SELECT coalesce(o.rank, ?2) FROM rad_reports r LEFT JOIN report_origins o ON o.uid = r.uid
            WHERE r.uid = ?1 AND coalesce(r.text, '') <> ''
            """
        return try connection.read { db in
            let rank = try db.first(sql, [uid.rawValue, ReportRank.final.rawValue])?[0] as Int?
            return rank.map { $0 > ReportRank.preliminary.rawValue } ?? false
        }
    }

    /// Whether a report of an order came for this exam, or was taken back.
    public func knows(_ order: String, of uid: SOPInstanceUID) throws(StoreError) -> Bool {
        try connection.read { db in
            try db.first("SELECT 1 FROM report_parts WHERE uid = ? AND order_key = ?", [uid.rawValue, order]) != nil
        }
    }

    /// The reports that came as files and stand, one for each order, in the order of their arrival.
    public func fromFiles(_ uid: SOPInstanceUID) throws(StoreError) -> [ArrivedReport] {
        try connection.read { db in
            let sql = """
                SELECT order_key, numbers, text, rank, written, sent FROM report_parts
                WHERE uid = ? AND way = ? AND withdrawn IS NULL AND text <> '' ORDER BY place
                """
            return try db.all(sql, [uid.rawValue, ReportWay.file.rawValue]).map { row in
                let numbers = try? JSONDecoder().decode([String].self, from: Data((row[1] as String).utf8))
                return ArrivedReport(
                    text: row[2], rank: ReportRank(rawValue: row[3]) ?? .final, written: row[4], order: row[0],
                    numbers: numbers ?? [], way: .file, sent: row[5])
            }
        }
    }

    /// When the hospital took its report back, RFC 3339 UTC; `nil` when it did not.
    public func withdrawn(_ uid: SOPInstanceUID) throws(StoreError) -> String? {
        try connection.read { db in
            try db.first("SELECT withdrawn FROM report_origins WHERE uid = ?", [uid.rawValue])?[0]
        }
    }
}

extension ReportParts.Part {
    /// Of a report that was taken back before it came.
    init(withdrawing report: ArrivedReport, at moment: String) {
        self.init(
            place: 0, key: report.order, way: report.way, numbers: report.numbers, text: "", rank: report.rank,
            written: report.written, sent: report.sent, withdrawn: moment)
    }

    /// Takes a report's text over, unless it is older, or less final, than what is here. What was taken back comes again
    /// only with a report that was written later, or with one that does not say when.
    /// - Returns: `nil` when this part stays.
    func taking(_ report: ArrivedReport, text: String) -> Self? {
        if withdrawn != nil {
            if let came = report.sent ?? report.written, let back = sent ?? self.written, came < back { return nil }
        } else if ReportOrigins.isOlder((report.rank, report.written), than: (rank, self.written)) {
            return nil
        }
        var part = self
        if !report.order.isEmpty { (part.key, part.way) = (report.order, report.way) }
        if !report.numbers.isEmpty { part.numbers = report.numbers }
        (part.text, part.rank, part.withdrawn) = (text, report.rank, nil)
        part.written = report.written ?? written
        part.sent = report.sent ?? sent
        return part
    }
}

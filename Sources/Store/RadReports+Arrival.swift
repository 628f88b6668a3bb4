import Foundation
import GRDB
import Radiology

/// What the hospital gave about one exam; `nil` is "it did not say" and leaves what stands.
public struct ArrivedReport: Sendable, Equatable {
    /// The hospital's id of the request or report.
    public var id: String?
    public var text: String?
    public var radiologist: String?
    /// The clinical indication.
    public var justification: String?
    public var type: String?
    public var rank: ReportRank
    /// When it was written, RFC 3339 UTC; `nil` when nobody says.
    public var written: String?
    /// When its message was sent, RFC 3339 UTC. A text that is sent again after it was taken back may be as old as before.
    public var sent: String?
    /// Tells its order from others of the same exam; empty when no order is known.
    public var order = ""
    /// Numbers that the hospital gave the order, to know a report again that comes by two ways.
    public var numbers: [String] = []
    public var way = ReportWay.server
    /// Whether `id` is that of the text that is here.
    var isOrderOfTheText = false

    public init(
        id: String? = nil, text: String? = nil, radiologist: String? = nil, justification: String? = nil,
        type: String? = nil, rank: ReportRank = .final, written: String? = nil, order: String = "",
        numbers: [String] = [], way: ReportWay = .server, sent: String? = nil
    ) {
        (self.order, self.numbers, self.way, self.sent) = (order, numbers, way, sent)
        (self.id, self.text, self.radiologist) = (id, text, radiologist)
        (self.justification, self.type) = (justification, type)
        (self.rank, self.written) = (rank, written)
    }
}

/// How a report came.
public enum ReportWay: String, Sendable {
    /// From the record server, who is asked for the exam's one report.
    case server
    /// As a file, of which there may be several: one for each order.
    case file
}

/// How final a report is.
public enum ReportRank: Int, Sendable, Comparable {
    case preliminary = 1
    case unknown = 2
    case final = 3
    case corrected = 4

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What the arrival of a report came to.
public enum Arrival: String, Sendable, Equatable {
    /// The exam waits for its translation and check: wake the reader.
    case waitsForCheck
    /// It is kept; the exam is read first, or is not read at all.
    case kept
    /// Nothing new.
    case unchanged
}

extension RadReports {
    /// Keeps what the hospital said. What is said again, or not said, changes nothing; a newer text of the same order
    /// takes the older one's place, that of another order stands beside it. When the exam's text is another one by that,
    /// the verdict and the translation are forgotten: they were of the older one.
    ///
    /// An exam that is `done` or `none` then waits for its check, also when its text is known but was never judged. One
    /// that is still to be read is checked after that.
    /// - Throws: `.unknownExam`.
    public func arrived(_ uid: SOPInstanceUID, _ report: ArrivedReport, now: Date) throws(StoreError) -> Arrival {
        let exams = Exams(connection: connection)
        return try connection.write { db in
            _ = try exams.requireStatus(of: uid, in: db)
            let text = report.text.flatMap { $0.isEmpty ? nil : $0 }
            var parts = try ReportParts(of: uid, in: db)
            // Files come in any order, and a hospital's system may tell of a draft after the report.
            if let text, try !Self.take(report, text, into: &parts, in: db) { return .unchanged }
            let isNewDetail = try Self.keep(report, now: now, of: uid, in: db)
            let isOtherText = try text != nil && ReportOrigins.project(parts, now: now, in: db)
            let isNews = isNewDetail || isOtherText
            if isNews { try Events.append("radreport", uid: uid, at: now, in: db) }
            guard text != nil else { return isNews ? .kept : .unchanged }
            if try Self.queueCheckIfDue(of: uid, isOtherText: isOtherText, exams, now: now, in: db) {
                return .waitsForCheck
            }
            return isNews ? .kept : .unchanged
        }
    }

    /// - Returns: whether the report is kept: it is not older than what is here of its order. The same text once more is
    ///   no older one.
    private static func take(
        _ report: ArrivedReport, _ text: String, into parts: inout ReportParts, in db: Database
    ) throws -> Bool {
        guard let place = parts.place(of: report) else {
            let part = ReportParts.Part(
                place: 0, key: report.order, way: report.way, numbers: report.numbers, text: text, rank: report.rank,
                written: report.written, sent: report.sent, withdrawn: nil)
            try parts.enter(part, in: db)
            return true
        }
        let part = parts.parts[place]
        guard let newer = part.taking(report, text: text) else { return part.stands && part.text == text }
        try parts.put(newer, at: place, in: db)
        return true
    }

    /// Looked for and not there: `-1` in the old column, unless an id or a text is known.
    public func noteNone(_ uid: SOPInstanceUID, now: Date) throws(StoreError) {
        let sql = """
            INSERT INTO rad_reports (uid, id, created, updated) VALUES (?1, '-1', ?2, ?2)
            ON CONFLICT (uid) DO UPDATE SET id = '-1', updated = ?2
            WHERE coalesce(rad_reports.id, '') = '' AND coalesce(rad_reports.text, '') = ''
            """
        try connection.write { db in _ = try db.run(sql, [uid.rawValue, UTC.predecessor(now)]) }
    }

    /// Keeps a translation as soon as it is there: a check that fails afterwards takes nothing away.
    /// - Parameters:
    ///   - source: the text that was translated; when another one has come meanwhile, nothing is kept.
    /// - Returns: whether it was kept.
    ///   - doubt: why it should not be trusted alone; it is shown beside it.
    @discardableResult
    public func keepTranslation(
        _ english: String, doubt: String? = nil, of source: String, for uid: SOPInstanceUID, analyses: [Attempt] = [],
        now: Date
    ) throws(StoreError) -> Bool {
        let sql = "UPDATE rad_reports SET text_en = ?2, updated = ?3 WHERE uid = ?1 AND text = ?4"
        return try connection.write { db in
            for attempt in analyses { try ProvenanceRow.append(attempt, of: uid, in: db) }
            guard try db.run(sql, [uid.rawValue, english, UTC.predecessor(now), source]) == 1 else { return false }
            try ReportOrigins.keep(doubt: doubt, of: uid, in: db)
            return true
        }
    }

    static func text(of uid: SOPInstanceUID, in db: Database) throws -> String? {
        try db.first("SELECT text FROM rad_reports WHERE uid = ?", [uid.rawValue])?[0]
    }

    /// An exam that is free and whose radiologist's text has no verdict waits for one.
    /// - Parameter isOtherText: another text than before has just come: what checks of older ones came to does not hold
    ///   it back.
    /// - Returns: whether it waits now.
    @discardableResult
    static func queueCheckIfDue(
        of uid: SOPInstanceUID, isOtherText: Bool = false, _ exams: Exams, now: Date, in db: Database
    ) throws -> Bool {
        if isOtherText { try exams.checkAnew(uid, in: db) }
        let standing = try exams.requireStatus(of: uid, in: db)
        if standing == .check { return true }
        guard standing == .done || standing == .none else { return false }
        let due = """
            SELECT 1 FROM rad_reports WHERE uid = ? AND coalesce(text, '') <> '' AND coalesce(severity, -1) < 0
            """
        guard try db.first(due, [uid.rawValue]) != nil else { return false }
        try exams.move(uid, from: standing, to: .check, in: db)
        try exams.enqueue(uid, .check, priority: 0, at: now, in: db)
        return true
    }

    /// All but the text.
    /// - Returns: whether anything changed.
    private static func keep(
        _ report: ArrivedReport, now: Date, of uid: SOPInstanceUID, in db: Database
    ) throws -> Bool {
        let values: StatementArguments = [
            uid.rawValue, report.id, report.radiologist, report.justification, report.type, UTC.predecessor(now),
        ]
        let insert = """
            INSERT INTO rad_reports (uid, id, radiologist, justification, type, created, updated)
            VALUES (?1, nullif(?2, ''), nullif(?3, ''), nullif(?4, ''), nullif(?5, ''), ?6, ?6)
            ON CONFLICT (uid) DO NOTHING
            """
        if try db.run(insert, values) == 1 { return true }
        let update = """
            UPDATE rad_reports SET id = coalesce(nullif(?2, ''), id),
                radiologist = coalesce(nullif(?3, ''), radiologist),
                justification = coalesce(nullif(?4, ''), justification), type = coalesce(nullif(?5, ''), type),
                updated = ?6
            WHERE uid = ?1
              AND (id IS NOT coalesce(nullif(?2, ''), id) OR radiologist IS NOT coalesce(nullif(?3, ''), radiologist)
                OR justification IS NOT coalesce(nullif(?4, ''), justification)
                OR type IS NOT coalesce(nullif(?5, ''), type))
            """
        return try db.run(update, values) == 1
    }

    static func forgetVerdict(of uid: SOPInstanceUID, in db: Database) throws {
        let sql = """
            UPDATE rad_reports SET positive = -1, severity = -1, summary = NULL, text_en = NULL, model = NULL, latency = -1
            WHERE uid = ?
            """
        try db.run(sql, [uid.rawValue])
    }
}

import Foundation
import GRDB
import Radiology

/// The reports that make up the radiologists' text of one exam: one for each of its orders.
///
/// One exam may have two orders, and one report may come by two ways. So that none erases another: what comes is compared
/// with what came before of the same order only, each order keeps its text, and the exam's text is made of all that
/// stand, in the order of their first arrival. A text that was taken back stays here, marked.
struct ReportParts {
    struct Part {
        var place: Int64
        var key: String
        var way: ReportWay
        /// Numbers of the order; empty when none is known.
        var numbers: [String]
        /// Empty for a report that was taken back before it came.
        var text: String
        var rank: ReportRank
        /// RFC 3339 UTC.
        var written: String?
        /// When the last message about it was sent, RFC 3339 UTC.
        var sent: String?
        /// When it was taken back, RFC 3339 UTC.
        var withdrawn: String?

        var stands: Bool { withdrawn == nil && !text.isEmpty }
    }

    private(set) var parts: [Part]
    let uid: SOPInstanceUID

    /// A text without parts, out of an older database, is one part without a key.
    init(of uid: SOPInstanceUID, in db: Database) throws {
        self.uid = uid
        let sql = """
            SELECT place, order_key, way, numbers, text, rank, written, sent, withdrawn FROM report_parts WHERE uid = ?
            ORDER BY place
            """
        parts = try db.all(sql, [uid.rawValue]).map { row in
            let numbers = try? JSONDecoder().decode([String].self, from: Data((row[3] as String).utf8))
            return Part(
                place: row[0], key: row[1], way: ReportWay(rawValue: row[2]) ?? .file, numbers: numbers ?? [],
                text: row[4], rank: ReportRank(rawValue: row[5]) ?? .final, written: row[6], sent: row[7],
                withdrawn: row[8])
        }
        guard parts.isEmpty else { return }
        let former = "SELECT id, text FROM rad_reports WHERE uid = ? AND coalesce(text, '') <> ''"
        guard let row = try db.first(former, [uid.rawValue]) else { return }
        let way: ReportWay = ["", "-1"].contains(row[0] as String? ?? "") ? .file : .server
        let origin = try db.first("SELECT rank, written FROM report_origins WHERE uid = ?", [uid.rawValue])
        try enter(
            Part(
                place: 0, key: "", way: way, numbers: [], text: row[1],
                rank: (origin?[0] as Int?).flatMap(ReportRank.init) ?? .final, written: origin?[1], sent: nil,
                withdrawn: nil),
            in: db)
    }

    /// The place of what came before of the same report: of the same order, or without a known one. The record server
    /// is asked for the exam's one report, so its answer takes its earlier answer's place.
    func place(of report: ArrivedReport) -> Int? {
        if report.order.isEmpty, parts.count == 1 { return 0 }
        if let own = parts.firstIndex(where: { $0.key == report.order }) { return own }
        if report.way == .server, let own = parts.firstIndex(where: { $0.way == .server && $0.stands }) { return own }
        return parts.firstIndex { $0.key.isEmpty && $0.stands }
    }

    /// What a withdrawal is about: its order's report, and what counts as the same by the other way. Where its order is
    /// not known here, only a report with a number of it.
    func places(withdrawnBy report: ArrivedReport) -> [Int] {
        guard let own = own(withdrawnBy: report) else {
            // Two works under one number: which is meant is not known.
            let same = parts.indices.filter { Self.haveSameNumber(parts[$0].numbers, report.numbers) }
            return same.count { parts[$0].way == report.way } > 1 ? [] : same
        }
        return [own] + parts.indices.filter { $0 != own && twin(of: own) == $0 }
    }

    func knows(_ report: ArrivedReport) -> Bool { own(withdrawnBy: report) != nil }

    private func own(withdrawnBy report: ArrivedReport) -> Int? {
        if let own = parts.firstIndex(where: { $0.key == report.order }) { return own }
        // An older database has the order's id in another place, and no key.
        return report.isOrderOfTheText ? parts.firstIndex { $0.key.isEmpty && $0.way == report.way } : nil
    }

    // MARK: - Writing

    mutating func enter(_ part: Part, in db: Database) throws {
        let sql = """
            INSERT INTO report_parts (uid, order_key, way, numbers, text, rank, written, sent, withdrawn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try db.run(
            sql,
            [
                uid.rawValue, part.key, part.way.rawValue, Self.json(part.numbers), part.text, part.rank.rawValue,
                part.written, part.sent, part.withdrawn,
            ])
        var part = part
        part.place = db.lastInsertedRowID
        parts.append(part)
    }

    mutating func put(_ part: Part, at place: Int, in db: Database) throws {
        let sql = """
            UPDATE report_parts SET order_key = ?2, way = ?3, numbers = ?4, text = ?5, rank = ?6, written = ?7,
                sent = ?8, withdrawn = ?9
            WHERE place = ?1
            """
        try db.run(
            sql,
            [
                part.place, part.key, part.way.rawValue, Self.json(part.numbers), part.text, part.rank.rawValue,
                part.written, part.sent, part.withdrawn,
            ])
        parts[place] = part
    }

    private static func json(_ numbers: [String]) -> String {
        (try? JSONEncoder().encode(numbers)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    // MARK: - What they come to

    /// The parts that are shown.
    var shown: [Part] {
        var kept: [Part] = []
        for index in parts.indices where parts[index].stands && !isOvertaken(index) {
            // The same text twice says nothing more.
            if !kept.contains(where: { Self.plain($0.text) == Self.plain(parts[index].text) }) {
                kept.append(parts[index])
            }
        }
        return kept
    }

    /// Whether the same report stands here by another way, and that one is to be shown.
    private func isOvertaken(_ index: Int) -> Bool {
        guard let other = twin(of: index), parts[other].stands else { return false }
        if parts[other].isOlder(than: parts[index]) { return false }
        return parts[index].isOlder(than: parts[other]) || parts[other].way == .server
    }

    /// The same report by the other way, of the record server and as a file: with a number of the order in common; or
    /// the only file's, when it is not known to be another order's.
    private func twin(of index: Int) -> Int? {
        guard let server = parts.firstIndex(where: { $0.way == .server && $0.stands }) else { return nil }
        let files = parts.indices.filter { parts[$0].way == .file && parts[$0].stands }
        let numbers = parts[server].numbers
        let file =
            files.first { Self.haveSameNumber(parts[$0].numbers, numbers) }
            ?? files.first { _ in files.count == 1 }.flatMap { only in
                parts[only].numbers.isEmpty || numbers.isEmpty ? only : nil
            }
        if index == server { return file }
        return index == file ? server : nil
    }

    private static func haveSameNumber(_ a: [String], _ b: [String]) -> Bool { !Set(a).isDisjoint(with: b) }

    private static func plain(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension ReportParts.Part {
    /// Whether it is older, or less final, than another one.
    func isOlder(than other: Self) -> Bool {
        ReportOrigins.isOlder((rank, written), than: (other.rank, other.written))
    }
}

import GRDB

/// `analyses` is append-only: what is there is counted once, what comes is looked at.
extension ExamIndex {
    func loadRereadings(_ columns: inout ExamColumns, from db: Database) throws {
        columns.rereadings.sequence = try db.first(Self.lastAnswer)?[0] ?? 0
        try db.each(Self.answeredTwice) { row in try Self.keepAnswers(of: row[0], in: &columns, db) }
    }

    /// - Parameter new: exams that had no place until now; they may have been answered when another programme had them.
    func followRereadings(_ columns: inout ExamColumns, ofNew new: Set<String>, in db: Database) throws {
        var last = columns.rereadings.sequence
        var uids = new
        try db.each(Self.newAnswers, [last]) { row in
            last = row[0]
            uids.insert(row[1])
        }
        for uid in uids { try Self.keepAnswers(of: uid, in: &columns, db) }
        columns.rereadings.sequence = last
    }

    private static func keepAnswers(of uid: String, in columns: inout ExamColumns, _ db: Database) throws {
        guard let packed = PackedUID(uid), let place = columns.place(of: packed) else { return }
        let answers = try db.all(answersOfExam, [uid]).map { row in (row[1] as Int64?) == nil ? row[0] as Int? : nil }
        columns.rereadings.put(place, answers)
    }

    private static let lastAnswer = "SELECT max(id) FROM analyses"
    /// With the failed ones; a walk along an index that has everything needed.
    package static let answeredTwice = "SELECT uid FROM analyses GROUP BY uid HAVING count(*) > 1"
    package static let newAnswers = "SELECT id, uid FROM analyses WHERE id > ? ORDER BY id"
    package static let answersOfExam = """
        SELECT report_ms, answered_from FROM analyses WHERE uid = ? AND kind = 'report' AND outcome = 'ok' ORDER BY id
        """
}

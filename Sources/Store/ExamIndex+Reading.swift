import GRDB
import Radiology

/// From the database into the columns: everything once, and then what changed.
extension ExamIndex {
    /// One walk along each table; looking rows up by UID happens in memory, which is faster than a join.
    func load(_ columns: inout ExamColumns, from db: Database) throws {
        columns.people.reserve(try db.count("SELECT count(*) FROM patients"))
        columns.reserve(try db.count("SELECT count(*) FROM exams"))
        let last = try db.first(Self.lastChange)
        try db.each(Self.allPatients) { row in
            _ = Self.keep(row, in: &columns)
        }
        columns.people.orderByName()
        try db.each("SELECT uid, cnp, created, region, status FROM exams WHERE uid IS NOT NULL") { row in
            let uid: String = row[0]
            let standing = StandingCode(Self.status(row[4]))
            guard let packed = PackedUID(uid) else { return Self.keep(uid, standing, in: &columns) }
            var entry = ExamColumns.Entry(uid: packed)
            entry.patient = columns.people.place(of: row[1] ?? "")
            entry.created = ClockText.key(row[2])
            entry.region = columns.regionNames.number(of: row[3])
            entry.standing = standing
            columns.put(entry)
        }
        try loadReports(&columns, from: db)
        try loadOpinions(&columns, from: db)
        try loadRereadings(&columns, from: db)
        (columns.sequence, columns.patientSequence) = (last?[0] ?? 0, last?[1] ?? 0)
    }

    private func loadReports(_ columns: inout ExamColumns, from db: Database) throws {
        var last = -1
        try db.each("SELECT uid, severity, confidence, created, latency FROM ai_reports") { row in
            guard let place = Self.find(row[0], in: &columns, behind: &last) else { return }
            columns.verdicts[place] = VerdictCode(ai: row[1], compared: nil).code
            columns.confidences[place] = Self.confidence(row[2])
            columns.answered[place] = ClockText.seconds(row[3])
            columns.latencies[place] = ExamColumns.latency(row[4])
        }
        try db.each("SELECT uid, severity, radiologist, summary, latency FROM rad_reports") { row in
            guard let place = Self.find(row[0], in: &columns, behind: &last) else { return }
            columns.radiologists[place] = columns.radiologistNames.number(of: row[2])
            columns.diagnoses[place] = columns.diagnosisNames.number(of: Self.diagnosis(row[3]))
            columns.checkings[place] = ExamColumns.latency(row[4])
            columns.compare(place, with: OldColumn.severity(row[1]))
        }
    }

    private func loadOpinions(_ columns: inout ExamColumns, from db: Database) throws {
        // With max() the other columns are those of its row: sqlite.org/lang_select.html#bareagg.
        let reviews = """
            SELECT v.uid, v.normal, max(v.id) FROM reviews v WHERE v.withdraws IS NULL
            AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id) GROUP BY v.uid
            """
        var last = -1
        try db.each(reviews) { row in
            guard let place = Self.find(row[0], in: &columns, behind: &last) else { return }
            let verdict = VerdictCode(code: columns.verdicts[place])
            let compared = ComparedSeverity.of(
                review: row[1], radiologist: verdict.compared, ai: verdict.ai, threshold: threshold)
            columns.compare(place, with: compared)
            columns.mark(place) { StandingCode($0, hasReview: true) }
        }
        try db.each("SELECT uid FROM flags WHERE cleared IS NULL") { row in
            guard let place = Self.find(row[0], in: &columns, behind: &last) else { return }
            let hasReview = StandingCode(code: columns.standings[place]).hasReview
            columns.mark(place) { StandingCode($0, isFlagged: true, hasReview: hasReview) }
        }
    }

    /// What changed since the columns were filled, in one view of the database.
    func follow(_ columns: inout ExamColumns, in db: Database) throws {
        var moved: [UInt32: UInt32] = [:]
        var last = columns.patientSequence
        try db.each(Self.changedPatients, [columns.patientSequence]) { row in
            if let move = Self.keep(row, in: &columns) { moved[move.old] = move.new }
            last = row[6]
        }
        columns.movePatients(moved)
        columns.patientSequence = last
        last = columns.sequence
        var before = columns.count
        var new: Set<String> = []
        try db.each(Self.changedExams(threshold: threshold), [columns.sequence]) { row in
            Self.follow(row, in: &columns)
            if columns.count > before { new.insert(row[1]) }
            (before, last) = (columns.count, row[0])
        }
        columns.sequence = last
        try followRereadings(&columns, ofNew: new, in: db)
    }

    private static func follow(_ row: Row, in columns: inout ExamColumns) {
        let uid: String = row[1]
        let exists = (row[2] as String?) != nil
        let standing = exists ? StandingCode(status(row[6]), isFlagged: row[7], hasReview: row[16]) : .gone
        guard let packed = PackedUID(uid) else { return keep(uid, standing, in: &columns) }
        guard exists else { return columns.remove(packed) }
        columns.put(
            ExamColumns.Entry(
                uid: packed, patient: columns.people.place(of: row[3] ?? ""), created: ClockText.key(row[4]),
                region: columns.regionNames.number(of: row[5]), standing: standing,
                verdict: VerdictCode(ai: row[8], compared: Severity(row[12] ?? -1)), confidence: confidence(row[9]),
                radiologist: columns.radiologistNames.number(of: row[13]),
                diagnosis: columns.diagnosisNames.number(of: diagnosis(row[14])),
                answered: ClockText.seconds(row[10]), latency: ExamColumns.latency(row[11]),
                checking: ExamColumns.latency(row[15])))
    }

    package static func changedExams(threshold: Int) -> String {
        """
        SELECT c.seq, c.uid, e.uid, e.cnp, e.created, e.region, e.status,
               EXISTS (SELECT 1 FROM flags f WHERE f.uid = c.uid AND f.cleared IS NULL),
               a.severity, a.confidence, a.created, a.latency, \(ComparedSeverity.sql(threshold: threshold)),
               r.radiologist, r.summary, r.latency, \(ComparedSeverity.latestReview) IS NOT NULL
        FROM exam_changes c LEFT JOIN exams e ON e.uid = c.uid LEFT JOIN ai_reports a ON a.uid = c.uid
        LEFT JOIN rad_reports r ON r.uid = c.uid
        WHERE c.seq > ? ORDER BY c.seq
        """
    }

    private static let allPatients =
        "SELECT cnp, name, id, sex, birthdate, cnp FROM patients WHERE cnp IS NOT NULL"
    package static let changedPatients = """
        SELECT c.cnp, p.name, p.id, p.sex, p.birthdate, p.cnp, c.seq FROM patient_changes c LEFT JOIN patients p ON p.cnp = c.cnp
        WHERE c.seq > ? ORDER BY c.seq
        """
}

// Values as the columns want them.
extension ExamIndex {
    /// `cnp, name, id, sex, birthdate` and the number again, which is null for a patient who was deleted.
    private static func keep(_ row: Row, in columns: inout ExamColumns) -> (old: UInt32, new: UInt32)? {
        let exists = (row[5] as String?) != nil
        let id = (row[2] as String?) ?? ""
        return columns.people.put(
            key: row[0], name: row[1] ?? "", id: id == "-1" ? "" : id,
            sex: ExamColumns.letter(of: (row[3] as String?).flatMap(Sex.init(rawValue:))),
            birth: OldColumn.day(row[4]).map { Int32(truncatingIfNeeded: $0.dayNumber) } ?? PatientColumns.noBirth,
            isListed: exists)
    }

    private static func keep(_ stray: String, _ standing: StandingCode, in columns: inout ExamColumns) {
        if let former = columns.strays[stray] { columns.count(former, -1) }
        columns.count(standing, 1)
        columns.strays[stray] = standing.isPresent ? standing : nil
    }

    /// - Parameter place: of the row before: reports mostly lie in the order of their exams.
    private static func find(_ uid: String?, in columns: inout ExamColumns, behind place: inout Int) -> Int? {
        guard let uid, let packed = PackedUID(uid) else { return nil }
        if place + 1 < columns.count, columns.uids[place + 1] == packed {
            place += 1
            return place
        }
        guard let found = columns.place(of: packed) else { return nil }
        place = found
        return found
    }

    private static func status(_ text: String?) -> ExamStatus {
        text.flatMap(ExamStatus.init(rawValue:)) ?? ExamStatus.none
    }

    private static func confidence(_ percent: Int?) -> UInt8 {
        OldColumn.confidence(percent).map { UInt8($0.percent) } ?? ExamColumns.noConfidence
    }

    /// Summaries are compared in small letters.
    private static func diagnosis(_ summary: String?) -> String? { summary?.lowercased() }
}

extension ExamColumns {
    /// Seconds as the columns keep them.
    static func latency(_ seconds: Int?) -> UInt16 {
        guard let seconds, seconds >= 0 else { return noLatency }
        return min(UInt16(clamping: seconds), noLatency - 1)
    }

    mutating func compare(_ place: Int, with severity: Severity?) {
        let former = VerdictCode(code: verdicts[place])
        let ai = former.hasAnswer ? former.ai?.score ?? -1 : nil
        verdicts[place] = VerdictCode(ai: ai, compared: severity).code
    }

    /// Says more about an exam that is there.
    mutating func mark(_ place: Int, _ standing: (ExamStatus) -> StandingCode) {
        if let status = StandingCode(code: standings[place]).status { standings[place] = standing(status).code }
    }

    /// The exams of patients whose texts have a new place.
    mutating func movePatients(_ moved: [UInt32: UInt32]) {
        if moved.isEmpty { return }
        for place in patients.indices {
            // A patient may have moved twice.
            while let new = moved[patients[place]] { patients[place] = new }
        }
    }
}

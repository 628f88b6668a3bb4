import GRDB
import Radiology

/// How much of an exam a caller needs.
public enum RecordDetail: Sendable {
    /// Everything but the provenance (it carries the raw replies).
    case list
    case full
}

/// The one SELECT behind every exam record. Columns are read by position: a hundred thousand rows a page run.
enum RecordQuery {
    /// Append a WHERE clause on `e` (exams), and an ORDER BY.
    static func select(_ detail: RecordDetail) -> String {
        """
        SELECT e.uid, e.cnp, e.created, e.protocol, e.region, e.type, e.status, e.study, e.series,
               p.id, p.name, p.birthdate, p.sex,
               f.content_hash, f.received, f.facts, f.projection,
               w.sentence, coalesce(q.attempts, w.attempts, 0),
               a.uid, a.text, a.summary, a.severity, a.confidence, a.model, a.latency, a.created, a.updated,
               r.uid, r.id, r.text, r.text_en, r.severity, r.summary, r.type, r.radiologist, r.justification,
               r.model, r.latency, r.created, r.updated, coalesce(f.revised, 0),
               f.display_recipe, f.display_recipe_hash, f.notes, coalesce(f.viewer, 0),
               o.doubt, o.withdrawn\(detail == .full ? ", " + ProvenanceRow.pageColumns : "")
        FROM exams e
        LEFT JOIN patients p ON p.cnp = e.cnp
        LEFT JOIN films f ON f.uid = e.uid
        LEFT JOIN reasons w ON w.uid = e.uid
        LEFT JOIN queue q ON q.uid = e.uid
        LEFT JOIN ai_reports a ON a.uid = e.uid
        LEFT JOIN rad_reports r ON r.uid = e.uid
        LEFT JOIN report_origins o ON o.uid = e.uid

        """ + (detail == .full ? ProvenanceRow.join : "")
    }

    static func one(_ uid: SOPInstanceUID, _ detail: RecordDetail, in db: Database) throws -> ExamRecord? {
        try db.first(select(detail) + "WHERE e.uid = ?", [uid.rawValue]).flatMap { record($0, detail) }
    }

    static func all(
        _ detail: RecordDetail, _ clauses: String, _ arguments: StatementArguments, in db: Database
    ) throws -> [ExamRecord] {
        let statement = try db.cachedStatement(sql: select(detail) + clauses)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var records: [ExamRecord] = []
        while let row = try rows.next() { if let record = record(row, detail) { records.append(record) } }
        return records
    }

    /// `nil` when the UID breaks the rules: such a row stays in the database and is named by `Archive.integrity`, but
    /// it must not become a file name.
    static func record(_ row: Row, _ detail: RecordDetail) -> ExamRecord? {
        guard let uid = (row[0] as String?).flatMap(SOPInstanceUID.init(rawValue:)) else { return nil }
        let exam = Exam(
            uid: uid, patient: patient(row), study: (row[7] as String?).flatMap(StudyInstanceUID.init(rawValue:)),
            series: (row[8] as String?).flatMap(SeriesInstanceUID.init(rawValue:)), created: row[2] ?? "",
            protocolName: row[3] ?? "", region: filled(row[4]).map(BodyRegion.init(rawValue:)),
            projection: (row[16] as String?).flatMap(Projection.init(rawValue:)), modality: row[5] ?? "",
            facts: FactsText.decoded(row[15]))
        var record = ExamRecord(
            exam: exam, status: (row[6] as String?).flatMap(ExamStatus.init(rawValue:)) ?? ExamStatus.none,
            reason: row[17], aiReport: aiReport(row), radiologistReport: radiologistReport(row),
            provenance: detail == .full ? ProvenanceRow.provenance(row, from: 48) : nil, contentHash: row[13],
            received: row[14], attempts: row[18], hasRevisions: row[41])
        record.displayRecipe = filled(row[42])
        record.displayRecipeHash = row[43]
        record.notes = NotesText.decoded(row[44])
        record.hasViewer = row[45]
        if record.provenance != nil { record.circumstances = ProvenanceRow.circumstances(row, from: 48) }
        return record
    }

    private static func patient(_ row: Row) -> Patient {
        Patient(
            key: PatientKey(rawValue: row[1] ?? ""), name: row[10] ?? "",
            sex: (row[12] as String?).flatMap(Sex.init(rawValue:)), birthDate: OldColumn.day(row[11]),
            hospitalID: filled(row[9]))
    }

    private static func aiReport(_ row: Row) -> AIReport? {
        // A row without a text is no answer.
        guard let text = filled(row[20]) else { return nil }
        return AIReport(
            text: text, summary: filled(row[21]), severity: OldColumn.severity(row[22]),
            confidence: OldColumn.confidence(row[23]), model: row[24], latency: OldColumn.latency(row[25]),
            created: row[26], updated: row[27])
    }

    private static func radiologistReport(_ row: Row) -> RadiologistReport? {
        guard (row[28] as String?) != nil else { return nil }
        var report = RadiologistReport()
        report.id = row[29]
        report.text = filled(row[30])
        report.english = filled(row[31])
        report.severity = OldColumn.severity(row[32])
        report.summary = filled(row[33])
        report.type = filled(row[34])
        report.radiologist = filled(row[35])
        report.justification = filled(row[36])
        report.model = filled(row[37])
        report.latency = OldColumn.latency(row[38])
        report.created = row[39]
        report.updated = row[40]
        (report.translationDoubt, report.withdrawn) = (row[46], row[47])
        return report
    }

    private static func filled(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
}

/// The predecessor's columns say `-1`, null or nonsense for unknown; here it is `nil`.
enum OldColumn {
    static func severity(_ value: Int?) -> Severity? { value.flatMap(Severity.init) }
    static func confidence(_ value: Int?) -> Confidence? { value.flatMap(Confidence.init) }
    static func latency(_ value: Int?) -> Int? { value.flatMap { $0 < 0 ? nil : $0 } }

    static func day(_ text: String?) -> CalendarDay? {
        guard let text, text.utf8.count == 10 else { return nil }
        return CalendarDay(text)
    }
}

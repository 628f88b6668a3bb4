import Radiology
import Reports

/// Made-up films in words. Nobody here exists.
enum SyntheticFilms {
    static let threshold = severity(4)

    /// A woman with an abnormal chest film, read by the AI and by a radiologist, everything filled in.
    static func masses() -> ExamRecord {
        var record = film(
            1, name: "CANARYESCU^MIRUNA ELENA", sex: .female, born: (1971, 3, 2), at: "2026-11-20 17:42:10")
        record.exam.patient.key = PatientKey(rawValue: "2710302123456")
        record.exam.patient.hospitalID = "HIS-778899"
        record.exam.study = StudyInstanceUID(rawValue: "1.2.3.777")
        record.exam.facts = chestFacts(exposed: "2026-11-20 17:42:10")
        record.status = .done
        record.attempts = 1
        record.aiReport = AIReport(
            text: "FINDINGS:\nRound opacities in both lungs.\n\nIMPRESSION:\nMultiple masses.",
            summary: "multiple masses",
            severity: Severity(8), confidence: Confidence(92), model: "reader-4b", latency: 12,
            created: "2026-11-20 17:44:01", updated: "2026-11-20 17:44:01")
        var report = RadiologistReport()
        report.id = "REP-4455"
        report.text = "Opacități rotunde. Pacienta Cănaryescu Miruna, născută 02.03.1971."
        report.english = "Round opacities."
        report.severity = Severity(9)
        report.summary = "metastases"
        report.radiologist = "Dr. Vulturescu Radu"
        report.justification = "Cough. CNP 2710302123456, asked by VULTURESCU."
        record.radiologistReport = report
        record.provenance = provenance(raw: "FINDINGS: round opacities of Miruna")
        record.contentHash = "3fa9"
        (record.hasViewer, record.hasOverlays) = (true, true)
        (record.displayRecipe, record.displayRecipeHash) = ("display-2048/2", "5c1d")
        return record
    }

    static func film(
        _ number: Int, name: String = "POPA^ANDREI", sex: Sex? = .male, born: (Int, Int, Int)? = (2022, 6, 1),
        at created: String = "2026-11-20 16:10:00", region: String? = "chest", status: ExamStatus = .queued
    ) -> ExamRecord {
        let birth = born.flatMap { CalendarDay(year: $0.0, month: $0.1, day: $0.2) }
        var exam = Exam(
            uid: uid(number),
            patient: Patient(key: PatientKey(rawValue: "K\(number)"), name: name, sex: sex, birthDate: birth),
            created: created, protocolName: "Torace PA", region: region.map { BodyRegion(rawValue: $0) },
            projection: .frontal, modality: "CR")
        exam.facts.exposed = created
        return ExamRecord(exam: exam, status: status, received: "2026-11-20T17:43:00Z")
    }

    /// A film the AI has read with this severity.
    static func read(_ number: Int, ai: Int?, radiologist: Int?? = .none) -> ExamRecord {
        var record = film(number, status: .done)
        record.aiReport = AIReport(
            text: "Lungs clear.", summary: "clear", severity: ai.flatMap { Severity($0) }, model: "reader-4b")
        if let radiologist {
            var report = RadiologistReport()
            report.text = "Fără modificări."
            report.severity = radiologist.flatMap { Severity($0) }
            record.radiologistReport = report
        }
        return record
    }

    static func uid(_ number: Int) -> SOPInstanceUID { SOPInstanceUID(validated: "1.2.826.0.1.\(number).0") }

    static func severity(_ score: Int) -> Severity {
        guard let severity = Severity(score) else { preconditionFailure("a severity is 0…10") }
        return severity
    }

    private static func chestFacts(exposed: String) -> FilmFacts {
        var facts = FilmFacts()
        facts.exposed = exposed
        (facts.rows, facts.columns, facts.bitsStored) = (1955, 1841, 15)
        (facts.photometric, facts.transferSyntax) = ("MONOCHROME1", "JPEG 2000 lossless")
        (facts.manufacturer, facts.device, facts.viewPosition) = ("Philips", "THORAVISION", "PA")
        facts.burnedInAnnotation = false
        return facts
    }

    private static func provenance(raw: String) -> Provenance {
        Provenance(
            imageHash: "9b1c", contentHash: "3fa9", recipe: "model-896/1", recipeHash: "77ab",
            promptHashes: ["rep": "a1", "chk": "c3"], endpoint: "http://operator:secret@reader.local:8080/v1?key=abc",
            modelConfigured: "reader-4b", modelAnswered: "reader-4b", sampling: #"{"temperature":0}"#,
            reportMilliseconds: 12_340, checkMilliseconds: 60, rawReport: raw, rawCheck: #"{"severity":8}"#,
            finishReason: "stop", promptTokens: 812, completionTokens: 240, programVersion: "0.1.0",
            answered: "2026-11-20T17:44:01Z")
    }
}

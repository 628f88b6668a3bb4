import Foundation
import Radiology
import Store

/// A folder that vanishes with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var workspace: WorkspacePaths { WorkspacePaths(root: path) }
}

extension Date {
    /// Monday, 2 March 2026, 08:00 UTC.
    static let mondayMorning = Date(timeIntervalSince1970: 1_772_438_400)
}

/// Patients, films and answers of nobody.
enum Synthetic {
    static func uid(_ number: Int) -> SOPInstanceUID { SOPInstanceUID(validated: "1.2.826.0.1.3680043.10.\(number)") }

    static func patient(_ key: String = "P1", name: String = "Exemplu^Ana", sex: Sex? = .female) -> Patient {
        Patient(
            key: PatientKey(rawValue: key), name: name, sex: sex,
            birthDate: CalendarDay(year: 2019, month: 5, day: 4))
    }

    static func chest(
        _ number: Int, of patient: Patient = patient(), created: String = "2026-03-02 07:55:00",
        region: String? = "chest"
    ) -> Exam {
        var facts = FilmFacts()
        facts.ageInDays = 2494
        facts.pixelSpacing = [0.143, 0.143]
        return Exam(
            uid: uid(number), patient: patient, study: StudyInstanceUID(validated: "1.2.3.\(number)"),
            series: SeriesInstanceUID(validated: "1.2.3.\(number).1"), created: created, protocolName: "Torace PA",
            region: region.map(BodyRegion.init(rawValue:)), projection: .frontal, modality: "DX", facts: facts)
    }

    static func film(_ letter: String, received: Date = .mondayMorning, path: String? = nil) -> FilmReceipt {
        FilmReceipt(
            contentHash: String(repeating: letter, count: 64), bytes: 8192, source: "test", received: received,
            archivePath: path, qualityJSON: #"{"noise":0.01}"#)
    }

    static func report(_ severity: Int?, text: String = "FINDINGS: clear. IMPRESSION: normal.") -> AIReport {
        AIReport(
            text: text, summary: severity == nil ? nil : "normal", severity: severity.flatMap(Severity.init),
            confidence: Confidence(80), model: "model-as-answered", latency: 3)
    }

    static func attempt(_ outcome: Attempt.Outcome = .answered, severity: Int? = 2, number: Int = 1) -> Attempt {
        Attempt(
            outcome: outcome,
            provenance: Provenance(
                imageHash: "1a2b", contentHash: "3c4d", recipe: "model-896/1", recipeHash: "5e6f",
                promptHashes: ["rep": "77", "usr": "88"], endpoint: "http://127.0.0.1:8080", modelConfigured: "m",
                modelAnswered: "m-1", sampling: #"{"top_k":40}"#, attempt: number, reportMilliseconds: 3210,
                checkMilliseconds: 123, rawReport: "raw", rawCheck: "{}", finishReason: "stop", promptTokens: 10,
                completionTokens: 20, programVersion: "1.0", answered: "2026-03-02T08:00:05.000Z"),
            severity: severity.flatMap(Severity.init), confidence: Confidence(80), summary: "normal")
    }

    static let reason = Reason(code: "max_retries", sentence: "The model did not answer three times.")
}

extension Archive {
    /// Puts a film into the queue; each number is a film of its own.
    @discardableResult
    func receive(
        _ number: Int, created: String = "2026-03-02 07:55:00", at moment: Date = .mondayMorning, priority: Int = 0
    ) throws -> SOPInstanceUID {
        let exam = Synthetic.chest(number, created: created)
        var film = Synthetic.film("a", received: moment)
        film.contentHash = String(format: "%064d", number)
        _ = try exams.admit(exam, film: film, priority: priority)
        return exam.uid
    }

    /// Claims the next film and keeps an answer about it.
    func readNext(_ severity: Int? = 2, at moment: Date = .mondayMorning) throws -> SOPInstanceUID? {
        guard let claimed = try exams.claimNext(at: moment) else { return nil }
        try aiReports.record(
            claimed.uid, report: Synthetic.report(severity), analyses: [Synthetic.attempt(severity: severity)],
            threshold: 5, now: moment + 5)
        return claimed.uid
    }

    func status(_ uid: SOPInstanceUID) throws -> ExamStatus? { try exams.record(uid, .list)?.status }
}

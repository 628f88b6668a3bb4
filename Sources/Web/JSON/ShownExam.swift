import Radiology
import Reports
import Store

/// An exam as one audience may read it: the only place where JSON, frames and CSV get their words from.
///
/// Whoever is no admin reads initials, no number or identifier of a patient, no birth date, no county (it is part of the
/// number), no report, study or series identifier; free text without the people in it. Age, sex and times stay.
struct ShownExam: Sendable {
    struct Person: Sendable {
        let name: String
        let number: String
        let hospitalID: String?
        let birthDate: String?
        let sex: String
        let county: Int?
    }

    let uid: String
    let patient: Person
    /// Completed years on the film, -1 when unknown.
    let age: Int
    let created: String?
    /// `YYYYMMDD` and `HHMMSS` of `created`.
    let date: String?
    let time: String?
    let protocolName: String
    let region: String
    let status: String
    let modality: String
    let study: String?
    let series: String?
    let ai: AI
    let radiologist: Radiologist
    /// -1, 0 or 1.
    let correct: Int
    let isReviewed: Bool

    struct AI: Sendable {
        var text: String?
        var summary: String?
        var created: String?
        var updated: String?
        var positive: Int?
        var severity: Int?
        var confidence: Int?
        var model: String?
        var latency: Int?
    }

    struct Radiologist: Sendable {
        var text: String?
        var english: String?
        var positive: Int?
        var severity: Int?
        var summary: String?
        var created: String?
        var updated: String?
        var id: String?
        var type: String?
        var name: String?
        var justification: String?
        var model: String?
        var latency: Int?
    }

    init(_ entry: ExamEntry, for audience: Audience, names: ShownNames, threshold: Int) {
        let (record, exam) = (entry.record, entry.record.exam)
        let words = ShownWords(record, audience, names)
        uid = exam.uid.rawValue
        patient = Person(exam.patient, for: audience)
        age = exam.age?.years ?? -1
        let moment = words.moment(exam.created)
        created = moment
        (date, time) = (Self.digits(moment, 0..<10, 8), Self.digits(moment, 11..<19, 6))
        protocolName = words(exam.protocolName)
        region = words(exam.region?.rawValue ?? "")
        status = record.status.rawValue
        modality = words(exam.modality)
        study = words.identifier(exam.study?.rawValue)
        series = words.identifier(exam.series?.rawValue)
        ai = Self.ai(entry, words, threshold)
        radiologist = Self.radiologist(entry, words, threshold)
        correct = entry.agreement.map { $0 == .agree ? 1 : 0 } ?? -1
        isReviewed = entry.compared != nil
    }

    /// A report without a text can still have a severity: old databases hold such rows.
    private static func ai(_ entry: ExamEntry, _ words: ShownWords, _ threshold: Int) -> AI {
        guard let report = entry.record.aiReport else {
            return AI(positive: entry.ai.map { sign($0, threshold) }, severity: entry.ai?.score)
        }
        return AI(
            text: words(report.text), summary: words.text(report.summary), created: words.moment(report.created),
            updated: words.moment(report.updated), positive: sign(entry.ai, threshold), severity: entry.ai?.score ?? -1,
            confidence: report.confidence?.percent ?? -1, model: words.text(report.model),
            latency: report.latency ?? -1)
    }

    /// Severity and sign are the compared ones: a review counts for old clients as if the radiologist had written it.
    private static func radiologist(_ entry: ExamEntry, _ words: ShownWords, _ threshold: Int) -> Radiologist {
        guard let report = entry.record.radiologistReport else {
            return Radiologist(
                positive: entry.compared.map { sign($0, threshold) }, severity: entry.compared?.score)
        }
        return Radiologist(
            text: words.text(report.text), english: words.text(report.english),
            positive: sign(entry.compared, threshold), severity: entry.compared?.score ?? -1,
            summary: words.text(report.summary), created: words.moment(report.created),
            updated: words.moment(report.updated), id: words.identifier(report.id), type: words.text(report.type),
            name: words.name(report.radiologist), justification: words.text(report.justification),
            model: words.text(report.model), latency: report.latency ?? -1)
    }

    /// The `positive` of old clients.
    static func sign(_ severity: Severity?, _ threshold: Int) -> Int {
        severity.map { $0.score >= threshold ? 1 : 0 } ?? -1
    }

    /// The digits of a part of a moment; `nil` when there are not that many.
    private static func digits(_ moment: String?, _ range: Range<Int>, _ count: Int) -> String? {
        guard let moment else { return nil }
        let part = moment.utf8.dropFirst(range.lowerBound).prefix(range.count).filter { (48...57).contains($0) }
        return part.count == count ? String(decoding: part, as: UTF8.self) : nil
    }
}

extension ShownExam.Person {
    init(_ patient: Patient, for audience: Audience) {
        let seesNames = audience == .admin
        let number = patient.key.rawValue
        name = seesNames ? patient.name : Initials.patient(patient.name)
        // Seven digits of a CNP, which older versions showed to everyone, are sex and birth date.
        self.number = seesNames ? number : number.isEmpty || patient.key.isUnknown ? "Unknown" : "..."
        hospitalID = seesNames ? patient.hospitalID : nil
        birthDate = seesNames ? patient.birthDate?.description : nil
        sex = (patient.sex ?? .other).rawValue
        county = seesNames ? CNP(number)?.countyCode : nil
    }
}

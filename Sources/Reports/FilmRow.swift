import Radiology

/// One film in a list, as words. Nothing here is computed later.
public struct FilmRow: Sendable {
    public let uid: SOPInstanceUID
    /// `YYYY-MM-DD` of the exam, or `undated`: the day page it stands on.
    public let day: String
    public let status: ExamStatus
    public let agreement: Agreement
    /// When anything shown here last changed; empty when the record does not say.
    public let changed: String
    /// What `film-row.mustache` asks for, links excepted.
    let words: Fields

    /// - Parameter threshold: the lowest severity that counts as positive.
    public init(record: ExamRecord, audience: Audience, threshold: Severity) {
        let exam = record.exam
        let say = ExamWords(exam: exam, audience: audience)
        let redact = Redaction(for: record, audience: audience)
        let radiologist = record.radiologistReport
        uid = exam.uid
        day = say.day
        status = record.status
        changed = record.lastChange
        agreement = Agreement(ai: record.aiReport?.severity, radiologist: record.compared, threshold: threshold)
        var words: Fields = [
            "patient": .text(audience.patient(exam.patient.name)), "ageAndSex": .text(say.ageAndSex),
            "region": .text(say.region), "projection": .text(say.projection), "day": .text(say.day),
            "time": .text(say.time), "status": .text(StatusWords.short(record.status)),
            "statusStyle": .text(StatusWords.style(record.status)),
            "agreementWords": .text(agreement.words(threshold: threshold)),
            "pictureShown": .flag(FilmPicture.absence(of: record, for: audience) == nil),
        ]
        words["pictureAbsent"] = .words(FilmPicture.absence(of: record, for: audience))
        words["protocol"] = .words(redact(exam.protocolName))
        words["ai"] = record.aiReport.map { .group(Self.aiFields($0, record.alarms, redact)) }
        words["radiologist"] = radiologist?.hasText == true ? radiologist.map { .group(Self.fields($0, redact)) } : nil
        words.merge(agreement.fields) { first, _ in first }
        if record.status != .done { words["notDone"] = true }
        self.words = words
    }

    /// With the links as they are from `page`.
    func fields(from page: String) -> Fields {
        let (up, shared) = (PagePaths.toAudience(from: page), PagePaths.toShared(from: page))
        var fields = words
        fields["link"] = .text(up + PagePaths.film(uid))
        fields["thumbnail"] = .text(shared + PagePaths.thumbnail(uid))
        return fields
    }

    private static func aiFields(_ report: AIReport, _ alarms: [AnswerAlarm], _ redact: Redaction) -> Fields {
        var fields = SeverityMark(severity: report.severity).fields
        fields["summary"] = .words(redact(report.summary))
        fields["confidence"] = .words(report.confidence.map { "\($0.percent) %" })
        fields["odd"] = AlarmWords.mark(alarms, redact)
        return fields
    }

    private static func fields(_ report: RadiologistReport, _ redact: Redaction) -> Fields {
        var fields = SeverityMark(severity: report.severity).fields
        fields["summary"] = .words(redact(report.summary))
        return fields
    }
}

extension RadiologistReport {
    /// Whether there is a text to read; a looked-up report that does not exist (`-1`) has none.
    var hasText: Bool { text?.isEmpty == false || english?.isEmpty == false }
}

extension ExamRecord {
    /// The latest moment this record names: answers, reports, arrival, alarms. Empty when it names none.
    var lastChange: String {
        let alarm = alarms.map { TimeWords.moment($0.at) }.max() ?? ""
        return [
            aiReport?.updated, aiReport?.created, radiologistReport?.updated, radiologistReport?.created, received,
            provenance?.answered, review?.at,
        ]
        .compactMap { $0.map(TimeWords.moment) }.max().map { max($0, alarm) } ?? alarm
    }
}

enum FilmPicture {
    /// A film whose header says that text is burned into it may show a name: initials-only pages withhold it.
    static func mayShow(_ exam: Exam, to audience: Audience) -> Bool {
        audience == .admin || exam.facts.burnedInAnnotation != true
    }

    /// Why no picture is shown, in two words; `nil` when there is one.
    static func absence(of record: ExamRecord, for audience: Audience) -> String? {
        if !record.hasPicture { return "no picture" }
        return mayShow(record.exam, to: audience) ? nil : "picture withheld"
    }
}

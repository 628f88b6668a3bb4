import Radiology

extension FilmPage {
    /// The AI's answer, never without the model's name and its severity or "not assessed".
    static func aiFields(_ record: ExamRecord, _ path: String, _ redact: Redaction) -> Fields? {
        guard let report = record.aiReport else { return nil }
        let mark = SeverityMark(severity: report.severity)
        let sections = ReportSections(report.text)
        let model = report.model ?? record.provenance?.modelAnswered ?? record.provenance?.modelConfigured
        var fields = mark.fields
        fields["severityWords"] = .text(mark.words)
        fields["model"] = .text(model.map(redact.callAsFunction) ?? "model not recorded")
        fields["summary"] = .words(redact(report.summary))
        fields["findings"] = .words(redact(sections.findings))
        fields["impression"] = .words(redact(sections.impression))
        fields["confidence"] = .words(report.confidence.map { "\($0.percent) %" })
        if report.severity == nil { fields["notAssessed"] = true }
        // The embedded reader measures and follows written rules; it must not pass for a trained model.
        if let model, model.hasPrefix("builtin") { fields["builtin"] = true }
        if record.status != .done { fields["earlier"] = true }
        fields["odd"] = AlarmWords.notes(record.alarms, from: path, redact)
        return fields
    }

    static func radiologistFields(_ record: ExamRecord, _ audience: Audience, _ redact: Redaction) -> Fields? {
        guard let report = record.radiologistReport, report.hasText else { return nil }
        let mark = SeverityMark(severity: report.severity)
        var fields = mark.fields
        fields["severityWords"] = .text(mark.words)
        fields["name"] = .words(audience.radiologist(report.radiologist))
        fields["type"] = .words(redact(report.type))
        fields["summary"] = .words(redact(report.summary))
        // Without an original the translation is the text.
        let original = report.text.flatMap { $0.isEmpty ? nil : $0 }
        fields["text"] = .words(redact(original ?? report.english))
        if original == nil {
            fields["isTranslation"] = true
        } else {
            fields["english"] = .words(redact(report.english))
        }
        if report.english?.isEmpty == false {
            fields["doubt"] = .words(report.translationDoubt)
        }
        return fields
    }

    /// Why there is no radiologist's text.
    static func radiologistMissing(_ record: ExamRecord) -> String? {
        guard let report = record.radiologistReport else { return "No radiologist's report yet." }
        if report.hasText { return nil }
        if let day = report.withdrawn?.prefix(10) { return "The hospital took its report back on \(day)." }
        return report.id == "-1"
            ? "The hospital's records hold no report of this film." : "No radiologist's report yet."
    }
}

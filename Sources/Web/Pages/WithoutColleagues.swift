import Radiology
import Reports

/// Pages take a film's own patient and radiologist out of its texts; in a live house every text loses every radiologist.
extension ExamRecord {
    /// The record as readers without names may see it worded. The radiologist's name itself stays: pages shorten it.
    func worded(_ say: PageDesk.Wording) -> ExamRecord {
        guard let names = say.names else { return self }
        let hide = names.everyone
        var record = self
        record.exam.protocolName = hide(exam.protocolName)
        record.exam.region = exam.region.map { BodyRegion(rawValue: say.region($0.rawValue)) }
        record.exam.facts.device = exam.facts.device.map { hide($0) }
        record.exam.facts.bodyPart = exam.facts.bodyPart.map { hide($0) }
        record.reason = reason.map { hide($0) }
        record.notes = notes.map { hide($0) }
        if let report = aiReport {
            record.aiReport?.text = hide(report.text)
            record.aiReport?.summary = report.summary.map { hide($0) }
            record.aiReport?.model = report.model.map { hide($0) }
        }
        if let report = radiologistReport {
            record.radiologistReport?.text = report.text.map { hide($0) }
            record.radiologistReport?.english = report.english.map { hide($0) }
            record.radiologistReport?.summary = report.summary.map { hide($0) }
            record.radiologistReport?.type = report.type.map { hide($0) }
            record.radiologistReport?.justification = report.justification.map { hide($0) }
        }
        if let provenance {
            record.provenance?.rawReport = hide(provenance.rawReport)
            record.provenance?.rawCheck = provenance.rawCheck.map { hide($0) }
        }
        return record
    }
}

extension FlagNote {
    func worded(_ say: PageDesk.Wording) -> FlagNote {
        guard let names = say.names else { return self }
        return FlagNote(login: login, note: names.everyone(note), at: at, isCleared: isCleared)
    }
}

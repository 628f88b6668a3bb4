import Radiology
import Reports
import Store

/// What is said about an event, worded for an audience.
extension LiveFrames {
    /// The event as a JSON object: its name and its payload. An exam that is gone by now is only named.
    func payload(of event: LiveEvent, for audience: Audience) -> [UInt8] {
        let entry = event.uid.flatMap { try? index.entry($0) }
        return switch event {
        case .processingStart(let uid): Self.event("processing_start") { start(uid, entry, audience, &$0) }
        case .newExam(let uid): Self.event("new_exam") { verdict(uid, entry, &$0) }
        case .failed(let uid, let reason): Self.event("error") { failure(uid, reason, entry, audience, &$0) }
        case .reviewed(let uid): reviewed(uid, entry, audience)
        case .reportFetched(let uid): Self.event("radreport") { report(uid, entry, audience, &$0) }
        case .reportChecked(let uid, let confidence):
            Self.event("radcheck") { checked(uid, confidence, entry, audience, &$0) }
        case .requeued(let uid): Self.event("requeue") { waiting(uid, &$0) }
        case .flagged(let uid): Self.event("flag") { flag(uid, entry, &$0) }
        case .state: Self.event("state") { _ in }
        }
    }

    private func start(_ uid: SOPInstanceUID, _ entry: ExamEntry?, _ audience: Audience, _ json: inout JSONWriter) {
        let region = entry?.record.exam.region?.rawValue ?? ""
        json.field("uid", uid.rawValue)
        json.field("patient", entry.map { Initials.patient($0.record.exam.patient.name) })
        json.field("region", words(for: entry, audience)?(region) ?? "")
    }

    private func verdict(_ uid: SOPInstanceUID, _ entry: ExamEntry?, _ json: inout JSONWriter) {
        json.field("uid", uid.rawValue)
        json.field("positive", isPositive(entry?.ai))
        json.field("reviewed", entry?.compared != nil)
        json.field("severity", entry?.ai?.score ?? -1)
    }

    private func failure(
        _ uid: SOPInstanceUID, _ reason: String, _ entry: ExamEntry?, _ audience: Audience, _ json: inout JSONWriter
    ) {
        json.field("uid", uid.rawValue)
        json.field("reason", words(for: entry, audience)?(reason) ?? Self.code(reason))
    }

    /// Words that could not be looked through, because the exam cannot be read now, are not passed on.
    private static func code(_ reason: String) -> String { reason == "max_retries" ? reason : "error" }

    /// The whole exam.
    private func reviewed(_ uid: SOPInstanceUID, _ entry: ExamEntry?, _ audience: Audience) -> [UInt8] {
        guard let entry else { return Self.event("radreview") { $0.field("uid", uid.rawValue) } }
        return JSONWriter.object {
            $0.field("name", "radreview")
            $0.key("payload")
            $0.raw(ExamObject.json(entry, for: audience, names: names.current(), threshold: index.threshold))
        }
    }

    private func report(
        _ uid: SOPInstanceUID, _ entry: ExamEntry?, _ audience: Audience, _ json: inout JSONWriter
    ) {
        json.field("uid", uid.rawValue)
        guard let entry else { return }
        json.key("rad_report")
        json.raw(
            ExamObject.radiologistReport(entry, for: audience, names: names.current(), threshold: index.threshold))
    }

    /// What the check of the radiologist's text said; a review that stands does not change it.
    private func checked(
        _ uid: SOPInstanceUID, _ confidence: Int?, _ entry: ExamEntry?, _ audience: Audience, _ json: inout JSONWriter
    ) {
        let report = entry?.record.radiologistReport
        json.field("uid", uid.rawValue)
        json.field("positive", isPositive(report?.severity))
        json.field("severity", report?.severity?.score ?? -1)
        json.field("summary", words(for: entry, audience)?.text(report?.summary))
        json.field("confidence", confidence)
    }

    private func waiting(_ uid: SOPInstanceUID, _ json: inout JSONWriter) {
        json.field("uid", uid.rawValue)
        json.field("status", ExamStatus.requeue.rawValue)
    }

    /// Not among the predecessor's events; its clients pass over names that they do not know.
    private func flag(_ uid: SOPInstanceUID, _ entry: ExamEntry?, _ json: inout JSONWriter) {
        json.field("uid", uid.rawValue)
        json.field("flagged", entry?.flag != nil)
    }

    private func words(for entry: ExamEntry?, _ audience: Audience) -> ShownWords? {
        entry.map { ShownWords($0.record, audience, names.current()) }
    }

    private func isPositive(_ severity: Severity?) -> Bool { severity.map { $0.score >= index.threshold } ?? false }
}

extension LiveEvent {
    /// Which exam it is about.
    var uid: SOPInstanceUID? {
        switch self {
        case .processingStart(let uid), .newExam(let uid), .failed(let uid, _), .reviewed(let uid), .flagged(let uid),
            .reportFetched(let uid), .reportChecked(let uid, _), .requeued(let uid):
            uid
        case .state: nil
        }
    }
}

import Analysis
import Foundation
import Radiology
import Reports
import Store

/// What is odd about answers and readers, and how an answer came about.
extension Publisher {
    /// The records with what is odd about their answers: one question for all of them.
    func withAlarms(_ records: [ExamRecord]) throws(StoreError) -> [ExamRecord] {
        let alarms = try archive.alarms.standing(ofExams: records.map(\.exam.uid))
        guard !alarms.isEmpty else { return records }
        return records.map { record in
            var record = record
            record.alarms = alarms[record.exam.uid]?.map(AnswerAlarm.init) ?? []
            return record
        }
    }

    /// The record with the earlier reports that its reader was told, as far as the request was kept.
    func withPriors(_ record: ExamRecord) -> ExamRecord {
        guard let request = record.circumstances?.request, let kept = try? ChatRequest.Recorded(json: request) else {
            return record
        }
        var record = record
        record.circumstances?.priors = kept.priors
        return record
    }

    /// The banners of the front page, newest first.
    func notices() throws(StoreError) -> [Notice] { try archive.alarms.notices().map(Notice.init) }
}

extension AnswerAlarm {
    init(_ alarm: Alarm) {
        self.init(
            kind: Kind(rawValue: alarm.kind), words: AlarmDetail(alarm).words, partner: alarm.partner, at: alarm.at)
    }
}

extension Notice {
    init(_ notice: AlarmNotice) {
        let (alarm, detail) = (notice.alarm, AlarmDetail(notice.alarm))
        let event: Event =
            switch alarm.kind {
            case "model-changed":
                .modelChanged(
                    server: detail.address ?? "", before: detail.before ?? "", now: detail.model ?? "")
            case "canary": .knownAnswerChanged(film: alarm.partner, verdict: detail.verdict ?? "")
            default: .other
            }
        self.init(event, at: alarm.at, first: notice.first, times: notice.times)
    }
}

/// The details that alarms of this version have.
private struct AlarmDetail: Decodable {
    var words: String?
    var address: String?
    var before: String?
    var model: String?
    var verdict: String?

    /// Empty when a later version wrote it otherwise.
    init(_ alarm: Alarm) {
        if let detail = try? JSONDecoder().decode(Self.self, from: Data(alarm.detail.utf8)) { self = detail }
    }
}

import Foundation
import Radiology
import Reports
import Store

/// Kept alarms as pages word them; the static pages and the live ones alike.
extension AnswerAlarm {
    package init(_ alarm: Alarm) {
        self.init(
            kind: Kind(rawValue: alarm.kind), words: AlarmDetail(alarm).words, partner: alarm.partner, at: alarm.at)
    }
}

extension Notice {
    package init(_ notice: AlarmNotice) {
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

import Analysis
import Radiology
import Store
import Synchronization

/// The models' last answers, newest first: what the next one is compared with.
final class RecentAnswers: Sendable {
    private let answers: Mutex<[RecentAnswer]>

    init(_ answers: [RecentAnswer] = []) { self.answers = Mutex(Array(answers.prefix(CollapseAlarms.window))) }

    /// With the answers about the newest films of the archive.
    convenience init(of archive: Archive) throws(StoreError) {
        let records = try archive.exams.records(limit: CollapseAlarms.window, .full)
        self.init(records.compactMap(RecentAnswer.init))
    }

    func alarms(of answer: RecentAnswer) -> [CollapseAlarm] {
        CollapseAlarms.alarms(of: answer, recent: answers.withLock { $0 })
    }

    func add(_ answer: RecentAnswer) {
        answers.withLock { answers in
            answers.insert(answer, at: 0)
            answers = Array(answers.prefix(CollapseAlarms.window))
        }
    }
}

extension RecentAnswer {
    /// `nil` without an answer, and for the embedded reader's: it has few sentences.
    fileprivate init?(_ record: ExamRecord) {
        guard let report = record.aiReport, let source = record.provenance, !source.endpoint.hasPrefix("builtin") else {
            return nil
        }
        self.init(
            uid: record.exam.uid.rawValue, imageHash: source.imageHash, region: record.exam.region?.rawValue,
            severity: report.severity?.score, text: report.text)
    }
}

import Analysis
import Radiology
import Reports
import Store
import Web

/// What is odd about answers and readers, and how an answer came about.
extension Publisher {
    /// The records with what is odd about their answers, and with what people said about them: one question each for all
    /// of them.
    func withNotes(_ records: [ExamRecord]) throws(StoreError) -> [ExamRecord] {
        let uids = records.map(\.exam.uid)
        let alarms = try archive.alarms.standing(ofExams: uids)
        let reviews = try archive.reviews.standing(ofExams: uids)
        guard !alarms.isEmpty || !reviews.isEmpty else { return records }
        return records.map { record in
            var record = record
            record.alarms = alarms[record.exam.uid]?.map(AnswerAlarm.init) ?? []
            record.review = reviews[record.exam.uid].map(StandingReview.init)
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

extension StandingReview {
    init(_ review: Review) {
        self.init(reviewer: review.reviewer, isNormal: review.isNormal, severity: review.severity, at: review.at)
    }
}

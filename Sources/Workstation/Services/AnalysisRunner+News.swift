import Analysis
import Store
import Web

/// What people with the dashboard open hear of a reading.
extension AnalysisRunner {
    /// A reader has the film now; about a text that is judged only the counters change.
    func announce(_ claimed: ClaimedExam) {
        news.inHand.take(claimed.uid)
        news.tell(claimed.intent == .check ? .state : .processingStart(claimed.uid))
    }

    /// What was set aside, and verdicts about texts, are told where they are kept.
    func announce(_ step: Step, of claimed: ClaimedExam) {
        if case .done(let uid, _) = step, claimed.intent != .check { news.tell(.newExam(uid)) }
    }

    /// - Parameter seconds: of all its calls.
    func note(_ answer: Answer, within seconds: Double) {
        guard let report = answer.reportCall else { return news.stages.note(.read, seconds) }
        news.stages.note(.read, milliseconds: report.milliseconds)
        if let check = answer.checkCall { news.stages.note(.check, milliseconds: check.milliseconds) }
    }
}

extension AnalysisError {
    /// As clients of the predecessor know it, where that is what happened.
    var wordForClients: String { if case .retry = recovery { "max_retries" } else { suggestion } }
}

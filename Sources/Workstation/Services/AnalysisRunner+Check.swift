import Analysis
import Foundation
import Logging
import Radiology
import Store

/// A radiologist's text that waits for its check: the text is classified, the film is not read again.
extension AnalysisRunner {
    func check(_ claimed: ClaimedExam) async throws -> Step {
        guard let text = claimed.record.radiologistReport?.text, !text.isEmpty else {
            try archive.radReports.record(claimed.uid, check: nil, threshold: threshold.score, now: clock.now())
            return .done(claimed.uid, claimed.record.aiReport?.severity)
        }
        do {
            let reply = try await reader.check(text)
            let check = RadReports.Check(severity: reply.severity, summary: reply.summary, model: reader.name)
            try archive.radReports.record(claimed.uid, check: check, threshold: threshold.score, now: clock.now())
            return .done(claimed.uid, reply.severity)
        } catch let error as AnalysisError {
            try Task.checkCancellation()
            return try decide(error, aboutTextOf: claimed)
        }
    }

    /// A text that cannot be classified stays without a verdict, which is never a negative one.
    private func decide(_ error: AnalysisError, aboutTextOf claimed: ClaimedExam) throws -> Step {
        let now = clock.now()
        let reason = Reason(code: error.code, sentence: error.suggestion)
        let mayRetry = policy.allowsRetry(afterAttempt: claimed.attempts)
        switch mayRetry ? error.recovery : error.recoveryAfterLastRetry {
        case .waitForEndpoint:
            try archive.exams.giveBack(claimed.uid, at: now, because: reason)
            return .endpointAway(reason: error.suggestion)
        case .retry(let after):
            let moment = now.addingTimeInterval(policy.delay(afterAttempt: claimed.attempts, retryAfter: after))
            try archive.exams.retryLater(claimed.uid, at: moment, reason: reason, now: now)
            return .postponed
        case .setAside:
            try archive.radReports.record(claimed.uid, check: nil, threshold: threshold.score, now: now)
            log.notice(
                "A radiologist's text stays without a verdict: \(error.code).", metadata: ["uid": "\(claimed.uid)"])
            return .done(claimed.uid, nil)
        }
    }
}

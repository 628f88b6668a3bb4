import Radiology
import Store

/// An answer to the very bytes that would be sent now.
struct KnownAnswer: Sendable {
    let kept: KeptAttempt
    /// FINDINGS and IMPRESSION, from its raw reply.
    let text: String

    var report: AIReport {
        let (attempt, source) = (kept.attempt, kept.attempt.provenance)
        return AIReport(
            text: text, summary: attempt.summary, severity: attempt.severity, confidence: attempt.confidence,
            model: source.modelAnswered ?? source.modelConfigured, latency: 0)
    }

    /// The row of the exam that takes the answer over: nothing was sent, so it has no times and no tokens.
    func attempt(contentHash: String?, attempt number: Int, answered: String) -> Attempt {
        var attempt = kept.attempt
        attempt.provenance.contentHash = contentHash
        attempt.provenance.attempt = number
        attempt.provenance.answered = answered
        attempt.provenance.programVersion = Workstation.version
        attempt.provenance.reportMilliseconds = 0
        (attempt.provenance.checkMilliseconds, attempt.translateMilliseconds) = (nil, nil)
        (attempt.provenance.promptTokens, attempt.provenance.completionTokens) = (nil, nil)
        (attempt.checkPromptTokens, attempt.checkCompletionTokens) = (nil, nil)
        attempt.answeredFrom = kept.attempt.answeredFrom ?? kept.id
        return attempt
    }
}

import Analysis
import Radiology
import Store

extension Attempt {
    /// A film that was read, with what was sent.
    init(_ answer: Answer, _ provenance: Provenance, kind: Kind = .report) {
        self.init(
            kind: kind, provenance: provenance, severity: answer.severity, confidence: answer.confidence,
            summary: answer.summary)
        request = answer.reportCall.map(AskedRequest.init)
        checkRequest = answer.checkCall.map(AskedRequest.init)
        checkPromptTokens = answer.checkCall?.promptTokens
        checkCompletionTokens = answer.checkCall?.completionTokens
        checkSource = answer.checkCall.map(CheckSource.init)
        checkProblem = answer.checkProblem
    }

    /// A text that somebody was asked about: no picture, no recipe.
    init(_ call: CallRecord, kind: Kind, promptHashes: [String: String], attempt: Int, answered: String) {
        self.init(
            kind: kind,
            provenance: Provenance(
                imageHash: "", recipe: "", recipeHash: "", promptHashes: promptHashes, endpoint: call.endpoint,
                modelConfigured: call.modelConfigured, modelAnswered: call.model, sampling: call.sampling,
                attempt: attempt, reportMilliseconds: 0, rawReport: call.raw, finishReason: call.finishReason,
                promptTokens: call.promptTokens, completionTokens: call.completionTokens,
                programVersion: Workstation.version, answered: answered))
        request = AskedRequest(call)
    }

    /// A call that came to nothing, about a text; `nil` for one that met nobody: that is the server's state, not the
    /// exam's.
    init?(_ failed: FailedCall, promptHashes: [String: String], attempt: Int, answered: String) {
        // A refused picture waits; a refused text is counted, and given up.
        let isRefusedText = if case .endpointRefused = failed.error { failed.call.kind != .report } else { false }
        guard failed.error.recovery != .waitForEndpoint || isRefusedText else { return nil }
        let (kind, prompt): (Kind, String) =
            switch failed.call.kind {
            case .report: (.report, "rep")
            case .check: (.check, "chk")
            case .translate: (.translation, "trn")
            case .analyse: (.analysis, "ana")
            }
        self.init(
            failed.call, kind: kind, promptHashes: promptHashes.filter { $0.key == prompt }, attempt: attempt,
            answered: answered)
        outcome = .failed(code: failed.error.code)
        if kind == .check { checkProblem = failed.error.suggestion }
    }
}

extension Attempt {
    /// A call that came to nothing on the way to a film's report; `nil` as above.
    init?(
        _ failed: FailedCall, _ asked: AskedQuestion, of claimed: ClaimedExam, promptHashes: [String: String],
        _ answered: String
    ) {
        self.init(failed, promptHashes: promptHashes, attempt: claimed.attempts, answered: answered)
        guard kind == .report else { return }
        provenance.promptHashes = promptHashes
        picture(asked, of: claimed)
    }

    /// Names the picture that was asked about.
    mutating func picture(_ asked: AskedQuestion, of claimed: ClaimedExam) {
        (provenance.imageHash, provenance.contentHash) = (asked.question.image.hash, claimed.record.contentHash)
        (provenance.recipe, provenance.recipeHash) = (asked.recipe.name, asked.recipe.hash)
    }
}

extension CheckSource {
    init(_ call: CallRecord) {
        self.init(
            endpoint: call.endpoint, modelConfigured: call.modelConfigured, modelAnswered: call.model,
            sampling: call.sampling, finishReason: call.finishReason)
    }
}

extension AskedRequest {
    init(_ call: CallRecord) { self.init(hash: call.requestHash, pieces: call.request.json) }

    init(_ request: ChatRequest) { self.init(hash: request.hash, pieces: request.recorded.json) }
}

extension AlarmNote {
    init(_ alarm: CollapseAlarm) {
        var detail = ["words": EventValue.text(alarm.words)]
        if case .nearIdentical(let partner, _) = alarm { detail["partner"] = .text(partner) }
        self.init(kind: alarm.kind, detail: detail)
    }
}

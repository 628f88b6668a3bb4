import Analysis
import Foundation
import Logging
import Radiology
import Store

/// Keeping what was answered.
extension AnalysisRunner {
    /// - Parameter calls: those that came to nothing on the way to the answer.
    func keep(
        _ answer: Answer, of claimed: ClaimedExam, _ asked: AskedQuestion, failed calls: [FailedCall]
    ) throws -> Step {
        let provenance = answer.provenance(
            contentHash: claimed.record.contentHash, recipe: asked.recipe.name,
            recipeHash: asked.recipe.hash, attempt: claimed.attempts,
            programVersion: Workstation.version, answered: clock.utc)
        let told = RecentAnswer(
            uid: claimed.uid.rawValue, imageHash: answer.imageHash, region: claimed.record.exam.region?.rawValue,
            severity: answer.severity?.score, text: answer.text)
        // The embedded reader has few sentences, and says the same about many films by right.
        let alarms = answer.reportCall == nil ? [] : recent.alarms(of: told)
        let failed = calls.compactMap {
            Attempt($0, asked, of: claimed, promptHashes: reader.promptHashes, clock.utc)
        }
        let missing = missing(answer)
        try record(
            answer.report, failed + [Attempt(answer, provenance)], of: claimed, alarms: alarms.map(AlarmNote.init),
            missing)
        if answer.reportCall != nil { recent.add(told) }
        try keepModels(of: answer)
        if let problem = answer.checkProblem {
            log.notice("A film's check was not clean: \(problem)", metadata: ["uid": "\(claimed.uid)"])
        }
        for alarm in alarms {
            log.warning("An answer is odd: \(alarm.kind). \(alarm.words)", metadata: ["uid": "\(claimed.uid)"])
        }
        guard case .later = missing else { return .done(claimed.uid, answer.severity) }
        troubled()
        return .awaitsCheck(claimed.uid)
    }

    /// A report without its verdict is kept at once; what a server failed at is asked for again.
    private func missing(_ answer: Answer) -> MissingCheck? {
        guard let error = answer.checkFailure else { return nil }
        let reason = Reason(code: error.code, sentence: error.suggestion)
        guard error.keepsWaiting else { return .givenUp(reason) }
        let asked = if case .retry(let after) = error.recovery { after } else { Double?.none }
        return .later(at: clock.now().addingTimeInterval(policy.delay(afterAttempt: 1, retryAfter: asked)), reason)
    }

    private func record(
        _ report: AIReport, _ attempts: [Attempt], of claimed: ClaimedExam, alarms: [AlarmNote] = [],
        _ missing: MissingCheck? = nil
    ) throws {
        try whileBusy {
            try archive.aiReports.record(
                claimed.uid, report: report, analyses: attempts, threshold: threshold.score, alarms: alarms,
                channels: habits.channels, missing: missing, now: clock.now())
        }
        if !habits.keepsOriginals { try archive.discardOriginal(of: claimed.uid) }
    }

    /// An answer has cost minutes: somebody else's lock on the database is waited for, three times five seconds.
    private func whileBusy(_ keep: () throws -> Void) throws {
        for _ in 0..<2 {
            do { return try keep() } catch StoreError.busy { continue }
        }
        try keep()
    }

    /// Which model answered at which server. What cannot be noted takes no answer with it.
    private func keepModels(of answer: Answer) throws {
        for call in [answer.reportCall, answer.checkCall].compactMap(\.self) { noteModel(of: call) }
    }

    func noteModel(of call: CallRecord) {
        guard let model = call.model else { return }
        do {
            let now = clock.now()
            guard let before = try archive.endpoints.answered(call.endpoint, model: model, now: now) else { return }
            log.warning("The server at \(call.endpoint) answers as “\(model)” now; before it was “\(before)”.")
            let detail = [
                "address": EventValue.text(call.endpoint), "before": .text(before), "model": .text(model),
            ]
            try archive.alarms.raise(AlarmNote(kind: "model-changed", detail: detail), now: now)
        } catch {
            log.error("Which model answered could not be kept. \(error.suggestion)")
        }
    }
}

/// Questions that were answered before.
extension AnalysisRunner {
    /// The kept answer to the very same bytes, when it can be trusted to be the one that would be given now: complete,
    /// of the configured model, which has not changed since, classified by the prompt of now, and with nothing odd or
    /// doubtful about it. A person who asks for a second reading wants one.
    func knownAnswer(to asked: AskedQuestion, of claimed: ClaimedExam) throws -> KnownAnswer? {
        guard habits.reusesAnswers, claimed.intent == .read, let request = reader.request(asked.question),
            let kept = try archive.aiReports.answer(toRequest: request.hash), kept.attempt.severity != nil
        else { return nil }
        let source = kept.attempt.provenance
        guard source.modelConfigured == reader.name, source.promptHashes["chk"] == reader.promptHashes["chk"],
            kept.attempt.checkProblem == nil, try archive.alarms.standing(of: kept.uid).isEmpty,
            try !archive.alarms.hasModelChanged(since: source.answered), let report = try? ReportReply(source.rawReport)
        else { return nil }
        return KnownAnswer(kept: kept, text: report.text)
    }

    func keep(_ known: KnownAnswer, again claimed: ClaimedExam) throws -> Step {
        let attempt = known.attempt(
            contentHash: claimed.record.contentHash, attempt: claimed.attempts, answered: clock.utc)
        try record(known.report, [attempt], of: claimed)
        log.info("A film's question was answered before: that answer was taken.", metadata: ["uid": "\(claimed.uid)"])
        return .done(claimed.uid, attempt.severity)
    }
}

import Analysis
import Foundation
import Logging
import Radiology
import Store
import Web

/// Texts that wait for their verdict: a reader's report whose check failed, and a radiologist's text, which is translated
/// first. The film is not read again. Each verdict is kept on its own: one that fails takes no other with it.
extension AnalysisRunner {
    func check(_ claimed: ClaimedExam) async throws -> Step {
        var failures: [AnalysisError] = []
        var failed: [Attempt] = []
        let text = radiologistText(of: claimed)
        var severity = claimed.record.aiReport?.severity
        var told: [LiveEvent] = []
        // Whatever becomes of the exam, a verdict that was kept is news; it is told when the exam's status is written.
        defer { told.forEach(news.tell) }
        switch try await judgeReport(of: claimed) {
        case .success(let verdict):
            severity = severity ?? verdict?.severity
            if verdict != nil { told.append(.newExam(claimed.uid)) }
        case .failure(let error): (failures, failed) = ([error.error], error.calls)
        }
        if let text {
            let found = try await judge(text, of: claimed)
            severity = found.severity
            if let verdict = found.verdict {
                told.append(.reportChecked(claimed.uid, confidence: verdict.confidence?.percent))
            }
            failures += found.failures
            failed += found.failed
        }
        guard let error = failures.first(where: \.keepsWaiting) ?? failures.first else {
            try finish(claimed, text, failed)
            return .done(claimed.uid, severity)
        }
        return try await decide(error, aboutTextsOf: claimed, text, failed)
    }

    /// Its texts stay without a verdict: the programme ended each time while they were judged.
    func giveUp(_ claimed: ClaimedExam, because reason: Reason) throws -> Step {
        try giveUp(claimed, radiologistText(of: claimed), because: reason)
    }

    private func giveUp(
        _ claimed: ClaimedExam, _ text: String?, _ failed: [Attempt] = [], because reason: Reason
    ) throws -> Step {
        try finish(claimed, text, failed, because: reason)
        log.warning("A text stays without a verdict: \(reason.code).", metadata: ["uid": "\(claimed.uid)"])
        return .done(claimed.uid, nil)
    }

    private func radiologistText(of claimed: ClaimedExam) -> String? {
        claimed.record.radiologistReport?.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func finish(
        _ claimed: ClaimedExam, _ text: String?, _ failed: [Attempt] = [], because reason: Reason? = nil
    ) throws {
        try archive.radReports.record(
            claimed.uid, check: nil, of: text ?? "", analyses: failed, unassessed: reason, threshold: threshold.score,
            now: clock.now())
    }

    /// A text that cannot be judged stays without a verdict, which is never a negative one, and is listed among the
    /// failures. What a server failed at waits until it can be had.
    private func decide(
        _ error: AnalysisError, aboutTextsOf claimed: ClaimedExam, _ text: String?, _ failed: [Attempt]
    ) async throws -> Step {
        var reason = Reason(code: error.code, sentence: error.suggestion)
        if error.recovery == .waitForEndpoint {
            // A refused text that nobody was asked about has shown nothing.
            guard case .endpointRefused(let status) = error, !failed.isEmpty, try await isOnlyTheTextRefused() else {
                try archive.exams.giveBack(claimed.uid, at: clock.now(), because: reason)
                return .endpointAway(reason: error.suggestion)
            }
            reason = Reason(
                code: error.code,
                sentence: "The model server, or a proxy before it, refuses this text (status \(status)).")
            let standing = refusedTexts.failed(claimed.uid, at: clock.now(), lastAnswer: lastFilm)
            if standing.answersToOthers >= Self.refusalsBelieved {
                return try giveUp(claimed, text, failed, because: reason)
            }
        }
        let (now, kept) = (clock.now(), reason)
        func wait(_ seconds: Double) throws {
            try archive.exams.checkLater(
                claimed.uid, at: now.addingTimeInterval(seconds), reason: kept, of: text ?? "", analyses: failed,
                now: now)
        }
        if error.recovery != .setAside, policy.allowsRetry(afterAttempt: claimed.attempts) {
            let asked = if case .retry(let after) = error.recovery { after } else { Double?.none }
            try wait(policy.delay(afterAttempt: claimed.attempts, retryAfter: asked))
            return .postponed
        }
        let rests = claimed.attempts - policy.maxRetries - 1
        if error.blamesEndpoint, rests < Self.restsOfAText {
            try wait(min(Self.longestWait * 2 * Double(1 << max(rests, 0)), Self.longestRestOfAText))
            log.warning("A text waits for its verdict: \(error.code).", metadata: ["uid": "\(claimed.uid)"])
            return .leftForLater(claimed.uid, reason: "Its verdict is asked for again later. \(error.suggestion)")
        }
        return try giveUp(claimed, text, failed, because: reason)
    }

    /// A refused key or address concerns every call. While films are answered, or the models are listed, it is something
    /// about this text: a proxy may refuse one body.
    private func isOnlyTheTextRefused() async throws -> Bool {
        if let lastFilm, clock.now().timeIntervalSince(lastFilm) < Self.freshAnswer { return true }
        do {
            try await reader.probe()
            return true
        } catch is AnalysisError {
            try Task.checkCancellation()
            return false
        }
    }

    /// Seconds in which an answered film tells that its server is well.
    private static let freshAnswer = 3600.0
    /// A day and a half together, each rest twice as long as the one before.
    private static let restsOfAText = 9
    private static let longestRestOfAText = 6 * 3600.0
}

/// The verdict about a reader's own report.
extension AnalysisRunner {
    private struct Failure: Error {
        let error: AnalysisError
        let calls: [Attempt]
    }

    /// - Returns: `nil` when there is none to be asked for.
    private func judgeReport(of claimed: ClaimedExam) async throws -> Result<CheckAnswer?, Failure> {
        guard readers.pool != nil, let report = claimed.record.aiReport, !report.text.isEmpty,
            report.severity == nil || report.summary == nil
        else { return .success(nil) }
        let standing = try archive.aiReports.standing(of: claimed.uid)
        // The built-in reader says "not assessed" by right: a model that never saw the film must not guess for it.
        if standing?.attempt.provenance.endpoint.hasPrefix("builtin") == true { return .success(nil) }
        let asked = try await asking(about: claimed) { try await reader.check(report.text) }
        let checked = standing?.id
        let failed = asked.failed.map { attempt in
            var attempt = attempt
            attempt.checkedID = checked
            return attempt
        }
        guard case .success(let answer) = asked.outcome else {
            return .failure(Failure(error: asked.error ?? .cancelled, calls: failed))
        }
        var attempt = attempt(answer, claimed)
        attempt.checkedID = checked
        let verdict = AIReports.Verdict(
            severity: answer.severity, confidence: answer.confidence, summary: answer.summary)
        try archive.aiReports.keep(
            verdict, of: report.text, for: claimed.uid, analyses: failed + [attempt],
            threshold: threshold.score, channels: isNews(standing) ? habits.channels : [], now: clock.now())
        note(answer, claimed)
        return .success(answer)
    }

    /// A late verdict about an answer of this programme, and of these days, is told to people. About a report that was
    /// taken over from another programme, or is old, nobody waits for a message.
    private func isNews(_ answer: KeptAttempt?) -> Bool {
        guard let answered = answer?.attempt.provenance.answered else { return false }
        return answered >= UTCTime.text(clock.now().addingTimeInterval(-Self.daysOfNews * 86_400))
    }

    private static let daysOfNews = 7.0

    private func attempt(_ answer: CheckAnswer, _ claimed: ClaimedExam) -> Attempt {
        var attempt = Attempt(
            answer.call, kind: .check, promptHashes: hashes("chk"), attempt: claimed.attempts, answered: clock.utc)
        (attempt.severity, attempt.confidence) = (answer.severity, answer.confidence)
        (attempt.summary, attempt.checkProblem) = (answer.summary, answer.problem)
        attempt.provenance.checkMilliseconds = answer.call.milliseconds
        return attempt
    }

    private func note(_ answer: CheckAnswer, _ claimed: ClaimedExam) {
        noteModel(of: answer.call)
        news.stages.note(.check, milliseconds: answer.call.milliseconds)
        guard let problem = answer.problem else { return }
        log.notice("The check of a text was not clean: \(problem)", metadata: ["uid": "\(claimed.uid)"])
    }

    private func hashes(_ name: String) -> [String: String] { reader.promptHashes.filter { $0.key == name } }

    private struct Asked<T: Sendable> {
        let outcome: Result<T, AnalysisError>
        /// The calls that came to nothing.
        let failed: [Attempt]
        var error: AnalysisError? { if case .failure(let error) = outcome { error } else { nil } }
    }

    /// - Throws: `CancellationError`.
    private func asking<T: Sendable>(
        about claimed: ClaimedExam, _ ask: () async throws -> T
    ) async throws -> Asked<T> {
        let calls = CallLog()
        func failed() -> [Attempt] {
            calls.failed.compactMap {
                Attempt($0, promptHashes: reader.promptHashes, attempt: claimed.attempts, answered: clock.utc)
            }
        }
        do {
            let answer = try await calls.collecting(ask)
            return Asked(outcome: .success(answer), failed: failed())
        } catch let error as AnalysisError {
            try Task.checkCancellation()
            troubled()
            return Asked(outcome: .failure(error), failed: failed())
        }
    }
}

/// A radiologist's text.
extension AnalysisRunner {
    private struct Judged {
        var severity: Severity?
        /// The one that was given now.
        var verdict: CheckAnswer?
        var failures: [AnalysisError] = []
        var failed: [Attempt] = []
    }

    private func judge(_ text: String, of claimed: ClaimedExam) async throws -> Judged {
        var judged = Judged()
        if habits.translates, claimed.record.radiologistReport?.english == nil {
            let asked = try await translate(text, of: claimed)
            judged.failed = asked?.failed ?? []
            // A text that cannot be translated is judged all the same.
            if let error = asked?.error, error.keepsWaiting { judged.failures = [error] }
            if asked?.error?.recovery == .waitForEndpoint, !judged.failures.contains(where: \.isRefusal) {
                return judged
            }
        }
        // A verdict that stands is kept: of an earlier attempt, or of the programme before this one.
        if let known = claimed.record.radiologistReport?.severity {
            judged.severity = known
            return judged
        }
        let asked = try await asking(about: claimed) { try await reader.check(text) }
        judged.failed += asked.failed
        guard case .success(let answer) = asked.outcome else {
            judged.failures += [asked.error].compactMap(\.self)
            return judged
        }
        let check = RadReports.Check(
            severity: answer.severity, summary: answer.summary, model: reader.name,
            latency: answer.call.milliseconds / 1000)
        try archive.radReports.keep(
            check, of: text, for: claimed.uid, analyses: [attempt(answer, claimed)], threshold: threshold.score,
            now: clock.now())
        note(answer, claimed)
        judged.severity = answer.severity
        judged.verdict = answer
        return judged
    }

    /// From the translations that were made before, or by the model. English needs none.
    /// - Returns: `nil` when nobody had to be asked; without an error it is kept.
    private func translate(_ text: String, of claimed: ClaimedExam) async throws -> Asked<Translation>? {
        if let known = try archive.translations.translation(of: text, asked: translator) {
            try archive.radReports.keepTranslation(known.text, of: text, for: claimed.uid, now: clock.now())
            return nil
        }
        let asked = try await asking(about: claimed) { try await reader.translate(text) }
        if case .success(let translation) = asked.outcome, let call = translation.call {
            try keep(translation, call, of: claimed, text)
        } else if let error = asked.error {
            log.notice(
                "A radiologist's text stays untranslated: \(error.code).", metadata: ["uid": "\(claimed.uid)"])
        }
        return asked
    }

    /// Model and prompt: what another one made is not the translation of now.
    private var translator: String { "\(reader.name) \(hashes("trn").values.joined())" }

    private func keep(
        _ translation: Translation, _ call: CallRecord, of claimed: ClaimedExam, _ text: String
    ) throws {
        var attempt = Attempt(
            call, kind: .translation, promptHashes: hashes("trn"), attempt: claimed.attempts, answered: clock.utc)
        attempt.translateMilliseconds = call.milliseconds
        // What is to be doubted about it; a translation has no summary of its own.
        attempt.summary = translation.problem
        let now = clock.now()
        try archive.radReports.keepTranslation(
            translation.text, doubt: translation.problem, of: text, for: claimed.uid, analyses: [attempt], now: now)
        noteModel(of: call)
        news.stages.note(.translate, milliseconds: call.milliseconds)
        if let problem = translation.problem {
            log.notice("A translation is to be doubted: \(problem)", metadata: ["uid": "\(claimed.uid)"])
        } else {
            try archive.translations.keep(translation.text, of: text, asked: translator, model: call.model, now: now)
        }
    }
}

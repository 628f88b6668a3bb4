import Analysis
import Foundation
import Imaging
import Logging
import Radiology
import Store

/// Has the waiting films read, one after another. It claims an exam, asks the reader, and keeps the answer in one
/// transaction; whatever happens to one film is a status of that film, never the end of the runner.
struct AnalysisRunner: Sendable {
    let archive: Archive
    let reader: Reader
    let question: QuestionMaker
    let policy: RetryPolicy
    let threshold: Severity
    /// False removes the original of a film once it was read (`KEEP_DICOM = False`).
    let keepsOriginals: Bool
    let clock: Clock
    let log: Logger
    /// Called after each film whose status changed.
    let changed: @Sendable () -> Void

    /// Ends of the process during one film after which the film is suspected; an ordinary film survives a few.
    private static let crashesAllowed = 10

    enum Step: Equatable {
        case done(SOPInstanceUID, Severity?)
        /// It waits for its next attempt, at a moment that the queue knows.
        case postponed
        case setAside(SOPInstanceUID, reason: String)
        /// The film was given back: no film can be read now.
        case endpointAway(reason: String)
        case nothingWaits
    }

    /// One film, from the queue to its new status.
    /// - Throws: `StoreError`, and `CancellationError` after the film was given back.
    func step(region: BodyRegion? = nil) async throws -> Step {
        guard let claimed = try archive.exams.claimNext(at: clock.now(), region: region) else { return .nothingWaits }
        defer { changed() }
        do {
            return try await read(claimed)
        } catch is CancellationError {
            try archive.exams.giveBack(claimed.uid, at: clock.now())
            throw CancellationError()
        } catch {
            try? archive.exams.giveBack(claimed.uid, at: clock.now())
            throw error
        }
    }

    private func read(_ claimed: ClaimedExam) async throws -> Step {
        guard claimed.attempts <= policy.maxRetries + Self.crashesAllowed else {
            return try setAside(claimed, "reader-crashes", "The programme ended each time while this film was read.")
        }
        if claimed.intent == .check { return try await check(claimed) }
        let asked: AskedQuestion
        do {
            asked = try question.make(for: claimed)
        } catch {
            return try setAside(claimed, error.code, error.sentence)
        }
        do {
            return try keep(try await reader.read(asked.question), of: claimed, asked)
        } catch let error as AnalysisError {
            try Task.checkCancellation()
            return try await decide(error, about: claimed, asked)
        }
    }

    private func keep(_ answer: Answer, of claimed: ClaimedExam, _ asked: AskedQuestion) throws -> Step {
        let provenance = answer.provenance(
            contentHash: claimed.record.contentHash, recipe: asked.recipe.name,
            recipeHash: asked.recipe.hash, attempt: claimed.attempts,
            programVersion: Workstation.version, answered: clock.utc)
        let attempt = Attempt(
            provenance: provenance, severity: answer.severity, confidence: answer.confidence, summary: answer.summary)
        try whileBusy {
            try archive.aiReports.record(
                claimed.uid, report: answer.report, analyses: [attempt], threshold: threshold.score, now: clock.now())
        }
        if let problem = answer.checkProblem {
            log.notice("A film's check was not clean: \(problem)", metadata: ["uid": "\(claimed.uid)"])
        }
        if !keepsOriginals { try archive.discardOriginal(of: claimed.uid) }
        return .done(claimed.uid, answer.severity)
    }

    /// An answer has cost minutes: somebody else's lock on the database is waited for, three times five seconds.
    private func whileBusy(_ keep: () throws -> Void) throws {
        for _ in 0..<2 {
            do { return try keep() } catch StoreError.busy { continue }
        }
        try keep()
    }

    private func decide(
        _ error: AnalysisError, about claimed: ClaimedExam, _ asked: AskedQuestion
    ) async throws -> Step {
        let now = clock.now()
        let reason = Reason(code: error.code, sentence: error.suggestion)
        let mayRetry = policy.allowsRetry(afterAttempt: claimed.attempts)
        switch mayRetry ? error.recovery : try await lastWord(error) {
        case .waitForEndpoint:
            try archive.exams.giveBack(claimed.uid, at: now, because: reason)
            return .endpointAway(reason: error.suggestion)
        case .retry(let after):
            let moment = now.addingTimeInterval(policy.delay(afterAttempt: claimed.attempts, retryAfter: after))
            try archive.aiReports.recordFailure(
                claimed.uid, analyses: [failed(error, claimed, asked)], decision: .retry(at: moment, reason), now: now)
            return .postponed
        case .setAside:
            try archive.aiReports.recordFailure(
                claimed.uid, analyses: [failed(error, claimed, asked)], decision: .setAside(reason), now: now)
            log.warning("A film was set aside: \(error.code).", metadata: ["uid": "\(claimed.uid)"])
            return .setAside(claimed.uid, reason: error.suggestion)
        }
    }

    /// After the last retry: a server that does not even list its models is nobody's film's fault, whatever it answered.
    private func lastWord(_ error: AnalysisError) async throws -> AnalysisError.Recovery {
        guard case .setAside = error.recoveryAfterLastRetry, case .retry = error.recovery else {
            return error.recoveryAfterLastRetry
        }
        do {
            try await reader.probe()
            return .setAside
        } catch is AnalysisError {
            try Task.checkCancellation()
            return .waitForEndpoint
        }
    }

    /// What was asked, of whom, and how it failed.
    private func failed(_ error: AnalysisError, _ claimed: ClaimedExam, _ asked: AskedQuestion) -> Attempt {
        return Attempt(
            outcome: .failed(code: error.code),
            provenance: Provenance(
                imageHash: asked.question.image.hash, contentHash: claimed.record.contentHash,
                recipe: asked.recipe.name, recipeHash: asked.recipe.hash, promptHashes: reader.promptHashes,
                endpoint: reader.endpoint, modelConfigured: reader.name, attempt: claimed.attempts,
                reportMilliseconds: 0, rawReport: "", programVersion: Workstation.version, answered: clock.utc))
    }

    private func setAside(_ claimed: ClaimedExam, _ code: String, _ sentence: String) throws -> Step {
        try archive.exams.setAside(claimed.uid, reason: Reason(code: code, sentence: sentence), now: clock.now())
        log.warning("A film was set aside: \(code).", metadata: ["uid": "\(claimed.uid)"])
        return .setAside(claimed.uid, reason: sentence)
    }

    /// Waits before the endpoint is tried again; longer each time.
    func pause(afterAbsences count: Int) async throws {
        try await Task.sleep(for: .seconds(policy.delay(afterAttempt: count)))
    }
}

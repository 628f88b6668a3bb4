import Analysis
import Foundation
import Imaging
import Logging
import Radiology
import Store
import Web

/// What becomes of a film that was not answered: its own fault sets it aside, a server's fault keeps it in the queue.
extension AnalysisRunner {
    func decide(
        _ error: AnalysisError, about claimed: ClaimedExam, _ asked: AskedQuestion, failed calls: [FailedCall]
    ) async throws -> Step {
        let verdict = try await verdict(error, about: claimed, calls)
        let now = clock.now()
        let reason = Reason(code: error.code, sentence: error.suggestion)
        switch verdict {
        case .wait:
            try archive.exams.giveBack(claimed.uid, at: now, because: reason)
            return .endpointAway(reason: error.suggestion)
        case .letOthersGoFirst(let step, let delay):
            try archive.exams.giveBack(
                claimed.uid, at: now, because: reason, behindOthersUntil: now.addingTimeInterval(delay))
            return step
        case .retry(let after):
            let moment = now.addingTimeInterval(policy.delay(afterAttempt: claimed.attempts, retryAfter: after))
            try archive.aiReports.recordFailure(
                claimed.uid, analyses: failed(error, claimed, asked, calls), decision: .retry(at: moment, reason),
                now: now)
            return .postponed
        case .setAside:
            try archive.aiReports.recordFailure(
                claimed.uid, analyses: failed(error, claimed, asked, calls), decision: .setAside(reason), now: now)
            log.warning("A film was set aside: \(error.code).", metadata: ["uid": "\(claimed.uid)"])
            news.tell(.failed(claimed.uid, reason: error.wordForClients))
            return .setAside(claimed.uid, reason: error.suggestion)
        }
    }

    private enum Verdict {
        case wait
        /// Back into the queue, behind the others, for so many seconds at least.
        case letOthersGoFirst(Step, delay: Double)
        case retry(after: Double?)
        case setAside
    }

    private func verdict(
        _ error: AnalysisError, about claimed: ClaimedExam, _ calls: [FailedCall]
    ) async throws -> Verdict {
        guard error.recovery != .waitForEndpoint else { return try refusal(error, of: claimed, calls) }
        let standing = failed(claimed)
        if case .retry(let after) = error.recovery {
            if policy.allowsRetry(afterAttempt: claimed.attempts) { return .retry(after: after) }
            if try await isReaderAway() { return .wait }
        }
        return try lastWord(error, standing)
    }

    private func failed(_ claimed: ClaimedExam) -> Suspects.Standing {
        suspects.failed(claimed.uid, at: clock.now(), lastAnswer: lastFilm)
    }

    /// When a film was last answered.
    var lastFilm: Date? { readers.pool?.standings.compactMap(\.lastFilm).max() }

    /// A refused key or address concerns every film. Something between us and the server may refuse one body all the
    /// same: others go first, and when they are answered time after time, it is this film's body.
    private func refusal(
        _ error: AnalysisError, of claimed: ClaimedExam, _ calls: [FailedCall]
    ) throws -> Verdict {
        // A film that nobody was asked about has shown nothing.
        guard case .endpointRefused = error, !calls.isEmpty else { return .wait }
        let standing = failed(claimed)
        if standing.answersToOthers >= Self.refusalsBelieved { return .setAside }
        guard try others() > 0 else { return .wait }
        return .letOthersGoFirst(.endpointAway(reason: error.suggestion), delay: turn(standing))
    }

    static let refusalsBelieved = 3

    /// Seconds in which others are taken first, longer each time: a server that is tried by one film at a time must not
    /// meet the same one again and again.
    private func turn(_ standing: Suspects.Standing) -> Double { policy.delay(afterAttempt: 1 + standing.failures) }

    /// A server that answers nobody, not even with the list of its models, is nobody's film's fault.
    private func isReaderAway() async throws -> Bool {
        do {
            try await reader.probe()
            return false
        } catch let error as AnalysisError {
            try Task.checkCancellation()
            // It is there, and keeps no list or does not show it.
            if case .endpointRefused = error { return false }
            return true
        }
    }

    /// Films that wait or are in other hands.
    private func others() throws -> Int {
        let counts = try archive.exams.counts(readSince: clock.now())
        return counts.waiting + max(counts.reading - 1, 0)
    }

    /// A film alone proves nothing: while there are others, it is set aside only after one of them was answered.
    private func lastWord(_ error: AnalysisError, _ standing: Suspects.Standing) throws -> Verdict {
        guard let blame = error.blame, readers.pool != nil else { return .setAside }
        let others = try others()
        guard others > 0 else { return error.recoveryAfterLastRetry == .setAside ? .setAside : .wait }
        if standing.wereOthersAnswered {
            // A busy server may turn the same film away again and again: the others are not held up by it.
            return blame == .busyServer
                ? .letOthersGoFirst(.postponed, delay: turn(standing)) : .setAside
        }
        // Words that are no report and refusals are more often a film's fault: one or two such films are believed,
        // once every other one was tried.
        let isServerLikely = blame != .film || standing.others >= 2
        if !isServerLikely, !standing.isFirstFailure, others <= standing.others { return .setAside }
        let isHarmless = !isServerLikely && standing.isFirstFailure
        return .letOthersGoFirst(
            isHarmless ? .postponed : .endpointAway(reason: error.suggestion), delay: turn(standing))
    }

    /// What was asked, of whom, and how it failed: each server that was asked on its own.
    private func failed(
        _ error: AnalysisError, _ claimed: ClaimedExam, _ asked: AskedQuestion, _ calls: [FailedCall]
    ) -> [Attempt] {
        let told = calls.compactMap { Attempt($0, asked, of: claimed, promptHashes: reader.promptHashes, clock.utc) }
        return told.isEmpty ? [nobody(error, claimed, asked)] : told
    }

    /// A reader that makes no calls has failed.
    private func nobody(_ error: AnalysisError, _ claimed: ClaimedExam, _ asked: AskedQuestion) -> Attempt {
        var attempt = Attempt(
            outcome: .failed(code: error.code),
            provenance: Provenance(
                imageHash: "", recipe: "", recipeHash: "", promptHashes: reader.promptHashes,
                endpoint: reader.endpoint, modelConfigured: reader.name, attempt: claimed.attempts,
                reportMilliseconds: 0, rawReport: "", programVersion: Workstation.version, answered: clock.utc))
        attempt.picture(asked, of: claimed)
        return attempt
    }
}

private enum Blame { case server, busyServer, film }

extension AnalysisError {
    /// Who is more likely at fault; `nil` when it can only be the film.
    fileprivate var blame: Blame? {
        switch self {
        case .endpointBusy, .endpointFailed(503, _): .busyServer
        case .pictureUnreadable, .textNotSupported: nil
        default: blamesEndpoint ? .server : .film
        }
    }
}

extension AnalysisError {
    /// It may be had later: the text is not at fault.
    var keepsWaiting: Bool { recovery == .waitForEndpoint || blamesEndpoint }
    var isRefusal: Bool { if case .endpointRefused = self { true } else { false } }
}

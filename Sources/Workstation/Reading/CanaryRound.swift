import Analysis
import Foundation
import Logging
import Radiology
import Store
import Synchronization

/// Once a night, films with a known answer are read again: they tell when a model or a server was silently changed. The
/// exams' own reports stay as they are.
final class CanaryRound: Sendable {
    private let films: [CanarySetting]
    /// Local hour of the day.
    private let hour: Int
    private let runner: AnalysisRunner
    /// The models alone: what another reader behind them says is no sign of a change.
    private let reader: Reader
    private let finder: CanaryFilms
    private let state = Mutex(State())

    private struct State {
        var day = ""
        var left: [CanarySetting] = []
        var failures = 0
        var notBefore = Date.distantPast
    }

    init(_ films: [CanarySetting], hour: Int, runner: AnalysisRunner, finder: CanaryFilms) {
        (self.films, self.hour, self.runner, self.finder) = (films, hour, runner, finder)
        reader = runner.readers.pool.map { Reader.openAI($0) } ?? runner.reader
    }

    /// Reads every film that is due; one that has to be waited for is left for the next time.
    /// - Throws: `StoreError` and `CancellationError`.
    func readDue() async throws {
        while due() != nil { try await step() }
    }

    /// Reads the next film that is due, if one is.
    /// - Throws: `StoreError` and `CancellationError`.
    func step() async throws {
        guard let (day, film) = due() else { return }
        guard let uid = try finder.uid(of: film.film) else { return try leave(film, finder.isOnItsWay(film.film)) }
        if try runner.archive.canaries.isRead(uid, on: day) { return done(film) }
        do {
            try await read(uid, film, day)
            done(film)
        } catch let error as PictureError {
            try recordUnread(uid, film, day, problem: error.sentence)
            done(film)
        } catch let error as AnalysisError {
            try Task.checkCancellation()
            try fail(error, uid, film, day)
        }
    }

    private func due() -> (day: String, film: CanarySetting)? {
        let now = runner.clock.local
        let day = String(now.prefix(10))
        guard !films.isEmpty, let present = Int(now.dropFirst(11).prefix(2)), present >= hour else { return nil }
        return state.withLock { state in
            if state.day != day { state = State(day: day, left: films) }
            guard let film = state.left.first, runner.clock.now() >= state.notBefore else { return nil }
            return (day, film)
        }
    }

    private func done(_ film: CanarySetting) {
        state.withLock { state in
            state.left.removeAll { $0 == film }
            (state.failures, state.notBefore) = (0, .distantPast)
        }
    }

    private func wait(_ seconds: Double) {
        let moment = runner.clock.now().addingTimeInterval(seconds)
        state.withLock { $0.notBefore = moment }
    }

    /// The film is not among the exams; a file that was just handed to the spool is waited for.
    private func leave(_ film: CanarySetting, _ isOnItsWay: Bool) throws {
        if isOnItsWay { return wait(30) }
        runner.log.warning("A film of CANARIES is neither an exam nor a film in the workspace; it is left out today.")
        done(film)
    }

    private func read(_ uid: SOPInstanceUID, _ film: CanarySetting, _ day: String) async throws {
        let exams = runner.archive.exams
        guard let record = try exams.record(uid), let kept = try exams.films(of: uid).first else {
            return try recordUnread(uid, film, day, problem: PictureError().sentence)
        }
        let asked = try runner.question.make(
            for: record, archived: kept.archivePath, recipe: kept.recipe, quality: kept.qualityJSON)
        let answer = try await reader.read(asked.question)
        // A server that failed at the check has given no verdict, and none of another model's.
        if let failure = answer.checkFailure, failure.keepsWaiting { throw failure }
        let provenance = answer.provenance(
            contentHash: record.contentHash, recipe: asked.recipe.name, recipeHash: asked.recipe.hash, attempt: 1,
            programVersion: Workstation.version, answered: runner.clock.utc)
        try self.record(uid, film, day, Attempt(answer, provenance, kind: .canary), problem: answer.checkProblem)
    }

    private func record(
        _ uid: SOPInstanceUID, _ film: CanarySetting, _ day: String, _ attempt: Attempt? = nil, problem: String?
    ) throws {
        let first = try runner.archive.canaries.firstVerdict(of: uid)
        let verdict = CanaryVerdict(
            attempt?.severity, expected: film.expected, first: first, threshold: runner.threshold)
        let canary = Canary(
            uid: uid, day: day, expected: verdict.expected, got: attempt?.severity, changed: verdict.isChanged,
            model: attempt?.provenance.modelAnswered, problem: problem)
        try runner.archive.canaries.record(
            canary, analyses: attempt.map { [$0] } ?? [], channels: runner.habits.channels, now: runner.clock.now())
        if verdict.isChanged {
            runner.log.warning(
                "A film with a known answer was read otherwise: the model or its server may have changed.",
                metadata: ["uid": "\(uid)"])
        }
    }

    /// Nobody was asked: that says nothing about the model.
    private func recordUnread(
        _ uid: SOPInstanceUID, _ film: CanarySetting, _ day: String, problem: String
    ) throws {
        let first = try runner.archive.canaries.firstVerdict(of: uid)
        let expected = film.expected.flatMap { Severity($0.lowerBound) } ?? first
        let canary = Canary(uid: uid, day: day, expected: expected, got: nil, changed: false, problem: problem)
        try runner.archive.canaries.record(canary, now: runner.clock.now())
    }

    private func fail(_ error: AnalysisError, _ uid: SOPInstanceUID, _ film: CanarySetting, _ day: String) throws {
        guard error.recovery != .waitForEndpoint else { return wait(60) }
        let failures = state.withLock { state in
            state.failures += 1
            return state.failures
        }
        guard runner.policy.allowsRetry(afterAttempt: failures), case .retry(let after) = error.recovery else {
            try record(uid, film, day, problem: error.suggestion)
            return done(film)
        }
        wait(runner.policy.delay(afterAttempt: failures, retryAfter: after))
    }
}

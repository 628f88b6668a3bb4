import Analysis
import Foundation
import Imaging
import Logging
import Radiology
import Store
import Web

/// Has the waiting films read. It claims an exam, asks the reader, and keeps the answer in one transaction; whatever
/// happens to one film is a status of that film, never the end of the runner. Several tasks may step at the same time:
/// the claim decides who gets which film.
struct AnalysisRunner: Sendable {
    let archive: Archive
    let readers: Readers
    let question: QuestionMaker
    let policy: RetryPolicy
    let threshold: Severity
    let habits: Habits
    let clock: Clock
    let log: Logger
    /// Called after each film whose status changed.
    let changed: @Sendable () -> Void
    /// Called when a model server failed.
    var troubled: @Sendable () -> Void = {}
    var news = LiveNews.silent
    let recent: RecentAnswers
    let leftovers = Leftovers()
    let suspects = Suspects()
    /// Exams whose texts a server refused.
    let refusedTexts = Suspects()

    var reader: Reader { readers.reader }

    /// What the operator decided about readings.
    struct Habits: Sendable {
        /// False removes the original of a film once it was read (`KEEP_DICOM = False`).
        var keepsOriginals = true
        /// False asks although the very same bytes were answered before.
        var reusesAnswers = true
        var translates = true
        /// Who is told about findings.
        var channels: [String] = []
    }

    /// Ends of the process during one film after which the film is suspected; an ordinary film survives a few.
    private static let crashesAllowed = 10

    /// Seconds that a command waits for an exam that was put off; what waits longer is left for a later one.
    static let longestWait = 300.0

    enum Step: Equatable {
        case done(SOPInstanceUID, Severity?)
        /// It was read; its report waits for the verdict.
        case awaitsCheck(SOPInstanceUID)
        /// Its verdict is asked for again much later.
        case leftForLater(SOPInstanceUID, reason: String)
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
        announce(claimed)
        defer {
            news.inHand.putDown(claimed.uid)
            changed()
            news.tell(.state)
        }
        do {
            let step = try await read(claimed)
            announce(step, of: claimed)
            switch step {
            case .done, .setAside, .awaitsCheck:
                suspects.clear(claimed.uid)
                refusedTexts.clear(claimed.uid)
            case .leftForLater, .postponed, .endpointAway, .nothingWaits: break
            }
            return step
        } catch is CancellationError {
            try archive.exams.giveBack(claimed.uid, at: clock.now())
            throw CancellationError()
        } catch {
            do { try archive.exams.giveBack(claimed.uid, at: clock.now()) } catch { leftovers.add(claimed.uid) }
            throw error
        }
    }

    private func read(_ claimed: ClaimedExam) async throws -> Step {
        guard claimed.attempts <= policy.maxRetries + Self.crashesAllowed else {
            let reason = Reason(
                code: "reader-crashes", sentence: "The programme ended each time while this film was read.")
            // A film that was read stays read.
            if claimed.intent == .check { return try giveUp(claimed, because: reason) }
            return try setAside(claimed, reason.code, reason.sentence)
        }
        if claimed.intent == .check { return try await check(claimed) }
        let asked: AskedQuestion
        do {
            asked = try question.make(for: claimed)
        } catch let error as PictureError {
            return try setAside(claimed, error.code, error.sentence)
        }
        if let known = try knownAnswer(to: asked, of: claimed) { return try keep(known, again: claimed) }
        let calls = CallLog()
        do {
            let start = ContinuousClock.now
            let answer = try await calls.collecting { try await reader.read(asked.question) }
            note(answer, within: (ContinuousClock.now - start) / .seconds(1))
            return try keep(answer, of: claimed, asked, failed: calls.failed)
        } catch let error as AnalysisError {
            try Task.checkCancellation()
            troubled()
            return try await decide(error, about: claimed, asked, failed: calls.failed)
        }
    }

    func setAside(_ claimed: ClaimedExam, _ code: String, _ sentence: String) throws -> Step {
        try archive.exams.setAside(claimed.uid, reason: Reason(code: code, sentence: sentence), now: clock.now())
        log.warning("A film was set aside: \(code).", metadata: ["uid": "\(claimed.uid)"])
        news.tell(.failed(claimed.uid, reason: sentence))
        return .setAside(claimed.uid, reason: sentence)
    }

    /// How long to wait before the endpoint is tried again; longer each time.
    func pause(afterAbsences count: Int) -> Duration { .seconds(policy.delay(afterAttempt: count)) }
}

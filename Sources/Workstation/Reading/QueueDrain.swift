import Foundation
import Radiology
import Store
import Synchronization

/// Empties the queue for a command that ends. Several tasks may read at the same time; they share one count.
final class QueueDrain: Sendable {
    private let runner: AnalysisRunner
    private let region: BodyRegion?
    private let limit: Int
    private let total: Int
    /// Absences of the endpoint in a row after which the command ends.
    private let patience: Int
    private let console: Console
    private let state = Mutex(State())

    private struct State {
        var tally = Tally()
        /// Rounds in a row in which nobody could be asked, however many hands met that.
        var absences = 0
        /// The present round ends when its pause is over.
        var roundEnds = Date.distantPast
        /// Films that are read or in hand.
        var begun = 0
        var finished = 0
        var absence: String?
    }

    init(
        runner: AnalysisRunner, region: BodyRegion?, limit: Int, total: Int, patience: Int, console: Console
    ) {
        (self.runner, self.region, self.limit) = (runner, region, limit)
        (self.total, self.patience, self.console) = (total, patience, console)
    }

    var tally: Tally { state.withLock { $0.tally } }
    /// Why it ended early; `nil` when it did not.
    var absence: String? { state.withLock { $0.absence } }

    /// Reads until nothing waits any more, the limit is reached, or the endpoint stays away.
    func read() async throws {
        while begin() {
            try Task.checkCancellation()
            let step: AnalysisRunner.Step
            do { step = try await runner.step(region: region) } catch {
                end(nil)
                throw error
            }
            let pause = end(step)
            switch step {
            case .endpointAway where absence == nil:
                try await Task.sleep(for: pause)
            case .nothingWaits:
                let last = UTCTime.text(runner.clock.now().addingTimeInterval(AnalysisRunner.longestWait))
                guard let due = try runner.archive.exams.nextDue(region: region), due <= last else { return }
                try await Task.sleep(for: .milliseconds(200))
            default: break
            }
            let done = state.withLock { $0.finished }
            console.progress(.init("Reading films", done: done, of: max(total, done)))
        }
    }

    /// - Returns: whether one more film may be taken.
    private func begin() -> Bool {
        state.withLock { state in
            guard state.absence == nil, state.begun < limit else { return false }
            state.begun += 1
            return true
        }
    }

    /// - Returns: how long to wait when nobody can be asked.
    @discardableResult
    private func end(_ step: AnalysisRunner.Step?) -> Duration {
        state.withLock { state in
            switch step {
            case .done(_, let severity):
                state.tally.count(severity == nil ? "not assessed" : "done")
                (state.absences, state.finished) = (0, state.finished + 1)
            case .setAside(let uid, let reason):
                state.tally.fail(uid.rawValue, reason)
                state.finished += 1
            case .awaitsCheck:
                // Its check is counted when it ends.
                state.absences = 0
            case .leftForLater(let uid, let reason):
                state.tally.fail(uid.rawValue, reason)
                state.absences = 0
            case .postponed:
                (state.absences, state.begun) = (0, state.begun - 1)
            case .endpointAway(let reason):
                state.begun -= 1
                return absent(&state, reason)
            case .nothingWaits, nil:
                state.begun -= 1
            }
            return .zero
        }
    }

    /// Several hands that meet the same absence are one round.
    private func absent(_ state: inout State, _ reason: String) -> Duration {
        let now = runner.clock.now()
        let left = state.roundEnds.timeIntervalSince(now)
        let longest = Double(AnalysisRunner.longestWait)
        if left > 0, left < longest { return .seconds(left) }
        state.absences += 1
        if state.absences > patience { state.absence = reason }
        let pause = runner.pause(afterAbsences: state.absences)
        state.roundEnds = now.addingTimeInterval(pause / .seconds(1))
        return pause
    }
}

import Foundation
import Logging
import ServiceLifecycle
import Store

/// Has waiting films read, one after another, until the process is asked to stop; then the film in hand is given back at
/// once. Several of these read side by side.
struct ReaderService: Service {
    let runner: AnalysisRunner
    /// There may be films.
    let wakeUps: WakeUp
    /// A model server can be sent films again.
    let available: WakeUp
    /// The first film that is read after an absence wakes the others who wait.
    let isBack: @Sendable () -> Void
    /// Films with known answers; one of the services reads them between its own.
    let canaries: CanaryRound?
    let log: Logger

    func run() async throws {
        try await untilStopped("Reading", log) {
            var absences = 0
            for await _ in wakeUps.signals {
                while try await step(&absences) {}
            }
        }
    }

    /// - Returns: whether there may be more to do at once.
    private func step(_ absences: inout Int) async throws -> Bool {
        do {
            try await canaries?.step()
            switch try await runner.step() {
            case .done, .awaitsCheck:
                if absences > 0 { isBack() }
                absences = 0
                return true
            case .setAside, .postponed, .leftForLater:
                absences = 0
                return true
            case .nothingWaits:
                return false
            case .endpointAway(let reason):
                absences += 1
                if absences == 1 { log.warning("The films wait: \(reason)") }
                try await available.next(within: runner.pause(afterAbsences: absences))
                return true
            }
        } catch let error as StoreError {
            log.error("Reading pauses. \(error.suggestion)")
            try await Task.sleep(for: .seconds(5))
            runner.leftovers.giveBack(to: runner.archive, at: runner.clock.now())
            return false
        }
    }
}

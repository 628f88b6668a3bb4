import Foundation
import Logging
import ServiceLifecycle
import Store

/// Has waiting films read until the process is asked to stop; then the film in hand is given back at once.
struct ReaderService: Service {
    let runner: AnalysisRunner
    let wakeUps: WakeUp
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
            switch try await runner.step() {
            case .done, .setAside, .postponed:
                absences = 0
                return true
            case .nothingWaits:
                return false
            case .endpointAway(let reason):
                absences += 1
                if absences == 1 { log.warning("The films wait: \(reason)") }
                try await runner.pause(afterAbsences: absences)
                return true
            }
        } catch let error as StoreError {
            log.error("Reading pauses. \(error.suggestion)")
            try await Task.sleep(for: .seconds(5))
            // Whatever could not be kept or given back waits again: nobody else reads in this workspace.
            _ = try? runner.archive.exams.recoverAfterCrash(now: runner.clock.now())
            return false
        }
    }
}

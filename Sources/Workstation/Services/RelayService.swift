import Foundation
import Logging
import ServiceLifecycle
import Store

/// Passes films on to one destination; a destination that is away holds no other up.
struct RelayService: Service {
    let relay: Relay
    let pause: BackOff
    let wakeUps: WakeUp
    let log: Logger

    func run() async throws {
        try await untilStopped("Passing films on", log) {
            var absences = 0
            for await _ in wakeUps.signals {
                while try await round(&absences) {}
            }
        }
    }

    /// - Returns: whether there may be more to do at once.
    private func round(_ absences: inout Int) async throws -> Bool {
        do {
            // Thousands of changes after a long stop, or after an edit of the rule.
            _ = try await onBlockingThread { try relay.collect() }
            switch try await relay.sendDue() {
            case .nothingDue: return false
            case .sent:
                absences = 0
                return true
            case .destinationAway(let problem, let sent):
                absences = sent > 0 ? 1 : absences + 1
                if absences == 1 { log.warning("Films for \(relay.rule.name) wait: \(problem)") }
                try await Task.sleep(for: .seconds(pause.delay(afterAttempt: absences)))
                return true
            }
        } catch let error as StoreError {
            log.error("Passing films on pauses. \(error.suggestion)")
            try await Task.sleep(for: .seconds(30))
            return false
        }
    }
}

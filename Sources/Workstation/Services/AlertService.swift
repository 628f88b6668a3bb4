import Foundation
import Logging
import ServiceLifecycle
import Store

/// Tells people on one channel until the process is asked to stop; what is owed then stays in the database.
struct AlertService: Service {
    let sender: AlertSender
    /// Between two messages while the channel is away.
    let pause: BackOff
    let wakeUps: WakeUp
    let clock: Clock
    let log: Logger

    func run() async throws {
        try await untilStopped("Alerting", log) {
            var absences = 0
            for await _ in wakeUps.signals {
                while try await round(&absences) {}
            }
        }
    }

    /// - Returns: whether there may be more to do at once.
    private func round(_ absences: inout Int) async throws -> Bool {
        do {
            switch try await sender.step() {
            case .nothingDue: return false
            case .sent, .refused:
                if absences > 0 { log.notice("Alerts for \(sender.channel) are taken again.") }
                absences = 0
                return true
            case .limited(let moment):
                try await Task.sleep(for: .seconds(min(max(moment.timeIntervalSince(clock.now()), 0.1), 60)))
                return true
            case .away(let problem, let after):
                absences += 1
                if absences == 1 { log.warning("Alerts for \(sender.channel) wait: \(problem)") }
                let asked = min(max(after ?? 0, 0), 3600)
                try await Task.sleep(for: .seconds(max(asked, pause.delay(afterAttempt: absences))))
                return true
            }
        } catch let error as StoreError {
            log.error("Alerting pauses. \(error.suggestion)")
            try await Task.sleep(for: .seconds(30))
            return false
        }
    }
}

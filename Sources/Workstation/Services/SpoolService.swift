import Foundation
import Logging
import ServiceLifecycle
import Store

/// Takes films in whenever something happens in the spool.
struct SpoolService: Service {
    let intake: SpoolIntake
    let wakeUps: WakeUp
    let log: Logger
    /// Called after each look that took something in.
    let admitted: @Sendable () -> Void

    func run() async throws {
        try await untilStopped("Taking films in", log) {
            var settling = Settling()
            for await _ in wakeUps.signals {
                while try await look(&settling) { try await Task.sleep(for: .seconds(settling.interval)) }
            }
        }
    }

    /// - Returns: whether to look again soon.
    private func look(_ settling: inout Settling) async throws -> Bool {
        do {
            let sweep = try await intake.sweep(&settling) { outcome in
                if case .rejected(let reason, _) = outcome { log.warning("A file was rejected: \(reason.rawValue).") }
                admitted()
            }
            return sweep.isUnfinished
        } catch let error as StoreError {
            log.error("Films wait in the spool. \(error.suggestion)")
            return false
        }
    }
}

/// Turns what the kernel says about the spool folder into wake-ups.
struct SpoolWatch: Service {
    let folder: String
    let wakes: WakeUp

    func run() async throws {
        for await _ in SpoolWatcher.wakeUps(below: folder).cancelOnGracefulShutdown() { wakes.signal() }
        // Without inotify (or when it ends) the clock alone wakes the spool; a service that ends would end the group.
        try? await gracefulShutdown()
    }
}

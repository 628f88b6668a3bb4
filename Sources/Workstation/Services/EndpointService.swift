import Foundation
import Logging
import ServiceLifecycle
import Store

/// Asks the model servers how they are, at a fixed pace and at once after a failure, until the process is asked to stop.
struct EndpointService: Service {
    let health: EndpointHealth
    /// Signalled by a ticker at HEALTH_INTERVAL, and by whoever met a failure.
    let wakeUps: WakeUp
    /// A server can be sent films again.
    let becameAvailable: @Sendable () -> Void
    /// Called after each round.
    let looked: @Sendable () -> Void
    let log: Logger

    /// Between two rounds, however many calls fail.
    private static let leastPause = Duration.seconds(2)

    func run() async throws {
        try await untilStopped("Asking the model servers", log) {
            for await _ in wakeUps.signals {
                await look()
                try await Task.sleep(for: Self.leastPause)
            }
        }
    }

    private func look() async {
        do {
            if try await health.look() { becameAvailable() }
            looked()
        } catch let error as StoreError {
            log.error("How the model servers are could not be kept. \(error.suggestion)")
        } catch {
            // Asked to stop.
        }
    }
}

import Foundation
import Logging
import ServiceLifecycle

/// Draws what changed, at most once in `pace`.
struct PublishingService: Service {
    let publisher: Publisher
    let pace: Duration
    let wakeUps: WakeUp
    let stages: StageClock
    let log: Logger

    func run() async throws {
        try await untilStopped("Publishing", log) {
            for await _ in wakeUps.signals {
                do {
                    let start = ContinuousClock.now
                    let published = try await publisher.publish()
                    stages.note(.publish, (ContinuousClock.now - start) / .seconds(1))
                    if published.written > 0 { log.info("\(published.written) pages written.") }
                    if let problem = published.chartProblem { log.warning("No charts: \(problem)") }
                } catch let error where !(error is CancellationError) {
                    log.error("The pages could not be written: \(Workstation.sentence(for: error))")
                }
                try await Task.sleep(for: pace)
            }
        }
    }
}

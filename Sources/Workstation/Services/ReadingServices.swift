import Foundation
import Logging
import ServiceLifecycle
import Store
import Web

/// What `run` does about reading, from the settings.
extension Workstation {
    /// As many readers side by side as CONCURRENCY says, and who looks after the model servers.
    func readingServices(_ readers: Readers, _ wakes: Wakes) throws -> [any Service] {
        var runner = try analysisRunner(readers, changed: wakes.pages.signal)
        runner.troubled = { wakes.endpoints.signal() }
        let desks = (0..<settings.openai.concurrency).map { _ in (films: WakeUp(), available: WakeUp()) }
        let canaries = canaryRound(runner)
        let isBack: @Sendable () -> Void = { desks.forEach { $0.available.signal() } }
        var services: [any Service] = desks.enumerated().map { number, desk in
            ReaderService(
                runner: runner, wakeUps: desk.films, available: desk.available, isBack: isBack,
                canaries: number == 0 ? canaries : nil, log: log)
        }
        services.append(WakeUpRelay(from: wakes.reader, to: desks.map(\.films)))
        guard let pool = readers.pool else { return services }
        let health = EndpointHealth(pool: pool, archive: archive, clock: clock, log: log)
        try Self.orEnding { try health.begin() }
        services.append(
            EndpointService(
                health: health, wakeUps: wakes.endpoints,
                becameAvailable: isBack, looked: { [news] in news.tell(.state) }, log: log))
        services.append(Ticker(pace: settings.openai.healthInterval, wakeUps: [wakes.endpoints]))
        return services
    }
}

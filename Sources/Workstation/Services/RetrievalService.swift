import Foundation
import Logging
import ServiceLifecycle
import Store

/// Fetches what the queries found, a few studies at a time, within the hours of the settings.
struct RetrievalService: Service {
    let step: RetrievalStep
    /// AE title of the archive.
    let title: String
    let retrievals: Retrievals
    /// Whether studies are to be fetched at a moment: within the hours of the settings, or because a person asked.
    let isOpen: @Sendable (Date) -> Bool
    let reserve: DiskReserve
    /// Studies at once.
    let atOnce: Int
    /// Between two looks at an archive that is away.
    let pause: BackOff
    let wakeUps: WakeUp
    let clock: Clock
    let log: Logger

    func run() async throws {
        try await untilStopped("Fetching films", log) {
            var absences = 0
            for await _ in wakeUps.signals {
                while try await round(&absences) {}
            }
        }
    }

    /// - Returns: whether there may be more to do at once.
    private func round(_ absences: inout Int) async throws -> Bool {
        do {
            guard isOpen(clock.now()) else { return false }
            let due = try retrievals.next(atOnce, of: title, at: clock.now())
            if due.isEmpty { return false }
            try reserve.check()
            guard let problem = try await fetch(due) else {
                absences = 0
                return true
            }
            absences += 1
            if absences == 1 { log.warning("The studies wait: \(problem)") }
            try await Task.sleep(for: .seconds(pause.delay(afterAttempt: absences)))
            return true
        } catch let error as StoreError {
            log.error("Fetching pauses. \(error.suggestion)")
            try await Task.sleep(for: .seconds(30))
            return false
        }
    }

    /// - Returns: why nothing can be had, when the archive is away.
    private func fetch(_ due: [Retrieval]) async throws -> String? {
        try await withThrowingTaskGroup(of: RetrievalStep.End.self) { group in
            for retrieval in due { group.addTask { try await step(retrieval) } }
            var absence: String?
            for try await end in group {
                if case .archiveAway(let problem) = end { absence = problem }
            }
            return absence
        }
    }
}

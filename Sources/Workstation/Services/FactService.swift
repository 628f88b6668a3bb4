import Logging
import ServiceLifecycle
import Store
import Synchronization

/// Counts the exams of changed days while nobody asks for figures: who asks after an update of the programme, or after a
/// busy day, does not wait for it.
struct FactService: Service {
    let facts: Facts
    /// A refresh with nothing to do takes some milliseconds.
    let pace: Duration
    let log: Logger

    func run() async throws {
        try await untilStopped("Counting", log) {
            while true {
                try await refresh()
                try await Task.sleep(for: pace)
            }
        }
    }

    private func refresh() async throws {
        let stop = Stop()
        let (facts, log) = (facts, log)
        try await withTaskCancellationHandler {
            // The first one over an old archive takes many seconds.
            try await onBlockingThread {
                do throws(StoreError) {
                    let made = try facts.refresh { (_) throws(StoreError) in
                        if stop.isAsked { throw StoreError.busy(what: "the programme ends") }
                    }
                    if made.exams > 0 { log.debug("\(made.exams) exams of \(made.days) days counted.") }
                } catch {
                    if stop.isAsked { return }
                    log.error("The exams could not be counted: \(Workstation.sentence(for: error))")
                }
            }
        } onCancel: {
            stop.ask()
        }
    }

    /// What a thread that cannot be cancelled looks at between two steps.
    private final class Stop: Sendable {
        private let asked = Atomic(false)

        var isAsked: Bool { asked.load(ordering: .relaxed) }
        func ask() { asked.store(true, ordering: .relaxed) }
    }
}

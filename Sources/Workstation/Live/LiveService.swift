import Logging
import ServiceLifecycle
import Web

/// Serves the dashboard beside the other services; when it cannot, the programme ends and says why.
struct LiveService: Service {
    let daemon: LiveDaemon
    /// Reads what the first question would have to wait for.
    let prepare: @Sendable () throws -> Void
    /// Said when the dashboard listens, or when it takes its time: films are taken without it.
    let ready: OneTime

    private static let patience = Duration.seconds(30)

    func run() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // What cannot be read now is told to whoever asks for it.
                group.addTask { try? await onBlockingThread(prepare) }
                group.addTask {
                    try? await Task.sleep(for: Self.patience)
                    if !Task.isCancelled { ready.say() }
                }
                try await daemon.run()
                group.cancelAll()
            }
        } catch is CancellationError {
            return
        } catch let error as WebError {
            throw WorkstationError(.badSettings, error.description, suggestion: error.suggestion)
        }
    }
}

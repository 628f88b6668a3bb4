import Logging
import ServiceLifecycle

/// Runs a service's loop until the process is asked to stop, which is no error. Any other end is said aloud, and ends the
/// programme: half a workstation that looks alive is worse than none.
func untilStopped(
    _ service: String, _ log: Logger, _ loop: @Sendable @escaping () async throws -> Void
) async throws {
    do {
        try await cancelWhenGracefulShutdown(loop)
    } catch is CancellationError {
        return
    } catch {
        log.critical("\(service) ended. \(Workstation.sentence(for: error))")
        throw error
    }
}

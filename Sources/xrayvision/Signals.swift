import UnixSignals

/// Runs `operation` until it ends or the process is asked to stop (SIGINT, SIGTERM); then it is cancelled and waited for.
/// - Throws: what the operation throws; a command that ends well although it was asked to stop has done its work.
func untilAsked(_ operation: @escaping @Sendable () async throws -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            for await _ in signals { return false }
            return false
        }
        group.addTask {
            try await operation()
            return true
        }
        if try await group.next() == false {
            group.cancelAll()
            _ = try await group.next()
            return
        }
        group.cancelAll()
    }
}

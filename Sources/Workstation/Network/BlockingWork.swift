import NIOPosix

/// Work with files, on a thread that may wait for them: tasks go on while a network share is slow or away.
/// - Throws: also `CancellationError`.
package func onBlockingThread<Answer: Sendable>(
    _ work: @escaping @Sendable () throws -> Answer
) async throws -> Answer {
    try await NIOThreadPool.singleton.runIfActive(work)
}

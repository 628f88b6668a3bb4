/// Tells a service that there may be something to do. Signals never pile up, and one that comes while the service is
/// busy is not lost: it waits in the stream.
struct WakeUp: Sendable {
    let signals: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// May be called from anywhere, any number of times.
    func signal() { continuation.yield() }

    /// Waits for a signal, at most so long. For one who waits alone.
    func next(within longest: Duration) async throws {
        async let _ = signal(after: longest)
        for await _ in signals { break }
        try Task.checkCancellation()
    }

    private func signal(after pause: Duration) async {
        guard (try? await Task.sleep(for: pause)) != nil else { return }
        signal()
    }
}

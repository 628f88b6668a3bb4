import ServiceLifecycle

/// Signals at a fixed pace: for what nobody announces, such as a film on a network share or a retry that falls due.
struct Ticker: Service {
    let pace: Duration
    let wakeUps: [WakeUp]

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                wakeUps.forEach { $0.signal() }
                try await Task.sleep(for: pace)
            }
        }
    }
}

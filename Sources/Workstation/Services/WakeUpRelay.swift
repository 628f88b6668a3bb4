import ServiceLifecycle

/// Passes a wake-up on to several who wait, each of whom gets it.
struct WakeUpRelay: Service {
    let from: WakeUp
    let to: [WakeUp]

    func run() async throws {
        for await _ in from.signals.cancelOnGracefulShutdown() { to.forEach { $0.signal() } }
    }
}

import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Runs a service for which being cancelled is being asked to stop: answers that are being given are given, and whoever
/// listens is told to go (1001). What has not ended by then is cancelled.
///
/// The command line cancels everything at once; passed on to connections, that would cut them off in mid sentence.
struct GentleStop: Service {
    let service: any Service
    /// How long the end may take.
    let patience: Duration
    let logger: Logger

    func run() async throws {
        let (stops, stop) = AsyncStream<Never>.makeStream()
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: service),
                .init(service: Ending(stops: stops), successTerminationBehavior: .gracefullyShutdownGroup),
            ], logger: logger)
        configuration.maximumGracefulShutdownDuration = patience
        let group = ServiceGroup(configuration: configuration)
        // Not a child of this task, so that it is not cancelled with it; it is waited for all the same.
        let end = MultiThreadedEventLoopGroup.singleton.any().makeFutureWithTask { try await group.run() }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await end.get()
            } onGracefulShutdown: {
                stop.finish()
            }
        } onCancel: {
            stop.finish()
        }
    }

    /// Ends when it is told to, which ends the group.
    private struct Ending: Service {
        let stops: AsyncStream<Never>

        func run() async throws {
            for await _ in stops.cancelOnGracefulShutdown() {}
        }
    }
}

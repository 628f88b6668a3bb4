import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Takes calls of other applications: C-ECHO, and C-STORE into a `FilmReceiver`. Nothing of a film is collected here.
/// Standard: PS3.4 annexes A and B (provider), PS3.7 §9, PS3.8.
public final class Listener: Sendable {
    private let channel: any Channel
    private let configuration: ListenerConfiguration
    private let receiver: FilmReceiver
    private let loops: MultiThreadedEventLoopGroup
    private let admission: Admission
    private let doorway: Doorway
    private let arrivals: AsyncStream<Association>
    private let arrived: AsyncStream<Association>.Continuation
    private let served: EventLoopPromise<Void>
    private let phase = Atomic(Phase.bound)
    private let logger: Logger

    private enum Phase: UInt8, AtomicRepresentable { case bound, serving, closed }

    /// What has to be there before the port is.
    struct Parts: Sendable {
        let configuration: ListenerConfiguration
        let receiver: FilmReceiver
        let logger: Logger
        let loops: MultiThreadedEventLoopGroup
        let admission: Admission
        let doorway: Doorway
        let arrived: AsyncStream<Association>.Continuation
    }

    init(_ channel: any Channel, _ parts: Parts, arrivals: AsyncStream<Association>) {
        (self.channel, self.arrivals, arrived) = (channel, arrivals, parts.arrived)
        (configuration, receiver, loops) = (parts.configuration, parts.receiver, parts.loops)
        (admission, doorway, logger) = (parts.admission, parts.doorway, parts.logger)
        served = channel.eventLoop.makePromise()
    }

    deinit { served.succeed() }

    /// The port that callers find us on.
    public var boundPort: Int { channel.localAddress?.port ?? configuration.port }

    /// Callers that are connected now, and all since the start.
    public var associations: (open: Int, total: Int) { admission.figures }

    /// Serves callers until `close`, or until its task is cancelled, which gives up everything at once. Called once; nothing
    /// after `close`.
    public func serve() async {
        guard leaves(.bound, for: .serving) else { return }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for await association in arrivals {
                    group.addTask(executorPreference: LoopExecutor(association)) { await self.converse(association) }
                }
            }
        } onCancel: {
            _ = stopTaking()
            for association in admission.everyone { association.stop() }
        }
        await end()
    }

    /// Takes no more calls and ends those between two messages. Films under way have so long to be complete; then they are
    /// given up.
    public func close(within time: Duration) async {
        for association in stopTaking() { association.stop() }
        if leaves(.bound, for: .closed) { return await end() }
        let last = channel.eventLoop.scheduleTask(in: TimeAmount(time)) { [admission] in
            for association in admission.everyone { association.stop() }
        }
        _ = try? await served.futureResult.get()
        last.cancel()
    }

    /// - Returns: who is between two messages.
    private func stopTaking() -> [Association] {
        channel.close(promise: nil)
        arrived.finish()
        return admission.close()
    }

    private func leaves(_ before: Phase, for after: Phase) -> Bool {
        phase.compareExchange(expected: before, desired: after, ordering: .sequentiallyConsistent).exchanged
    }

    private func end() async {
        doorway.closeAll()
        _ = try? await channel.closeFuture.get()
        // Only now: a task whose loop is gone would never end.
        try? await loops.shutdownGracefully()
        served.succeed()
    }

    private func converse(_ association: Association) async {
        defer { admission.end(association) }
        guard admission.begin(association) else { return await association.abort() }
        await Conversation(
            association: association, receiver: receiver, deadlines: configuration.deadlines, logger: logger,
            isBusy: { [admission] in admission.setBusy(association, $0) }
        ).run()
    }
}

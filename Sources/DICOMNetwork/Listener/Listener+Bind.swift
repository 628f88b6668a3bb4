import Logging
import NIOCore
import NIOPosix

extension Listener {
    /// Connections that the kernel keeps until they are taken.
    private static let backlog: CInt = 512
    /// Event loops for associations, each a thread: so many do not wait for each other's disk.
    private static let maxLoops = 64

    /// Opens the port. Nobody is answered before `serve`, but association requests are.
    /// - Parameter group: takes new connections; the listener has event loops of its own for what comes over them.
    public static func bind(
        _ configuration: ListenerConfiguration, receiver: FilmReceiver, group: any EventLoopGroup, logger: Logger
    ) async throws(NetworkError) -> Listener {
        if let tls = configuration.tls, !tls.canServe { throw .tls(.missing(.certificate)) }
        let (arrivals, arrived) = AsyncStream.makeStream(of: Association.self)
        let count = min(max(configuration.maxAssociations, 1), maxLoops)
        let parts = Parts(
            configuration: configuration, receiver: receiver, logger: logger,
            loops: MultiThreadedEventLoopGroup(numberOfThreads: count),
            admission: Admission(capacity: configuration.maxAssociations),
            doorway: Doorway(capacity: configuration.maxHalfOpen), arrived: arrived)
        do {
            let channel = try await bootstrap(parts, group)
                .bind(host: configuration.host, port: configuration.port).get()
            return Listener(channel, parts, arrivals: arrivals)
        } catch {
            try? await parts.loops.shutdownGracefully()
            throw .cannotListen(
                host: configuration.host, port: configuration.port, reason: NetworkError.short(error))
        }
    }

    private static func bootstrap(_ parts: Parts, _ group: any EventLoopGroup) -> ServerBootstrap {
        ServerBootstrap(group: group, childGroup: parts.loops)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: AssociationHandler.buffers)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try take(channel, parts) }
            }
    }

    /// A new connection: it has the time of ARTIM to ask for an association.
    private static func take(_ channel: any Channel, _ parts: Parts) throws {
        let configuration = parts.configuration
        parts.doorway.enter(channel)
        channel.closeFuture.whenComplete { _ in parts.doorway.leave(channel) }
        let pipeline = channel.pipeline.syncOperations
        if let tls = configuration.tls { try pipeline.addHandler(tls.serverHandler()) }
        try pipeline.addHandler(
            AssociationHandler(
                .acceptor(acceptor(of: channel, parts)), inbox: Inbox(), deadlines: configuration.deadlines,
                maxPDU: configuration.maxPDU))
    }

    private static func acceptor(of channel: any Channel, _ parts: Parts) -> AssociationHandler.Acceptor {
        let policy = NegotiationPolicy(parts.configuration)
        return AssociationHandler.Acceptor(
            answer: { request, address in
                var answer = policy.answer(to: request, from: address)
                if case .accept = answer, let reject = parts.admission.admit() { answer = .reject(reject) }
                if case .reject(let reject) = answer {
                    parts.logger.warning(
                        "association rejected: \(reject)",
                        metadata: [
                            "peer": "\(request.callingTitle?.rawValue ?? "")", "host": "\(address?.ipAddress ?? "")",
                            "called": "\(request.calledTitle?.rawValue ?? "")",
                        ])
                }
                return answer
            },
            opened: { association in
                parts.doorway.leave(channel)
                // The listener may have been closed in between.
                if case .terminated = parts.arrived.yield(association) { association.stop() }
            },
            over: { if channel.isActive { parts.doorway.enter(channel) } })
    }
}

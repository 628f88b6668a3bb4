import Logging
import NIOCore
import NIOPosix

extension Association {
    /// What we announce as the largest variable field of a P-DATA-TF PDU, in bytes: the most that common toolkits send.
    package static let maxPDU = 131_072

    /// Connects, negotiates, and returns when the peer has accepted, perhaps without any of the contexts.
    package static func open(
        to peer: PeerAddress, as title: AETitle, proposing contexts: [PresentationContext],
        roles: [RoleSelection] = [], deadlines: Deadlines = .standard, group: any EventLoopGroup, logger: Logger
    ) async throws(NetworkError) -> Association {
        let request = AssociateRequest(
            calledTitle: peer.title, callingTitle: title, contexts: contexts,
            user: UserInformation(maxLength: UInt32(maxPDU), roles: roles))
        let opened = group.next().makePromise(of: Association.self)
        let part = AssociationHandler.Part.requestor(request, opened)
        do {
            let channel = try await connect(to: peer, part, deadlines, opened.futureResult.eventLoop)
            let association = try await withTaskCancellationHandler {
                try await opened.futureResult.get()
            } onCancel: {
                channel.writeAndFlush(AssociationHandler.Outgoing.abort, promise: nil)
            }
            logger.debug(
                "association opened",
                metadata: [
                    "peer": "\(peer.title)", "host": "\(peer.host)", "contexts": "\(association.accepted.count)",
                ])
            return association
        } catch {
            // Nobody else would, if there was no connection.
            let reason = NetworkError(connecting: error, to: peer)
            opened.fail(reason)
            throw reason
        }
    }

    private static func connect(
        to peer: PeerAddress, _ part: AssociationHandler.Part, _ deadlines: Deadlines, _ loop: any EventLoop
    ) async throws -> any Channel {
        try await ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(deadlines.connect))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.recvAllocator, value: AssociationHandler.buffers)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls = peer.tls { try pipeline.addHandler(tls.clientHandler(host: peer.host)) }
                    try pipeline.addHandler(
                        AssociationHandler(part, inbox: Inbox(), deadlines: deadlines, maxPDU: maxPDU))
                }
            }
            .connect(host: peer.host, port: peer.port)
            .get()
    }
}

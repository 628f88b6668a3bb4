import DICOMNetwork
import NIOCore
import NIOPosix

/// The other end of a connection, which sends whatever a test wants.
final class RawPeer {
    enum Heard: Sendable, Equatable {
        case pdu(PDU)
        /// Some bytes of P-DATA-TF.
        case data([UInt8])
        case closed
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var reader = PDUReader(limits: PDUReader.Limits(data: 1 << 24))
    private var heard: [Heard] = []

    fileprivate init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        (self.inbound, self.outbound) = (inbound.makeAsyncIterator(), outbound)
    }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }
    func send(_ pdu: PDU) async throws { try await send(pdu.encoded()) }

    /// What comes next; a connection that is reset counts as closed.
    func hear() async throws -> Heard {
        while heard.isEmpty {
            var next: ByteBuffer?
            do { next = try await inbound.next() } catch { return .closed }
            guard let buffer = next else { return .closed }
            let view = buffer.readableBytesView
            var position = view.startIndex
            while let piece = try reader.next(in: view, from: &position) {
                switch piece {
                case .pdu(let pdu): heard.append(.pdu(pdu))
                case .fragment(let fragment): heard.append(.data(Array(view[fragment.range])))
                case .dataTransfer: break
                }
            }
        }
        return heard.removeFirst()
    }

    /// Asks for an association. - Returns: the answer.
    @discardableResult
    func associate(_ request: AssociateRequest = .usual) async throws -> Heard {
        try await send(.associateRequest(request))
        return try await hear()
    }

    /// Calls a port and talks.
    static func call(port: Int, _ body: @Sendable (RawPeer) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await talk(channel, body)
    }

    /// Waits for one caller on a free port, which `body` gets, and plays the script to its end.
    static func listen(
        _ script: @escaping @Sendable (RawPeer) async throws -> Void,
        while body: @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let port = server.channel.localAddress?.port ?? 0
        try await server.executeThenClose { callers in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await caller in callers { return try await talk(caller, script) }
                }
                // A body that fails cancels the script, which would wait for it.
                try await body(port)
                try await group.next()
            }
        }
    }

    private static func talk(
        _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        _ body: @Sendable (RawPeer) async throws -> Void
    ) async throws {
        try await channel.executeThenClose { inbound, outbound in
            try await body(RawPeer(inbound, outbound))
        }
    }
}

extension AssociateRequest {
    /// What `Station` accepts.
    static let usual = AssociateRequest(
        calledTitle: Station.title, callingTitle: Station.caller, contexts: Station.contexts,
        user: UserInformation(maxLength: 16_384))
}

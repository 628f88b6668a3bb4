import DICOM
import DICOMNetwork
import Logging
import NIOCore
import NIOPosix

/// An archive of a few lines on loopback: accepts every context with its first transfer syntax, grants every role, and
/// answers each message by what a test says.
struct TinyArchive: Sendable {
    /// A message to or from the archive.
    struct Message: Sendable {
        var context: UInt8
        var command: CommandSet
        var data: [UInt8]?
    }

    enum Deed: Sendable {
        case send(Message)
        case abort
    }

    let listener: any Channel

    /// - Parameter answer: everything that is sent after a whole message came. Called on the event loop.
    static func answering(_ answer: @escaping @Sendable (Message) -> [Deed]) async throws -> TinyArchive {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(TinyArchiveHandler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return TinyArchive(listener: listener)
    }

    func close() { listener.close(promise: nil) }

    func peer(_ deadlines: Deadlines = .standard) throws -> Peer {
        try Peer.onLoopback(listener.localAddress?.port, deadlines)
    }
}

extension Peer {
    static func onLoopback(_ port: Int?, _ deadlines: Deadlines = .standard) throws -> Peer {
        guard let archive = AETitle(rawValue: "ARCHIVE"), let station = AETitle(rawValue: "XRAY"), let port else {
            throw NetworkError.cancelled
        }
        return Peer(
            PeerAddress(title: archive, host: "127.0.0.1", port: port), as: station, deadlines: deadlines,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}

private final class TinyArchiveHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: (TinyArchive.Message) -> [TinyArchive.Deed]
    private var reader = PDUReader()
    private var assembler = MessageAssembler(contexts: [])
    private var message: TinyArchive.Message?

    init(_ answer: @escaping (TinyArchive.Message) -> [TinyArchive.Deed]) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        var position = 0
        do {
            while let piece = try reader.next(in: bytes, from: &position) {
                switch piece {
                case .pdu(let pdu): take(pdu, context)
                case .dataTransfer: break
                case .fragment(let fragment): try take(fragment, bytes[fragment.range], context)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    private func take(_ pdu: PDU, _ context: ChannelHandlerContext) {
        switch pdu {
        case .associateRequest(let request):
            assembler = MessageAssembler(contexts: Set(request.contexts.map(\.id)))
            send(.associateAccept(TinyArchiveHandler.accepting(request)), context)
        case .releaseRequest: send(.releaseReply, context)
        default: context.close(promise: nil)
        }
    }

    private static func accepting(_ request: AssociateRequest) -> AssociateAccept {
        AssociateAccept(
            calledTitle: request.calledTitle, callingTitle: request.callingTitle,
            contexts: request.contexts.map {
                ContextAnswer(id: $0.id, result: .acceptance, transferSyntax: $0.transferSyntaxes.first ?? "")
            }, user: UserInformation(maxLength: 16384, roles: request.user.roles))
    }

    private func take(
        _ fragment: PDUReader.Fragment, _ bytes: ArraySlice<UInt8>, _ context: ChannelHandlerContext
    ) throws {
        let step = try assembler.take(
            context: fragment.context, isCommand: fragment.isCommand, isLast: fragment.isLast, bytes: bytes)
        switch step {
        case .incomplete: return
        case .command(let id, let command):
            message = TinyArchive.Message(context: id, command: command, data: command.hasDataSet ? [] : nil)
        case .data: message?.data? += bytes
        }
        guard assembler.isBetweenMessages, let message else { return }
        for deed in answer(message) {
            switch deed {
            case .abort: send(.abort(Abort(source: 0, reason: 0)), context)
            case .send(let message):
                write(message.command.encoded(), message.context, control: 3, context)
                if let data = message.data { write(data, message.context, control: 2, context) }
            }
        }
        context.flush()
    }

    private func write(_ bytes: [UInt8], _ id: UInt8, control: UInt8, _ context: ChannelHandlerContext) {
        var buffer = ByteBuffer(bytes: [4, 0])
        buffer.writeInteger(UInt32(bytes.count + 6))
        buffer.writeInteger(UInt32(bytes.count + 2))
        buffer.writeBytes([id, control] + bytes)
        context.write(wrapOutboundOut(buffer), promise: nil)
    }

    private func send(_ pdu: PDU, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: pdu.encoded())), promise: nil)
    }
}

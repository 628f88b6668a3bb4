import NIOCore
import NIOHTTP1

/// Lets a WebSocket through to the upgrader, when whoever asks for it may have one; from every other request it takes the
/// word `Upgrade`, so that the router answers it. NIO's typed upgrader would lose the head of what it refuses, and any
/// client that offers another protocol (`h2c`) would get no answer at all.
///
/// NIO's decoder reads nothing more behind a request that wanted to upgrade: such a line is closed after its answer, or
/// the next request on it would wait for ever. Only the first request of a line can become a WebSocket.
final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let admit: @Sendable (HTTPRequestHead) -> EventLoopFuture<Bool>
    /// Parts that came while it is being decided.
    private var held: [HTTPServerRequestPart]?
    private var isFirst = true

    /// - Parameter admit: called for requests that ask for a WebSocket as they should.
    init(admit: @escaping @Sendable (HTTPRequestHead) -> EventLoopFuture<Bool>) { self.admit = admit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if held != nil {
            held?.append(part)
            return
        }
        guard case .head(let head) = part else { return context.fireChannelRead(data) }
        defer { isFirst = false }
        guard head.headers.contains(name: "upgrade") else { return context.fireChannelRead(data) }
        guard isFirst, WebSocketRequest(head) != nil else { return pass(head, context) }
        held = []
        admit(head).hop(to: context.eventLoop).assumeIsolated().whenComplete { result in
            let isAdmitted = (try? result.get()) ?? false
            if isAdmitted {
                context.fireChannelRead(self.wrapInboundOut(.head(head)))
            } else {
                self.pass(head, context)
            }
            let parts = self.held ?? []
            self.held = nil
            for part in parts { context.fireChannelRead(self.wrapInboundOut(part)) }
            context.fireChannelReadComplete()
        }
    }

    private func pass(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var head = head
        head.headers.remove(name: "upgrade")
        head.headers.replaceOrAdd(name: "connection", value: "close")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}

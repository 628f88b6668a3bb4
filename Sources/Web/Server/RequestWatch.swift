import NIOCore
import NIOHTTP1

/// Stands behind the decoder and tells `ConnectionWatch` where requests and answers begin and end; answers what is no HTTP.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What is read of a body that nobody wants before the connection is closed.
    private static let longestBody = 8 << 20

    private let watch: ConnectionWatch
    private var bodyBytes = 0
    /// The last request, or our answer, said that it is the last one.
    private var isLast = false

    init(_ watch: ConnectionWatch) { self.watch = watch }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            bodyBytes = 0
            // Hummingbird closes after HTTP/1.1 requests that ask for it.
            if head.version != .http1_1, !head.isKeepAlive { isLast = true }
            let length = head.headers.first(name: "content-length").flatMap { Int($0) }
            watch.requestBegan(bodyLength: head.headers.contains(name: "transfer-encoding") ? nil : length)
        case .body(let part):
            bodyBytes += part.readableBytes
            if let left = watch.bodyLeft { watch.bodyLeft = left - part.readableBytes }
            if bodyBytes > Self.longestBody { return watch.refuse(.payloadTooLarge, "The body is too long.") }
        case .end: watch.requestIsComplete()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            watch.answerBegan()
            if head.headers["connection"].contains(where: { $0.lowercased() == "close" }) { isLast = true }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            context.write(data, promise: promise)
            watch.answerEnded(isLast: isLast)
            if watch.isOver {
                context.flush()
                context.close(mode: .output, promise: nil)
            }
        }
    }

    /// Standard: RFC 6585 §5 (431), RFC 9110 §15.5.1 (400). After an error the decoder reads no more.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow:
            watch.refuse(.requestHeaderFieldsTooLarge, "The header of the request is too long.")
        case is HTTPParserError: watch.refuse(.badRequest, "This is no HTTP request.")
        default: context.fireErrorCaught(error)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // Only an upgrade takes this one away from a living connection.
        if context.channel.isActive { watch.isWebSocketNow() }
    }
}

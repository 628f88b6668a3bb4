import NIOCore

/// Stands where the bytes come in and lets a request through when the one before has its answer. Of what comes ahead one
/// read is kept and nothing more is read, so that whoever asks much and takes nothing of it costs us that and one answer.
///
/// Behind it that could not be done: answers are written on another thread than they are made on, and hundreds are made
/// before the first one finds that nobody takes it.
final class OneAtATime: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Of a body of unknown length: what comes behind its end goes through with its last step.
    private static let step = 256
    /// More than the four times 64 KiB that are read before we are asked whether to go on. Beyond it comes only the end
    /// of the other side's stream, which is read whole.
    private static let mostAhead = 320 << 10

    private let watch: ConnectionWatch
    private var context: ChannelHandlerContext?
    private var ahead = ByteBuffer()
    private var isReadWanted = false
    /// The other side has said all it has to say.
    private var isEndAhead = false
    private var isScheduled = false

    init(_ watch: ConnectionWatch) { self.watch = watch }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        ahead = ByteBuffer()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if ahead.readableBytes == 0 {
            ahead = bytes
        } else {
            ahead.writeBuffer(&bytes)
        }
        pass(context)
        if ahead.readableBytes > Self.mostAhead { context.close(promise: nil) }
    }

    func read(context: ChannelHandlerContext) {
        if ahead.readableBytes > 0 {
            isReadWanted = true
        } else {
            context.read()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed, ahead.readableBytes > 0 {
            isEndAhead = true
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// An answer has ended, or the connection is a WebSocket now. What waits is let through a moment later, when
    /// everything that stands behind has done its part.
    func goOn() {
        guard let context, !isScheduled, isReadWanted || ahead.readableBytes > 0 else { return }
        isScheduled = true
        context.eventLoop.assumeIsolated().execute { [weak self] in
            self?.isScheduled = false
            self?.resume()
        }
    }

    private func resume() {
        guard let context else { return }
        if ahead.readableBytes > 0 {
            pass(context)
            context.fireChannelReadComplete()
        }
        guard ahead.readableBytes == 0 else { return }
        if isEndAhead {
            isEndAhead = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        if isReadWanted {
            isReadWanted = false
            context.read()
        }
    }

    private func pass(_ context: ChannelHandlerContext) {
        // What would be done would never be answered.
        if watch.isOver { ahead = ByteBuffer() }
        while ahead.readableBytes > 0, !watch.isAnswerOpen {
            let length = watch.isInMessage ? min(max(1, watch.bodyLeft ?? Self.step), ahead.readableBytes) : headLength
            guard let part = ahead.readSlice(length: length) else { break }
            context.fireChannelRead(wrapInboundOut(part))
        }
        if ahead.readableBytes == 0 { ahead = ByteBuffer() }
    }

    /// As far as the empty line behind a head; everything when there is none.
    private var headLength: Int {
        let (line, back) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var rest = ahead.readableBytesView
        while let end = rest.firstIndex(of: line) {
            rest = rest[(end + 1)...]
            if rest.first == back { rest = rest.dropFirst() }
            if rest.first == line { return ahead.readableBytes - rest.count + 1 }
        }
        return ahead.readableBytes
    }
}

import NIOCore
import NIOHTTP1

/// Stands where the bytes come in and keeps the time of one connection:
/// - a request is complete 15 s after its first byte, and the first one 15 s after the connection was made;
/// - who takes nothing of our answer for 30 s is let go;
/// - a connection that only waits is closed when the daemon ends, or when another one needs the room.
///
/// Its partner `RequestWatch`, behind the decoder, tells it where requests begin and end.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let book: ConnectionBook
    private let limits: ConnectionLimits
    private var context: ChannelHandlerContext?

    private var isReceiving = false
    private var hasBytes = false
    /// Requests whose answers have not been written wholly.
    private var open = 0
    private var isAnswering = false
    /// Between a head and the end of its body.
    private(set) var isInMessage = false
    /// Bytes of the body that have not come; `nil` when nobody knows.
    var bodyLeft: Int?
    /// The answer was given before the body had come.
    private var isAnsweredEarly = false
    private var isUpgraded = false
    /// Holds back what comes ahead of its turn.
    weak var turn: OneAtATime?
    private var isRefused = false
    /// The daemon is being stopped.
    private(set) var isEnding = false
    /// The last answer has been written.
    private(set) var isOver = false

    private var deadline: NIODeadline?
    private var timer: Scheduled<Void>?
    private var settling: Scheduled<Void>?
    private var written = 0
    private var taken = 0
    private var writeTimer: Scheduled<Void>?

    /// A whole request has no whole answer yet.
    var isAnswerOpen: Bool { open > 0 && !isInMessage && !isUpgraded && !isRefused }

    init(book: ConnectionBook, limits: ConnectionLimits) {
        self.book = book
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    /// The other end's address is known from here on only.
    private func begin(_ context: ChannelHandlerContext) {
        guard deadline == nil, !isRefused else { return }
        watch(until: .now() + limits.request)
        if !book.enter(context.channel) { return refuse(.serviceUnavailable, "Too many connections.") }
        settling = context.eventLoop.assumeIsolated().scheduleTask(in: limits.settling) { [weak self] in
            guard let self, let context = self.context else { return }
            self.book.settle(context.channel)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        book.leave(context.channel)
        timer?.cancel()
        writeTimer?.cancel()
        settling?.cancel()
        (timer, writeTimer, self.context) = (nil, nil, nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        book.leave(context.channel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRefused { return }
        hasBytes = true
        if !isUpgraded, !isReceiving {
            isReceiving = true
            if open > 0 || deadline == nil { watch(until: .now() + limits.request) }
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isReceiving { note(.waiting) }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            // The last word has been said.
            promise?.fail(ChannelError.outputClosed)
            return
        }
        written += unwrapOutboundIn(data).readableBytes
        if writeTimer == nil { lookAtWriting(in: context) }
        context.write(data, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ConnectionBook.MakeRoom:
            makeRoom(context)
        case is ChannelShouldQuiesceEvent where !isUpgraded && open == 0:
            context.close(promise: nil)
        case is ChannelShouldQuiesceEvent:
            isEnding = true
            context.fireUserInboundEventTriggered(event)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func makeRoom(_ context: ChannelHandlerContext) {
        if isReceiving {
            refuse(.requestTimeout, "The request was not complete in time.")
        } else if open > 0 {
            // It may take what it asked for, but not for ever.
            isEnding = true
            context.eventLoop.assumeIsolated().scheduleTask(in: limits.writing) { [weak self] in
                self?.context?.close(promise: nil)
            }
        } else {
            context.close(promise: nil)
        }
    }

    // MARK: What the partner tells

    func requestBegan(bodyLength: Int?) {
        open += 1
        bodyLeft = bodyLength
        isInMessage = true
        if !isReceiving {
            isReceiving = true
            watch(until: .now() + limits.request)
        }
    }

    func requestIsComplete() {
        (isReceiving, isInMessage, isAnsweredEarly) = (false, false, false)
        deadline = nil
        note(.busy)
    }

    func answerBegan() { isAnswering = true }

    func answerEnded(isLast: Bool) {
        open = max(0, open - 1)
        if isLast || isEnding { isOver = true }
        isAnswering = false
        isAnsweredEarly = isInMessage
        if open == 0 { note(isReceiving ? .waiting : .idle) }
        turn?.goOn()
    }

    func isWebSocketNow() {
        isUpgraded = true
        deadline = nil
        settling?.cancel()
        note(.webSocket)
        turn?.goOn()
    }

    /// Says why and closes; when an answer is being written already, it just closes.
    func refuse(_ status: HTTPResponseStatus, _ sentence: String) {
        guard let context, !isRefused else { return }
        isRefused = true
        book.wasRefused(context.channel, status: Int(status.code))
        if isAnswering || isAnsweredEarly || isUpgraded { return context.close(promise: nil) }
        let body = #"{"error":"\#(sentence)"}"#
        let head =
            "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head + body)), promise: nil)
        // Closed at once, the other end would lose the answer as long as it still sends.
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: limits.farewell) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }

    private func note(_ state: ConnectionBook.State) {
        if let context { book.note(context.channel, state) }
    }

    // MARK: Time

    /// One timer for a connection, however many requests: it is set again when it rings too early.
    private func watch(until deadline: NIODeadline) {
        self.deadline = deadline
        if timer == nil { ring(at: deadline) }
    }

    private func ring(at deadline: NIODeadline) {
        guard let context else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            self.timer = nil
            guard let deadline = self.deadline else { return }
            if .now() < deadline { return self.ring(at: deadline) }
            self.timeIsOver()
        }
    }

    private func timeIsOver() {
        // A browser that connected ahead of its time need not hear of it.
        if hasBytes {
            refuse(.requestTimeout, "The request was not complete in time.")
        } else {
            context?.close(promise: nil)
        }
    }

    private func lookAtWriting(in context: ChannelHandlerContext) {
        writeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: limits.writing) { [weak self] in
            guard let self, let context = self.context else { return }
            self.writeTimer = nil
            let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
            if waiting == 0 { return }
            // What was written less what still waits is what the other end has taken.
            let taken = self.written - waiting
            if taken == self.taken { return context.close(promise: nil) }
            self.taken = taken
            self.lookAtWriting(in: context)
        }
    }
}

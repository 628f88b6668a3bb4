import NIOCore

/// Runs one association on its event loop: finds PDUs, asks the state machine what to do and does it. Bytes of films pass
/// as slices of what was received; nothing is read while the inbox is full. Standard: PS3.8 §9.
final class AssociationHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Outgoing
    typealias OutboundOut = ByteBuffer

    /// What our side asks for.
    enum Outgoing: Sendable {
        /// Whole P-DATA-TF PDUs.
        case data(ByteBuffer)
        case release
        case abort
    }

    /// Deadlines changed: look at them.
    struct LookAtDeadlines: Sendable {}

    enum Timer: Sendable {
        case artim
        /// The whole association; after its end, the close.
        case total
        /// The answer to our request.
        case answer
        /// The next deadline of the inbox.
        case look
    }

    /// A film passes in few, large reads; a small message takes little memory.
    static let buffers = AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 16384, maximum: 512 << 10)

    let part: Part
    let inbox: Inbox
    let deadlines: Deadlines
    var machine: AssociationMachine
    var reader: PDUReader
    var assembler: MessageAssembler?
    /// The PDU that an event is about, received or to be sent.
    var pdu: PDU?
    /// What the peer called itself and asked for, or what we asked for.
    var request: AssociateRequest?
    /// Why the provider aborts: what the log says.
    var fault: NetworkError?
    /// The stream has no meaning any more: what comes is dropped.
    var isDeaf = false
    var timers: [Timer: Scheduled<Void>] = [:]

    init(_ part: Part, inbox: Inbox, deadlines: Deadlines, maxPDU: Int) {
        (self.part, self.inbox, self.deadlines) = (part, inbox, deadlines)
        machine = AssociationMachine(part.role)
        reader = PDUReader(limits: PDUReader.Limits(data: maxPDU))
        if case .requestor(let request, _) = part { self.request = request }
    }

    // MARK: Transport

    func channelActive(context: ChannelHandlerContext) {
        schedule(.total, after: deadlines.total, context) { $0.giveUp(.timedOut(.total), $1) }
        switch part {
        case .requestor:
            // The bootstrap carried out AE-1 already.
            _ = machine.take(.evt1)
            schedule(.answer, after: deadlines.association, context) { $0.giveUp(.timedOut(.association), $1) }
            take(.evt2, context)
        case .acceptor: take(.evt5, context)
        }
        context.fireChannelActive()
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        take(.evt17, context)
        end(fault ?? .closed, context)
        for timer in timers.values { timer.cancel() }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Peers often close without TLS's own goodbye; the close itself is what matters.
        if fault == nil { fault = NetworkError(transport: error) }
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        guard !isDeaf else { return }
        let bytes = buffer.readableBytesView
        var position = bytes.startIndex
        do {
            while !isDeaf, let piece = try reader.next(in: bytes, from: &position) { take(piece, of: buffer, context) }
        } catch {
            isDeaf = true
            fault = .badPDU(error)
            take(.evt19, fault: error.abort, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isDeaf || machine.isOver || inbox.wantsMore() { context.read() }
        context.fireChannelReadComplete()
    }

    // MARK: Our side

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .data(let buffer):
            guard machine.take(.evt9) != nil else { return refuse(promise) }
            context.write(wrapOutboundOut(buffer), promise: promise)
        case .release:
            take(.evt11, context) ? promise?.succeed() : refuse(promise)
        case .abort:
            end(.cancelled, context)
            take(.evt15, context)
            promise?.succeed()
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is LookAtDeadlines else { return context.triggerUserOutboundEvent(event, promise: promise) }
        lookAtDeadlines(context)
        promise?.succeed()
    }

    private func refuse(_ promise: EventLoopPromise<Void>?) {
        promise?.fail(inbox.reason ?? NetworkError.closed)
    }

    // MARK: What came

    private func take(_ piece: PDUReader.Piece, of buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        switch piece {
        case .pdu(let pdu):
            self.pdu = pdu
            if case .associateRequest(let request) = pdu, machine.state == .sta2 { self.request = request }
            take(AssociationEvent(received: pdu.kind), context)
        case .dataTransfer:
            take(.evt10, context)
        case .fragment(let fragment):
            take(fragment, of: buffer, context)
        }
    }

    private func take(_ fragment: PDUReader.Fragment, of buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        guard [.sta6, .sta7].contains(machine.state) else { return }
        let bytes = buffer.readableBytesView[fragment.range]
        do {
            let step = try assembler?.take(
                context: fragment.context, isCommand: fragment.isCommand, isLast: fragment.isLast, bytes: bytes)
            switch step {
            case .command(let contextID, let command): inbox.put(.command(contextID: contextID, command))
            case .data(let isLast):
                if !bytes.isEmpty { inbox.put(.fragment(ByteBuffer(bytes))) }
                if isLast { inbox.put(.endOfData) }
            case .incomplete, nil: break
            }
        } catch {
            isDeaf = true
            giveUp(.message(error), context)
        }
    }
}

import DICOM
import NIOCore

extension AssociationHandler {
    /// - Returns: false when our side may not ask for this now.
    @discardableResult
    func take(
        _ event: AssociationEvent, isAcceptable: Bool = true, fault: Abort = .unexpectedPDU,
        _ context: ChannelHandlerContext
    ) -> Bool {
        if event == .evt6, machine.state == .sta2, request?.protocolVersion.isSupportedVersion == false {
            pdu = .associateReject(.protocolVersionNotSupported)
            return carryOut(machine.take(.evt6, isAcceptable: false), context)
        }
        return carryOut(machine.take(event, isAcceptable: isAcceptable, fault: fault), context)
    }

    private func carryOut(_ effects: [AssociationMachine.Effect]?, _ context: ChannelHandlerContext) -> Bool {
        guard let effects else { return false }
        if machine.isOver { part.over() }
        for effect in effects { carryOut(effect, context) }
        // The peer may always release: whatever it still waits for it does not want any more.
        if machine.owesReleaseReply { take(.evt14, context) }
        return true
    }

    private func carryOut(_ effect: AssociationMachine.Effect, _ context: ChannelHandlerContext) {
        switch effect {
        case .connect, .sendData: break
        case .sendAssociateRequest: if let request { send(.associateRequest(request), context) }
        case .sendAssociateAccept, .sendAssociateReject: if let pdu { send(pdu, context) }
        case .sendReleaseRequest: send(.releaseRequest, context)
        case .sendReleaseReply: send(.releaseReply, context)
        case .sendAbort(let abort): send(.abort(abort), context)
        case .startTimer: schedule(.artim, after: deadlines.artim, context) { $0.take(.evt18, $1) }
        case .stopTimer: timers[.artim]?.cancel()
        case .close: context.close(promise: nil)
        case .tell(let indication): tell(indication, context)
        }
    }

    private func send(_ pdu: PDU, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: pdu.encoded())), promise: nil)
    }

    private func tell(_ indication: AssociationMachine.Indication, _ context: ChannelHandlerContext) {
        switch indication {
        case .associateRequested: answer(context)
        case .accepted:
            timers[.answer]?.cancel()
            if case .associateAccept(let accept) = pdu { open(accept, context) }
        case .rejected:
            if case .associateReject(let reject) = pdu { end(.rejected(reject), context) }
        case .data: break
        case .releaseRequested, .released: end(.released, context)
        case .abortedByPeer:
            if case .abort(let abort) = pdu { end(.aborted(abort), context) }
        case .abortedByProvider: end(fault ?? .unexpectedPDU, context)
        case .connectionLost: end(fault ?? .closed, context)
        }
    }

    /// What our side says to a request. Standard: PS3.8 §7.1.
    private func answer(_ context: ChannelHandlerContext) {
        guard case .acceptor(let acceptor) = part, let request else { return }
        switch acceptor.answer(request, context.remoteAddress) {
        case .accept(let accept, let contexts):
            pdu = .associateAccept(accept)
            take(.evt7, context)
            open(contexts, peer: request.callingTitle, maxLength: request.user.maxLength, context)
        case .reject(let reject):
            pdu = .associateReject(reject)
            take(.evt8, context)
        }
    }

    private func open(_ accept: AssociateAccept, _ context: ChannelHandlerContext) {
        guard let request else { return }
        let contexts = accept.accepted(of: request)
        open(contexts, peer: request.calledTitle, maxLength: accept.user.maxLength, context)
    }

    private func open(
        _ contexts: [AcceptedContext], peer: AETitle?, maxLength: UInt32, _ context: ChannelHandlerContext
    ) {
        guard let peer, let request else { return }
        assembler = MessageAssembler(contexts: Set(contexts.map(\.id)))
        part.opened(
            Association(
                channel: context.channel, inbox: inbox, accepted: contexts, peerTitle: peer, request: request,
                maxLength: maxLength, deadlines: deadlines))
    }

    /// The last word to our side; only the first counts. From now on nothing but the close may take time: the state table
    /// has no timer for a peer that owes us the answer to a release while we answered its own (Sta11).
    func end(_ reason: NetworkError, _ context: ChannelHandlerContext) {
        timers[.answer]?.cancel()
        schedule(.total, after: deadlines.artim, context) { $0.take(.evt15, $1) }
        inbox.end(reason)
        part.failed(reason)
    }

    /// Our side aborts, for a reason of its own.
    func giveUp(_ reason: NetworkError, _ context: ChannelHandlerContext) {
        end(reason, context)
        take(.evt15, context)
    }

    // MARK: Time

    typealias Alarm = @Sendable (AssociationHandler, ChannelHandlerContext) -> Void

    /// A timer that is so late was held up by the event loop itself, which may block (`LoopExecutor`).
    private static let lateness = TimeAmount.milliseconds(50)
    /// Enough to come behind what the sockets have.
    private static let grace = TimeAmount.milliseconds(5)

    /// Sets a timer in place of the one before. When it is late it waits for one more turn of the loop: what the peer sent
    /// in time may lie in the socket, and would be looked at after the timers.
    func schedule(_ timer: Timer, after delay: Duration, _ context: ChannelHandlerContext, _ action: @escaping Alarm) {
        let due = context.eventLoop.now + TimeAmount(delay)
        set(timer, to: due, context) { handler, context in
            let now = context.eventLoop.now
            if now - due < Self.lateness { return action(handler, context) }
            handler.set(timer, to: now + Self.grace, context, action)
        }
    }

    private func set(_ timer: Timer, to due: NIODeadline, _ context: ChannelHandlerContext, _ action: @escaping Alarm) {
        timers[timer]?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timers[timer] = context.eventLoop.scheduleTask(deadline: due) { action(bound.value.0, bound.value.1) }
    }

    func lookAtDeadlines(_ context: ChannelHandlerContext) {
        timers[.look]?.cancel()
        let now = context.eventLoop.now
        let overdue = inbox.look(at: now)
        if overdue.isSendingOverdue {
            // What waits to be sent keeps everything behind it from the peer, an A-ABORT too.
            end(.timedOut(.sending), context)
            context.close(promise: nil)
        }
        guard let next = overdue.next else { return }
        schedule(.look, after: Duration(max(next - now, .milliseconds(1))), context) { $0.lookAtDeadlines($1) }
    }
}

extension UInt16 {
    /// Bit 0 is version 1; a peer may know others too. Standard: PS3.8 §9.3.2.
    fileprivate var isSupportedVersion: Bool { self & 1 == 1 }
}

/// One side of an association as a value: events in, effects out. It has no clock, no socket and no bytes; whoever runs it
/// carries the effects out in their order. Standard: PS3.8 §9.2.
public struct AssociationMachine: Sendable, Equatable {
    public enum Role: Sendable { case requestor, acceptor }

    /// What the runner has to do.
    public enum Effect: Sendable, Equatable {
        case connect
        case sendAssociateRequest
        case sendAssociateAccept
        /// As our side, or the provider (protocol version), decided.
        case sendAssociateReject
        case sendData
        case sendReleaseRequest
        case sendReleaseReply
        case sendAbort(Abort)
        /// ARTIM; again from its full length when it runs.
        case startTimer
        case stopTimer
        case close
        case tell(Indication)
    }

    /// What our side is told.
    public enum Indication: Sendable, Equatable {
        case associateRequested
        case accepted
        case rejected
        case data
        /// The peer wants to release: answer by Evt14.
        case releaseRequested
        case released
        /// The peer's A-ABORT.
        case abortedByPeer
        /// We aborted because of what the peer sent.
        case abortedByProvider(Abort)
        /// The transport was closed under the association.
        case connectionLost
    }

    public let role: Role
    public private(set) var state = AssociationState.sta1

    public init(_ role: Role) { self.role = role }

    /// Takes one event.
    /// - Parameters:
    ///   - isAcceptable: of Evt6 only: the provider does not have to reject it by itself.
    ///   - fault: of a PDU that has to be answered with A-ABORT: what the peer is told.
    /// - Returns: `nil` when the table has no cell: our side may not ask for this now; from outside it cannot come now and
    ///   means nothing. The state is as before.
    public mutating func take(
        _ event: AssociationEvent, isAcceptable: Bool = true, fault: Abort = .unexpectedPDU
    ) -> [Effect]? {
        guard let cell = StateTable.cell(event, in: state) else { return nil }
        let isOther = cell.action == .ae6 ? !isAcceptable : role == .acceptor
        state = isOther ? cell.otherwise ?? cell.next : cell.next
        return effects(of: cell.action, isAcceptable: isAcceptable, fault: fault)
    }

    /// Our side has to answer the peer's release by Evt14.
    public var owesReleaseReply: Bool { [.sta8, .sta9, .sta12].contains(state) }

    /// Nothing will be told any more.
    public var isOver: Bool { state == .sta1 || state == .sta13 }

    private func effects(of action: AssociationAction, isAcceptable: Bool, fault: Abort) -> [Effect] {
        switch action {
        case .ae1: [.connect]
        case .ae2: [.sendAssociateRequest]
        case .ae3: [.tell(.accepted)]
        case .ae4: [.tell(.rejected), .close]
        case .ae5: [.startTimer]
        case .ae6: [.stopTimer] + (isAcceptable ? [.tell(.associateRequested)] : [.sendAssociateReject, .startTimer])
        case .ae7: [.sendAssociateAccept]
        case .ae8: [.sendAssociateReject, .startTimer]
        case .dt1, .ar7: [.sendData]
        case .dt2, .ar6: [.tell(.data)]
        case .ar1: [.sendReleaseRequest]
        case .ar2, .ar8: [.tell(.releaseRequested)]
        case .ar3: [.tell(.released), .close]
        case .ar4: [.sendReleaseReply, .startTimer]
        case .ar5, .aa5: [.stopTimer]
        case .ar9: [.sendReleaseReply]
        case .ar10: [.tell(.released)]
        case .aa1: [.sendAbort(.byUser), .startTimer]
        case .aa2: [.stopTimer, .close]
        case .aa3: [.tell(.abortedByPeer), .close]
        case .aa4: [.tell(.connectionLost)]
        case .aa6: []
        case .aa7: [.sendAbort(fault)]
        case .aa8: [.sendAbort(fault), .tell(.abortedByProvider(fault)), .startTimer]
        }
    }
}

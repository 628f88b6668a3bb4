import NIOCore

extension AssociationHandler {
    /// Which side of the association this is, and who is told.
    enum Part: Sendable {
        case requestor(AssociateRequest, EventLoopPromise<Association>)
        case acceptor(Acceptor)

        var role: AssociationMachine.Role {
            if case .requestor = self { .requestor } else { .acceptor }
        }

        func opened(_ association: Association) {
            switch self {
            case .requestor(_, let promise): promise.succeed(association)
            case .acceptor(let acceptor): acceptor.opened(association)
            }
        }

        /// Called for every end; a requestor that is open already does not mind.
        func failed(_ reason: NetworkError) {
            if case .requestor(_, let promise) = self { promise.fail(reason) }
        }

        /// The conversation is over, though the connection may not be closed yet. May be called more than once.
        func over() {
            if case .acceptor(let acceptor) = self { acceptor.over() }
        }
    }

    /// Who decides about callers. Called on the event loop.
    struct Acceptor: Sendable {
        let answer: @Sendable (AssociateRequest, SocketAddress?) -> Answer
        let opened: @Sendable (Association) -> Void
        let over: @Sendable () -> Void
    }

    enum Answer: Sendable {
        case accept(AssociateAccept, [AcceptedContext])
        case reject(AssociateReject)
    }
}

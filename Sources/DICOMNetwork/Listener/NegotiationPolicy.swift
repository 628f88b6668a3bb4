import DICOM
import NIOCore

/// Which associations are accepted, and for what. Standard: PS3.8 §7.1, §9.3.3, §9.3.4; PS3.7 §D.3.3.
struct NegotiationPolicy: Sendable {
    private let configuration: ListenerConfiguration
    private let takenClasses: Set<String>

    init(_ configuration: ListenerConfiguration) {
        self.configuration = configuration
        takenClasses = Set(configuration.storageClasses.map(\.uid) + [SOPClass.verification.uid])
    }

    /// The request as a whole. Whether there is room is not looked at.
    /// - Parameter address: where the caller is.
    func answer(to request: AssociateRequest, from address: SocketAddress?) -> AssociationHandler.Answer {
        if let reject = rejection(of: request, from: address) { return .reject(reject) }
        let answers = request.contexts.map { answer(to: $0, roles: request.user.roles) }
        let accept = AssociateAccept(
            calledTitle: request.calledTitle, callingTitle: request.callingTitle, contexts: answers,
            user: UserInformation(
                maxLength: UInt32(clamping: configuration.maxPDU), roles: grantedRoles(request, answers)))
        return .accept(accept, accepted(request, answers))
    }

    /// Standard: PS3.8 table 9-21. What is wrong for good comes before what a person at the peer can correct.
    private func rejection(of request: AssociateRequest, from address: SocketAddress?) -> AssociateReject? {
        guard request.applicationContext == Implementation.applicationContext else {
            return .applicationContextNotSupported
        }
        guard let called = request.calledTitle, configuration.takesAnyCalledTitle || called == configuration.title
        else { return .calledTitleNotRecognized }
        guard let calling = request.callingTitle, mayCall(calling, from: address) else {
            return .callingTitleNotRecognized
        }
        return nil
    }

    private func mayCall(_ title: AETitle, from address: SocketAddress?) -> Bool {
        guard let allowed = configuration.allowedPeers else { return true }
        return allowed.contains { peer in
            guard peer.title == title else { return false }
            guard let host = peer.host else { return true }
            return address?.plainAddress == (try? SocketAddress(ipAddress: host, port: 0))?.plainAddress ?? host
        }
    }

    // MARK: Contexts

    private func answer(to context: PresentationContext, roles: [RoleSelection]) -> ContextAnswer {
        let fallback = context.transferSyntaxes.first ?? TransferSyntax.implicitLittleEndian.uid
        guard takenClasses.contains(context.abstractSyntax) else {
            return ContextAnswer(id: context.id, result: .abstractSyntaxNotSupported, transferSyntax: fallback)
        }
        guard let syntax = bestSyntax(of: context) else {
            return ContextAnswer(id: context.id, result: .transferSyntaxesNotSupported, transferSyntax: fallback)
        }
        // Who will not be the user of a service that we only provide has no use for the context.
        let isUser = roles.last { $0.sopClass == context.abstractSyntax }?.isUser ?? true
        return ContextAnswer(id: context.id, result: isUser ? .acceptance : .userRejection, transferSyntax: syntax)
    }

    private func bestSyntax(of context: PresentationContext) -> String? {
        let known: [TransferSyntax] =
            context.abstractSyntax == SOPClass.verification.uid
            ? [.explicitLittleEndian, .implicitLittleEndian] : configuration.transferSyntaxes
        return known.first { context.transferSyntaxes.contains($0.uid) }?.uid
    }

    /// Of what was proposed and is accepted: the requestor may be the user, never the provider.
    private func grantedRoles(_ request: AssociateRequest, _ answers: [ContextAnswer]) -> [RoleSelection] {
        let accepted = Set(answers.filter { $0.result == .acceptance }.map(\.id))
        let classes = Set(request.contexts.filter { accepted.contains($0.id) }.map(\.abstractSyntax))
        return request.user.roles.filter { classes.contains($0.sopClass) }.map { role in
            RoleSelection(sopClass: role.sopClass, isUser: role.isUser, isProvider: false)
        }
    }

    private func accepted(_ request: AssociateRequest, _ answers: [ContextAnswer]) -> [AcceptedContext] {
        zip(request.contexts, answers).compactMap { context, answer in
            guard answer.result == .acceptance else { return nil }
            return AcceptedContext(
                id: context.id, abstractSyntax: context.abstractSyntax,
                transferSyntax: TransferSyntax(uid: answer.transferSyntax), isUser: false, isProvider: true)
        }
    }
}

extension SocketAddress {
    /// The address without its port; an IPv4 address that came through an IPv6 socket as IPv4 (RFC 4291 §2.5.5.2).
    fileprivate var plainAddress: String? {
        guard let text = ipAddress else { return nil }
        return text.lowercased().hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text
    }
}

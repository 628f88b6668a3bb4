import DICOM

/// A-ASSOCIATE-AC: what the acceptor is willing to talk about. Standard: PS3.8 §9.3.3.
public struct AssociateAccept: Sendable, Equatable {
    public var protocolVersion: UInt16 = 1
    /// The titles of the request, sent back; nobody tests them.
    public var calledTitle: AETitle?
    public var callingTitle: AETitle?
    public var applicationContext = Implementation.applicationContext
    public var contexts: [ContextAnswer]
    public var user: UserInformation

    public init(
        calledTitle: AETitle?, callingTitle: AETitle?, contexts: [ContextAnswer], user: UserInformation
    ) {
        (self.calledTitle, self.callingTitle) = (calledTitle, callingTitle)
        (self.contexts, self.user) = (contexts, user)
    }

    /// - Parameter body: what follows the header of six bytes.
    init(reading body: ArraySlice<UInt8>) throws(PDUError) {
        var cursor = ByteCursor(body)
        (protocolVersion, calledTitle, callingTitle) = try cursor.associateHead()
        (applicationContext, contexts, user) = ("", [], .none)
        while let item = try cursor.item() {
            var value = item.value
            switch item.type {
            case 0x10: applicationContext = value.uid()
            case 0x21: contexts.append(try ContextAnswer(reading: value))
            case 0x50: try user.read(value.rest, startingAt: value.position)
            default: break
            }
        }
        try contexts.map(\.id).checkContextIDs()
    }

    func write(to writer: inout ItemWriter) {
        writer.associateHead(protocolVersion, calledTitle, callingTitle)
        writer.item(0x10) { $0.bytes += Array(applicationContext.utf8) }
        for context in contexts { context.write(to: &writer) }
        user.write(to: &writer)
    }

    /// What may be used, seen from the requestor that proposed `request`. Answers about what it did not propose, or with an
    /// encoding that it did not propose, are not accepted contexts.
    public func accepted(of request: AssociateRequest) -> [AcceptedContext] {
        contexts.compactMap { answer in
            guard answer.result == .acceptance,
                let proposed = request.contexts.first(where: { $0.id == answer.id }),
                proposed.transferSyntaxes.contains(answer.transferSyntax)
            else { return nil }
            let sopClass = proposed.abstractSyntax
            let asked = request.user.roles.last { $0.sopClass == sopClass }
            let granted = asked == nil ? nil : user.roles.last { $0.sopClass == sopClass }
            return AcceptedContext(
                id: answer.id, abstractSyntax: sopClass, transferSyntax: TransferSyntax(uid: answer.transferSyntax),
                isUser: granted.map { $0.isUser && asked?.isUser == true } ?? true,
                isProvider: granted.map { $0.isProvider && asked?.isProvider == true } ?? false)
        }
    }
}

extension ContextAnswer {
    /// A result that the standard does not know is a rejection without a reason.
    init(reading cursor: ByteCursor) throws(PDUError) {
        var cursor = cursor
        id = try cursor.byte()
        _ = try cursor.byte()
        result = Result(rawValue: try cursor.byte()) ?? .noReason
        _ = try cursor.byte()
        var syntax = ""
        while let item = try cursor.item() {
            var value = item.value
            if item.type == 0x40 { syntax = value.uid() }
        }
        transferSyntax = syntax
    }

    func write(to writer: inout ItemWriter) {
        writer.item(0x21) { item in
            item.bytes += [id, 0, result.rawValue, 0]
            item.item(0x40) { $0.bytes += Array(transferSyntax.utf8) }
        }
    }
}

/// A-ASSOCIATE-RQ: who wants to talk to whom, about what. Standard: PS3.8 §9.3.2.
public struct AssociateRequest: Sendable, Equatable {
    /// A bit for each version; the only one is bit 0.
    public var protocolVersion: UInt16 = 1
    /// `nil` when the peer sent no legal title.
    public var calledTitle: AETitle?
    public var callingTitle: AETitle?
    public var applicationContext = Implementation.applicationContext
    public var contexts: [PresentationContext]
    public var user: UserInformation

    public init(
        calledTitle: AETitle?, callingTitle: AETitle?, contexts: [PresentationContext], user: UserInformation
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
            case 0x20: contexts.append(try PresentationContext(reading: value))
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
}

extension PresentationContext {
    init(reading cursor: ByteCursor) throws(PDUError) {
        var cursor = cursor
        id = try cursor.byte()
        _ = try cursor.take(3)
        var (abstract, transfers): (String, [String]) = ("", [])
        while let item = try cursor.item() {
            var value = item.value
            switch item.type {
            case 0x30: abstract = value.uid()
            case 0x40: transfers.append(value.uid())
            default: break
            }
        }
        (abstractSyntax, transferSyntaxes) = (abstract, transfers)
    }

    func write(to writer: inout ItemWriter) {
        writer.item(0x20) { item in
            item.bytes += [id, 0, 0, 0]
            item.item(0x30) { $0.bytes += Array(abstractSyntax.utf8) }
            for syntax in transferSyntaxes { item.item(0x40) { $0.bytes += Array(syntax.utf8) } }
        }
    }
}

extension [UInt8] {
    /// Context ids are odd and stand once: two meanings of one id would be read as one. Standard: PS3.8 §9.3.2.2.
    func checkContextIDs() throws(PDUError) {
        var seen: Set<UInt8> = []
        for id in self {
            guard id % 2 == 1 else { throw .evenContextID(id) }
            guard seen.insert(id).inserted else { throw .duplicateContextID(id) }
        }
    }
}

extension ByteCursor {
    /// What A-ASSOCIATE-RQ and -AC begin with; in the latter the titles mean nothing. Standard: PS3.8 tables 9-11, 9-17.
    mutating func associateHead() throws(PDUError) -> (UInt16, AETitle?, AETitle?) {
        let version = try number16()
        _ = try take(2)
        let (called, calling) = (AETitle(try take(AETitle.fieldBytes)), AETitle(try take(AETitle.fieldBytes)))
        _ = try take(32)
        return (version, called, calling)
    }
}

extension ItemWriter {
    mutating func associateHead(_ version: UInt16, _ called: AETitle?, _ calling: AETitle?) {
        let blank = [UInt8](repeating: 0x20, count: AETitle.fieldBytes)
        number16(version)
        bytes += [0, 0]
        bytes += (called?.field ?? blank) + (calling?.field ?? blank)
        bytes += [UInt8](repeating: 0, count: 32)
    }
}

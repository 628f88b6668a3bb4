/// What one peer asks another. Standard: PS3.7 §9.3, annex E.
public enum Request: Sendable, Equatable {
    case echo(EchoRequest)
    case store(StoreRequest)
    case find(FindRequest)
    case get(GetRequest)
    case move(MoveRequest)
    case cancel(CancelRequest)

    /// - Throws: `MessageError.unexpectedCommand` for a response, `.missing` or `.badValue` for what a request lacks.
    public init(_ command: CommandSet) throws(MessageError) {
        let field = try command.field
        switch field {
        case .echoRequest: self = .echo(try EchoRequest(command))
        case .storeRequest: self = .store(try StoreRequest(command))
        case .findRequest: self = .find(try FindRequest(command))
        case .getRequest: self = .get(try GetRequest(command))
        case .moveRequest: self = .move(try MoveRequest(command))
        case .cancelRequest: self = .cancel(try CancelRequest(command))
        default: throw .unexpectedCommand(field)
        }
    }
}

/// How urgent a request is; peers may ignore it. Standard: PS3.7 annex E.1 (0000,0700).
public enum Priority: UInt16, Sendable {
    case low = 2
    case medium = 0
    case high = 1
}

/// Are you there? Standard: PS3.7 §9.3.5.
public struct EchoRequest: Sendable, Equatable {
    public let messageID: UInt16
    public let sopClass: String

    public init(messageID: UInt16) {
        (self.messageID, sopClass) = (messageID, SOPClass.verification.uid)
    }

    public init(_ command: CommandSet) throws(MessageError) {
        (messageID, sopClass) = try command.requestHead()
        // A data set would be left in the stream and read as the next message's.
        guard !command.hasDataSet else { throw .unexpectedDataSet }
    }

    public var command: CommandSet {
        CommandSet(.echoRequest, messageID: messageID, sopClass: sopClass, hasDataSet: false)
    }
}

/// Which answers matter: an identifier follows. Standard: PS3.7 §9.3.2.
public struct FindRequest: Sendable, Equatable {
    public let messageID: UInt16
    public let sopClass: String
    public let priority: Priority

    public init(messageID: UInt16, sopClass: String, priority: Priority = .medium) {
        (self.messageID, self.sopClass, self.priority) = (messageID, sopClass, priority)
    }

    public init(_ command: CommandSet) throws(MessageError) {
        (messageID, sopClass) = try command.requestHead()
        priority = command.priority
        guard command.hasDataSet else { throw .missingDataSet }
    }

    public var command: CommandSet {
        var command = CommandSet(.findRequest, messageID: messageID, sopClass: sopClass, hasDataSet: true)
        command.priority = priority
        return command
    }
}

/// Stop answering. The request that it is about still gets its last answer. Standard: PS3.7 §9.3.2.3.
public struct CancelRequest: Sendable, Equatable {
    public let cancelledMessageID: UInt16

    public init(cancelledMessageID: UInt16) { self.cancelledMessageID = cancelledMessageID }

    public init(_ command: CommandSet) throws(MessageError) {
        cancelledMessageID = try command.answeredMessageID
        guard !command.hasDataSet else { throw .unexpectedDataSet }
    }

    public var command: CommandSet {
        var command = CommandSet(.cancelRequest)
        command[.messageIDBeingRespondedTo] = cancelledMessageID
        return command
    }
}

extension CommandSet {
    /// A request with what every request but a cancel has.
    init(_ field: CommandField, messageID: UInt16, sopClass: String, hasDataSet: Bool) {
        self.init(field)
        set(.affectedSOPClassUID, uid: sopClass)
        self[.messageID] = messageID
        self.hasDataSet = hasDataSet
    }

    func requestHead() throws(MessageError) -> (UInt16, String) {
        (try messageID, try requiredUID(.affectedSOPClassUID))
    }

    /// Medium when it is absent or no priority of the standard: nothing here depends on it.
    public var priority: Priority {
        get { self[.priority].flatMap(Priority.init(rawValue:)) ?? .medium }
        set { self[.priority] = newValue.rawValue }
    }
}

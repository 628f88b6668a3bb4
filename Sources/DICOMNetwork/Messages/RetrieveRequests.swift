/// Send what the identifier names to a third peer, by new associations. Standard: PS3.7 §9.3.4.
public struct MoveRequest: Sendable, Equatable {
    public let messageID: UInt16
    public let sopClass: String
    /// The title as it stands in the command, unchecked. Standard: PS3.7 annex E.1 (0000,0600).
    public let destination: String
    public let priority: Priority

    public init(messageID: UInt16, sopClass: String, destination: String, priority: Priority = .medium) {
        (self.messageID, self.sopClass) = (messageID, sopClass)
        (self.destination, self.priority) = (destination, priority)
    }

    public init(_ command: CommandSet) throws(MessageError) {
        (messageID, sopClass) = try command.requestHead()
        guard let title = command.text(.moveDestination), !title.isEmpty else { throw .missing(.moveDestination) }
        destination = title
        priority = command.priority
        guard command.hasDataSet else { throw .missingDataSet }
    }

    public var command: CommandSet {
        var command = CommandSet(.moveRequest, messageID: messageID, sopClass: sopClass, hasDataSet: true)
        command.set(.moveDestination, text: destination, limit: 16)
        command.priority = priority
        return command
    }
}

/// Send what the identifier names back on this association. Standard: PS3.7 §9.3.3.
public struct GetRequest: Sendable, Equatable {
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
        var command = CommandSet(.getRequest, messageID: messageID, sopClass: sopClass, hasDataSet: true)
        command.priority = priority
        return command
    }
}

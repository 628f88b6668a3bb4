/// Keep this instance: its data set follows. Standard: PS3.7 §9.3.1.
public struct StoreRequest: Sendable, Equatable {
    public let messageID: UInt16
    /// UIDs that passed PS3.5 §9.1: digits and dots.
    public let sopClass: String
    public let sopInstance: String
    public let priority: Priority
    /// The C-MOVE that this store is part of.
    public let moveOriginator: MoveOriginator?

    /// Who asked for a C-MOVE, and by which message. The title is text of the peer, unchecked and possibly hostile.
    public struct MoveOriginator: Sendable, Equatable {
        public let title: String
        public let messageID: UInt16

        public init(title: String, messageID: UInt16) { (self.title, self.messageID) = (title, messageID) }
    }

    public init(
        messageID: UInt16, sopClass: String, sopInstance: String, priority: Priority = .medium,
        moveOriginator: MoveOriginator? = nil
    ) {
        (self.messageID, self.sopClass, self.sopInstance) = (messageID, sopClass, sopInstance)
        (self.priority, self.moveOriginator) = (priority, moveOriginator)
    }

    /// - Throws: `MessageError.badValue(.affectedSOPInstanceUID)` for a UID that may name nothing: the caller answers it.
    public init(_ command: CommandSet) throws(MessageError) {
        (messageID, sopClass) = try command.requestHead()
        sopInstance = try command.requiredUID(.affectedSOPInstanceUID)
        priority = command.priority
        guard command.hasDataSet else { throw .missingDataSet }
        let title = command.text(.moveOriginatorTitle)
        moveOriginator = title.flatMap { title in
            command[.moveOriginatorMessageID].map { MoveOriginator(title: title, messageID: $0) }
        }
    }

    public var command: CommandSet {
        var command = CommandSet(.storeRequest, messageID: messageID, sopClass: sopClass, hasDataSet: true)
        command.set(.affectedSOPInstanceUID, uid: sopInstance)
        command.priority = priority
        command.set(.moveOriginatorTitle, text: moveOriginator?.title, limit: 16)
        command[.moveOriginatorMessageID] = moveOriginator?.messageID
        return command
    }
}

/// What a peer answers to a request; the five services differ only in which of these stand in it.
/// Standard: PS3.7 §9.3, annex E.
public struct Response: Sendable, Equatable {
    public let field: CommandField
    /// The request that this answers.
    public let answeredMessageID: UInt16
    public let status: DIMSEStatus
    /// An identifier follows: a match of a C-FIND, or the list of failed instances of a C-MOVE or C-GET.
    public let hasDataSet: Bool
    /// As the peer sent them; peers leave them out often.
    public let sopClass: String?
    public let sopInstance: String?
    /// The peer's own words (0000,0902), at most 64 characters, control characters replaced. May name a patient.
    public let comment: String?
    /// Counts of a C-MOVE or C-GET; the failed instances are not in it yet.
    public let subOperations: SubOperations

    /// - Throws: `MessageError.unexpectedCommand` for a request, `.missing` without a status or message ID.
    public init(_ command: CommandSet) throws(MessageError) {
        field = try command.field
        guard !field.isRequest else { throw .unexpectedCommand(field) }
        answeredMessageID = try command.answeredMessageID
        status = DIMSEStatus(try command.required(.status))
        hasDataSet = command.hasDataSet
        sopClass = (try? command.uid(.affectedSOPClassUID)) ?? nil
        sopInstance = (try? command.uid(.affectedSOPInstanceUID)) ?? nil
        comment = command.text(.errorComment).flatMap { $0.isEmpty ? nil : $0.commentOfAPeer }
        subOperations = SubOperations(command)
    }
}

extension CommandSet {
    /// The answer to this request, with the UIDs of the request as far as they are right.
    /// - Parameter comment: for people at the peer; at most 64 characters, never with data of a patient.
    /// - Returns: `nil` when this is no request, or a cancel, or has no message ID: there is nothing to answer to.
    public func answer(
        _ status: DIMSEStatus, comment: String? = nil, subOperations: SubOperations? = nil, hasDataSet: Bool = false
    ) -> CommandSet? {
        guard let asked = self[.commandField], asked & 0x8000 == 0, asked != CommandField.cancelRequest.rawValue,
            let messageID = self[.messageID]
        else { return nil }
        var command = CommandSet(.echoResponse)
        // A service that this room does not know is answered too, with its own number.
        command[.commandField] = asked | 0x8000
        command.set(.affectedSOPClassUID, uid: (try? uid(.affectedSOPClassUID)) ?? nil)
        command[.messageIDBeingRespondedTo] = messageID
        command[.status] = status.value
        command.set(.errorComment, text: comment.flatMap { $0.isEmpty ? nil : $0 }, limit: 64)
        command.set(.affectedSOPInstanceUID, uid: (try? uid(.affectedSOPInstanceUID)) ?? nil)
        command.hasDataSet = hasDataSet
        subOperations?.write(to: &command)
        return command
    }
}

extension String {
    /// Printable and short: control characters of a peer must not reach a terminal or a log.
    var commentOfAPeer: String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(64).map { $0.properties.isControl ? "?" : $0 }))
    }
}

extension Unicode.Scalar.Properties {
    /// Characters that have no picture of their own: controls, direction marks, line separators.
    var isControl: Bool {
        switch generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

import DICOM

/// Why bytes of a peer are no DIMSE message, or a message of ours cannot be written. No case carries a value of a data
/// set: elements, offsets and counts only. Standard: PS3.7 §6.3, §9.3, annex E.
public enum MessageError: Error, Equatable, Sendable {
    /// A command set or an identifier above its limit, in bytes.
    case tooLarge(limit: Int)
    /// The command set ends inside an element: `wanted` bytes were declared, `left` are there.
    case truncated(offset: Int, wanted: Int, left: Int)
    /// An element of another group than 0000.
    case foreignElement(offset: Int, group: UInt16)
    /// An element that stands twice or behind a higher one.
    case outOfOrder(CommandElement)
    /// The group length is not the count of the bytes that follow it.
    case wrongGroupLength(declared: Int, actual: Int)
    case missing(CommandElement)
    /// A value that its representation does not allow.
    case badValue(CommandElement)
    /// No command of this room's services.
    case unknownCommand(UInt16)
    /// Another command than the one that belongs here.
    case unexpectedCommand(CommandField)
    /// A fragment on a presentation context that was not accepted.
    case unknownContext(UInt8)
    /// A fragment on another context before the message on the first was complete.
    case interleaved(expected: UInt8, found: UInt8)
    /// A data set where the command said that there is none, or before any command.
    case unexpectedDataSet
    /// A command where the data set of the one before must come.
    case missingDataSet
    /// A key that a query may not contain as it is.
    case badKey(Tag, detail: String)
    /// An identifier that is no data set, or cannot be written as one.
    case badIdentifier(DICOMError)

    public enum Recovery: Sendable, Equatable {
        /// The conversation has no meaning any more: abort the association.
        case abort
        /// This request is refused, the association goes on.
        case refuse
        /// Our own request is wrong: a person must correct it.
        case tellOperator
    }

    public var recovery: Recovery {
        switch self {
        case .badValue, .missing, .unknownCommand, .badIdentifier: .refuse
        case .badKey: .tellOperator
        default: .abort
        }
    }

    /// One sentence for the person who reads the log.
    public var suggestion: String {
        switch self {
        case .badKey(let tag, _): "Correct the value asked for in \(tag)."
        case .tooLarge: "Ask for less at once; if the peer sent it unasked, have that system checked."
        case .badIdentifier: "Have the peer's answers checked: they are no readable data sets."
        case .unknownCommand: "The peer asked for a service that is not offered; correct what it is configured to send."
        default: "Have the peer checked: it does not speak DICOM as the standard says (PS3.7)."
        }
    }
}

extension MessageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let limit): "a message part of more than \(limit) bytes"
        case .truncated(let offset, let wanted, let left):
            "command set cut at byte \(offset): \(wanted) bytes declared, \(left) left"
        case .foreignElement(let offset, let group): "element of group \(group) in a command set at byte \(offset)"
        case .outOfOrder(let element): "\(element) twice or out of order in a command set"
        case .wrongGroupLength(let declared, let actual):
            "command group length \(declared), but \(actual) bytes follow"
        case .missing(let element): "command set without \(element)"
        case .badValue(let element): "command set with a value of \(element) that is not allowed"
        case .unknownCommand(let field): "unknown command field \(String(field, radix: 16, uppercase: true))H"
        case .unexpectedCommand(let field): "\(field.name) where it does not belong"
        case .unknownContext(let id): "presentation context \(id) was not accepted"
        case .interleaved(let expected, let found):
            "a fragment on context \(found) inside a message on context \(expected)"
        case .unexpectedDataSet: "a data set that no command announced"
        case .missingDataSet: "a command where the data set of the last one belongs"
        case .badKey(let tag, let detail): "\(tag) cannot be asked for: \(detail)"
        case .badIdentifier(let error): "unreadable identifier: \(error)"
        }
    }
}

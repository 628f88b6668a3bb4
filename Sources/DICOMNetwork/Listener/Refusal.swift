/// Why a listener does not do what it is asked: each reason with its status, and where the standard says so.
enum Refusal: Error, Sendable, CaseIterable {
    /// A service that is not offered. PS3.7 §C.5 (0211H).
    case unknownService
    /// The affected SOP class is not that of the presentation context. PS3.7 §9.1.1.1.9 (0122H).
    case foreignClass
    /// An affected SOP class UID that breaks the rules of PS3.5 §9.1, or none. PS3.7 §C.5 (0118H).
    case badClass
    /// An affected SOP instance UID that breaks the rules of PS3.5 §9.1, or none. PS3.7 §9.1.1.1.9 (0117H).
    case badInstance
    /// Another element of the command is wrong or missing. PS3.7 §9.1.1.1.9 (0212H).
    case badArgument
    /// A C-STORE without a data set. PS3.4 table B.2-1 (C000H).
    case noDataSet
    /// The film could not be kept, for a reason that the receiver did not name. PS3.7 §9.1.1.1.9 (0110H).
    case receiverFailed
    /// The listener is being stopped: the film may be sent again. PS3.4 table B.2-1 (A700H).
    case closing

    var status: DIMSEStatus {
        switch self {
        case .unknownService: .unrecognizedOperation
        case .foreignClass: .sopClassNotSupported
        case .badClass: DIMSEStatus(0x0118)
        case .badInstance: .invalidSOPInstance
        case .badArgument: .mistypedArgument
        case .noDataSet: .cannotUnderstand
        case .receiverFailed: .processingFailure
        case .closing: .outOfResources
        }
    }

    /// Error Comment (0000,0902), at most 64 characters.
    var comment: String {
        switch self {
        case .unknownService: "this service is not offered"
        case .foreignClass: "SOP class is not that of the presentation context"
        case .badClass: "SOP class UID is missing or not legal"
        case .badInstance: "SOP instance UID is missing or not legal"
        case .badArgument: "an element of the command is missing or wrong"
        case .noDataSet: "no data set follows"
        case .receiverFailed: "the film could not be kept"
        case .closing: "the system is being stopped"
        }
    }

    /// What an unreadable request is refused with. Standard: PS3.7 §9.1, annex C.
    init(_ error: MessageError) {
        self =
            switch error {
            case .unknownCommand: .unknownService
            case .missing(.affectedSOPClassUID), .badValue(.affectedSOPClassUID): .badClass
            case .missing(.affectedSOPInstanceUID), .badValue(.affectedSOPInstanceUID): .badInstance
            case .missingDataSet: .noDataSet
            default: .badArgument
            }
    }
}

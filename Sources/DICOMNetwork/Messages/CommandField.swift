/// What a command set asks or answers: Command Field (0000,0100). Standard: PS3.7 annex E.1 (table E.1-1).
public enum CommandField: UInt16, Sendable, CaseIterable {
    case storeRequest = 0x0001
    case storeResponse = 0x8001
    case getRequest = 0x0010
    case getResponse = 0x8010
    case findRequest = 0x0020
    case findResponse = 0x8020
    case moveRequest = 0x0021
    case moveResponse = 0x8021
    case echoRequest = 0x0030
    case echoResponse = 0x8030
    case cancelRequest = 0x0FFF

    public var isRequest: Bool { rawValue & 0x8000 == 0 }

    /// What answers this request; `nil` for a cancel, which has no answer of its own, and for a response.
    public var response: CommandField? { isRequest ? CommandField(rawValue: rawValue | 0x8000) : nil }

    /// `C-FIND request`, as people and logs call it.
    public var name: String {
        switch self {
        case .storeRequest: "C-STORE request"
        case .storeResponse: "C-STORE response"
        case .getRequest: "C-GET request"
        case .getResponse: "C-GET response"
        case .findRequest: "C-FIND request"
        case .findResponse: "C-FIND response"
        case .moveRequest: "C-MOVE request"
        case .moveResponse: "C-MOVE response"
        case .echoRequest: "C-ECHO request"
        case .echoResponse: "C-ECHO response"
        case .cancelRequest: "C-CANCEL request"
        }
    }
}

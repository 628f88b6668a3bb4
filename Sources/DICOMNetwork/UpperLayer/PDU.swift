/// A message of the upper layer, P-DATA-TF apart, whose bytes are never collected: `PDUReader` gives them piece by piece
/// and `DataTransfer` writes them. Standard: PS3.8 §9.3.
public enum PDU: Sendable, Equatable {
    case associateRequest(AssociateRequest)
    case associateAccept(AssociateAccept)
    case associateReject(AssociateReject)
    case releaseRequest
    case releaseReply
    case abort(Abort)

    /// The first byte. Standard: PS3.8 tables 9-11 to 9-26.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case associateRequest = 1
        case associateAccept = 2
        case associateReject = 3
        case dataTransfer = 4
        case releaseRequest = 5
        case releaseReply = 6
        case abort = 7
    }

    /// Kind, a byte that means nothing, and four of length.
    static let headerBytes = 6

    public var kind: Kind {
        switch self {
        case .associateRequest: .associateRequest
        case .associateAccept: .associateAccept
        case .associateReject: .associateReject
        case .releaseRequest: .releaseRequest
        case .releaseReply: .releaseReply
        case .abort: .abort
        }
    }

    /// Header and body. Reserved bytes are zero.
    public func encoded() -> [UInt8] {
        var body = ItemWriter()
        switch self {
        case .associateRequest(let request): request.write(to: &body)
        case .associateAccept(let accept): accept.write(to: &body)
        case .associateReject(let reject): body.bytes = [0, reject.result, reject.source, reject.reason]
        case .releaseRequest, .releaseReply: body.bytes = [0, 0, 0, 0]
        case .abort(let abort): body.bytes = [0, 0, abort.source, abort.reason]
        }
        var whole = ItemWriter(bytes: [kind.rawValue, 0])
        whole.number32(UInt32(truncatingIfNeeded: body.bytes.count))
        return whole.bytes + body.bytes
    }

    /// - Parameters:
    ///   - kind: anything but `.dataTransfer`, which has no meaning as a whole: `nil`.
    ///   - body: what follows the header; reserved bytes in it are not looked at.
    init?(_ kind: Kind, body: ArraySlice<UInt8>) throws(PDUError) {
        var cursor = ByteCursor(body)
        switch kind {
        case .associateRequest: self = .associateRequest(try AssociateRequest(reading: body))
        case .associateAccept: self = .associateAccept(try AssociateAccept(reading: body))
        case .associateReject:
            _ = try cursor.byte()
            self = .associateReject(
                AssociateReject(result: try cursor.byte(), source: try cursor.byte(), reason: try cursor.byte()))
        case .releaseRequest: self = .releaseRequest
        case .releaseReply: self = .releaseReply
        case .abort:
            _ = try cursor.take(2)
            self = .abort(Abort(source: try cursor.byte(), reason: try cursor.byte()))
        case .dataTransfer: return nil
        }
    }
}

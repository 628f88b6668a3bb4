/// What happens to an association. "Local" is what our own side asks for. Standard: PS3.8 §9.2.2.
public enum AssociationEvent: Int, Sendable, CaseIterable {
    /// Local A-ASSOCIATE request.
    case evt1 = 1
    /// Transport connection confirmed (requestor).
    case evt2
    /// A-ASSOCIATE-AC received.
    case evt3
    /// A-ASSOCIATE-RJ received.
    case evt4
    /// Transport connection indicated (acceptor).
    case evt5
    /// A-ASSOCIATE-RQ received.
    case evt6
    /// Local A-ASSOCIATE response: accept.
    case evt7
    /// Local A-ASSOCIATE response: reject.
    case evt8
    /// Local P-DATA request.
    case evt9
    /// P-DATA-TF received.
    case evt10
    /// Local A-RELEASE request.
    case evt11
    /// A-RELEASE-RQ received.
    case evt12
    /// A-RELEASE-RP received.
    case evt13
    /// Local A-RELEASE response.
    case evt14
    /// Local A-ABORT request.
    case evt15
    /// A-ABORT received.
    case evt16
    /// Transport connection closed.
    case evt17
    /// ARTIM timer expired.
    case evt18
    /// Unrecognised or invalid PDU received.
    case evt19

    /// The peer or the transport caused it, not our own side: it can come at any time.
    public var isFromOutside: Bool {
        switch self {
        case .evt1, .evt7, .evt8, .evt9, .evt11, .evt14, .evt15: false
        default: true
        }
    }

    init(received kind: PDU.Kind) {
        switch kind {
        case .associateRequest: self = .evt6
        case .associateAccept: self = .evt3
        case .associateReject: self = .evt4
        case .dataTransfer: self = .evt10
        case .releaseRequest: self = .evt12
        case .releaseReply: self = .evt13
        case .abort: self = .evt16
        }
    }
}

import DICOM

/// What can go wrong with a peer. What it answers to a request is a value first (`DIMSEStatus`) and becomes `refused` only
/// where nothing else is left. No case carries patient data: titles, hosts, codes and counts only.
public enum NetworkError: Error, Equatable, Sendable {
    /// What did not happen in time.
    public enum Wait: String, Sendable {
        case connection = "the connection"
        case association = "the answer to the association request"
        case message = "the next message"
        case sending = "the peer to take what was sent"
        case release = "the answer to the release"
        case total = "the end of the association"
    }

    case cannotConnect(host: String, port: Int, reason: String)
    case cannotListen(host: String, port: Int, reason: String)
    case timedOut(Wait)
    /// The peer wants no association, or not now.
    case rejected(AssociateReject)
    /// The peer ended the association at once.
    case aborted(Abort)
    /// The peer ended the association in order.
    case released
    /// The connection was closed without a word.
    case closed
    /// The peer sent what is no PDU.
    case badPDU(PDUError)
    /// A PDU that has no place in this state of the association. Standard: PS3.8 §9.2.
    case unexpectedPDU
    /// The peer sent what is no DIMSE message, or we were asked to send none.
    case message(MessageError)
    /// Our TLS settings cannot be used.
    case tls(TLSProfileError)
    /// The TLS handshake failed, or what came was no TLS.
    case tlsHandshake(reason: String)
    /// The peer takes no messages of this SOP class.
    case noContext(String)
    /// The peer's final answer to a request is a failure.
    case refused(DIMSEService, DIMSEStatus, comment: String)
    /// A message that is not part of the service that is under way.
    case unexpectedMessage(String)
    /// A film of ours cannot be read, or is shorter than it was said to be.
    case unreadableFilm
    /// Our side gave up.
    case cancelled

    public enum Recovery: Sendable, Equatable {
        /// The same call may succeed later.
        case retry
        /// This one request is the problem: go on with the next.
        case setAside
        /// Nothing can be done without a person.
        case tellOperator
    }

    public var recovery: Recovery {
        switch self {
        case .cannotConnect, .timedOut, .aborted, .released, .closed, .badPDU, .unexpectedPDU, .cancelled: .retry
        case .rejected(let reject): reject.isTransient ? .retry : .tellOperator
        case .message(let error): error.recovery == .abort ? .retry : .setAside
        case .noContext, .refused, .unexpectedMessage, .unreadableFilm: .setAside
        case .cannotListen, .tls, .tlsHandshake: .tellOperator
        }
    }
}

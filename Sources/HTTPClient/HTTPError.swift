/// Why no complete answer came.
public enum HTTPError: Error, Equatable, Sendable {
    /// Where the time ran out.
    public enum Phase: String, Sendable { case connecting, waiting, receiving }

    /// What broke the rules of HTTP or of mail.
    public enum Part: String, Sendable { case address, request, reply }

    /// The name is unknown, or nothing listens there.
    case unreachable(host: String)
    case timedOut(Phase)
    /// The other side hung up in the middle.
    case connectionLost
    case bodyTooLarge(limit: Int)
    /// The task was cancelled, or the client was shut down.
    case cancelled
    case tls(reason: String)
    case malformed(Part)

    public enum Recovery: Sendable, Equatable { case retry, wait, setAside, tellOperator, giveBack }

    /// What the caller should do with the work it was about.
    public var recovery: Recovery {
        switch self {
        case .unreachable, .timedOut(.connecting): .wait
        case .timedOut, .connectionLost, .malformed(.reply): .retry
        case .bodyTooLarge: .setAside
        case .tls, .malformed: .tellOperator
        case .cancelled: .giveBack
        }
    }

    /// One sentence that a person can act on.
    public var suggestion: String {
        switch self {
        case .unreachable(let host): "Nothing answers at \(host): start the server there, or correct the address."
        case .timedOut(.connecting): "The server could not be reached in time: check the network and the address."
        case .timedOut(.waiting): "The server took the request and did not answer in time: it may be overloaded."
        case .timedOut(.receiving): "The answer stopped coming: check the server, or allow it more time."
        case .connectionLost: "The server hung up in the middle of its answer: look into its log."
        case .bodyTooLarge(let limit): "The answer is larger than \(limit) bytes: this is not the server we expect."
        case .cancelled: "The request was given up because the programme is stopping."
        case .tls(let reason): "The secure connection failed (\(reason)): check the server's certificate."
        case .malformed(.address):
            "The address is not complete, or of another kind (http, smtp): correct it in the settings."
        case .malformed(.request):
            "A header or an address has a character that the protocol forbids: check it in the settings."
        case .malformed(.reply):
            "What answers there speaks another protocol: check the address and the port."
        }
    }
}

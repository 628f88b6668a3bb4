/// Why there is no answer about a film.
public enum AnalysisError: Error, Equatable, Sendable {
    /// What kept the server from answering in time.
    public enum Phase: String, Sendable { case connecting, waiting, receiving }

    case endpointUnreachable(host: String)
    /// The address, the key or the model name is wrong: the answer would be the same for every film.
    case endpointRefused(status: Int)
    case endpointInsecure(reason: String)
    case endpointMisspelt
    /// Too many requests; `retryAfter` in seconds when the server said so.
    case endpointBusy(retryAfter: Double?)
    /// A 5xx; `retryAfter` in seconds when the server said so.
    case endpointFailed(status: Int, retryAfter: Double?)
    /// It failed several times and is left alone for so many seconds.
    case endpointResting(seconds: Int)
    case timedOut(Phase)
    case connectionLost
    case replyTooLarge(limit: Int)
    case replyUnreadable(ReplyProblem)
    case replyEmpty
    /// The model stopped at its length limit.
    case replyTruncated
    case imageRefused(status: Int)
    /// A 400 that names neither the picture nor the model: another film may fare better.
    case requestRefused(status: Int)
    /// The model behind the endpoint reads text only.
    case imageNotSupported
    /// The picture of the film could not be decoded again.
    case pictureUnreadable
    /// The embedded reader measures pictures and cannot read a text.
    case textNotSupported
    /// The programme is stopping.
    case cancelled

    public enum Recovery: Sendable, Equatable {
        /// The same film again, after the back-off, at the earliest after so many seconds.
        case retry(after: Double?)
        /// No film can be read now: the film goes back to the queue, unharmed.
        case waitForEndpoint
        /// This film cannot be read; a person looks at it.
        case setAside
    }

    /// What becomes of the film.
    public var recovery: Recovery {
        switch self {
        case .endpointBusy(let after), .endpointFailed(_, let after): .retry(after: after)
        case .timedOut(.connecting): .waitForEndpoint
        case .timedOut, .connectionLost, .replyTooLarge, .replyUnreadable, .replyEmpty, .replyTruncated:
            .retry(after: nil)
        case .endpointUnreachable, .endpointRefused, .endpointInsecure, .endpointMisspelt,
            .endpointResting, .imageNotSupported, .cancelled:
            .waitForEndpoint
        case .imageRefused, .requestRefused, .pictureUnreadable, .textNotSupported: .setAside
        }
    }

    /// What becomes of the film when the last retry ended like this: an overloaded or restarting server is nobody's
    /// film's fault, everything else may be.
    public var recoveryAfterLastRetry: Recovery {
        switch self {
        case .endpointBusy, .endpointFailed(502...504, _): .waitForEndpoint
        default: if case .retry = recovery { .setAside } else { recovery }
        }
    }

    /// A short word that stays the same, for the database and the tables of failures.
    public var code: String {
        switch self {
        case .endpointUnreachable: "endpoint-unreachable"
        case .endpointRefused: "endpoint-refused"
        case .endpointInsecure: "endpoint-insecure"
        case .endpointMisspelt: "endpoint-address"
        case .endpointBusy: "endpoint-busy"
        case .endpointFailed: "endpoint-failed"
        case .endpointResting: "endpoint-resting"
        case .timedOut: "timeout"
        case .connectionLost: "connection-lost"
        case .replyTooLarge: "reply-too-large"
        case .replyUnreadable: "reply-unreadable"
        case .replyEmpty: "reply-empty"
        case .replyTruncated: "reply-truncated"
        case .imageRefused: "image-refused"
        case .requestRefused: "request-refused"
        case .imageNotSupported: "image-not-supported"
        case .pictureUnreadable: "picture-unreadable"
        case .textNotSupported: "text-not-supported"
        case .cancelled: "cancelled"
        }
    }
}

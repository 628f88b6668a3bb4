import DICOM

/// What became of one film that was to be sent.
public enum StoreOutcome: Sendable, Equatable {
    /// The peer has it; a warning says that it changed something.
    case stored(DIMSEStatus)
    /// The peer does not want it.
    case refused(DIMSEStatus, comment: String)
    /// The peer takes no films of this kind in this encoding; in these it would take them.
    case notAccepted(takes: [TransferSyntax])
    /// It did not get through, or nobody knows whether it did: send it again.
    case failed(NetworkError)
    /// Not a byte of it was sent: there was no association for it, or it was not wanted any more (`cancelled`).
    case unsent(NetworkError)

    public var isStored: Bool {
        if case .stored = self { true } else { false }
    }

    public enum Recovery: Sendable, Equatable {
        case none
        /// The same film may be taken later.
        case retry
        /// This film will not be taken as it is.
        case setAside
        case tellOperator
    }

    public var recovery: Recovery {
        switch self {
        case .stored: .none
        // Out of resources (A7xx, 0213H) passes; what the peer cannot understand today it cannot tomorrow.
        case .refused(let status, _): status.isOutOfResources ? .retry : .setAside
        case .notAccepted: .setAside
        case .failed(let error), .unsent(let error):
            switch error.recovery {
            case .retry: .retry
            case .setAside: .setAside
            case .tellOperator: .tellOperator
            }
        }
    }

    /// One sentence for the person who reads the log.
    public var suggestion: String {
        switch self {
        case .stored(let status), .refused(let status, _): status.suggestion(in: .store)
        case .notAccepted(let takes) where takes.isEmpty: "Have this kind of film allowed at the peer."
        case .notAccepted: "Have this encoding allowed at the peer, or send the film uncompressed."
        case .failed(let error), .unsent(let error): error.suggestion
        }
    }
}

extension DIMSEStatus {
    /// The same request may succeed when the peer has room again. Standard: PS3.4 table B.2-1, PS3.7 §C.5.13.
    public var isOutOfResources: Bool { (0xA700...0xA7FF).contains(value) || self == .resourceLimitation }
}

/// How far a store is.
public struct StoreProgress: Sendable, Equatable {
    /// Position of the film in the list that was given.
    public let film: Int
    public let outcome: StoreOutcome
    /// Films with an outcome, this one included.
    public let done: Int
    public let total: Int
}

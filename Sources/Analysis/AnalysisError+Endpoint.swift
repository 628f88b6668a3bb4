extension AnalysisError {
    /// Another endpoint may do better at once; `false` for faults of the film or of the model's words.
    public var blamesEndpoint: Bool {
        switch self {
        case .endpointUnreachable, .endpointRefused, .endpointInsecure, .endpointMisspelt, .endpointBusy,
            .endpointFailed, .endpointResting, .timedOut, .connectionLost, .imageNotSupported:
            true
        // A page of a proxy, or a body without end: no model has spoken.
        case .replyTooLarge, .replyUnreadable(.notACompletion): true
        case .replyUnreadable, .replyEmpty, .replyTruncated, .imageRefused, .requestRefused, .pictureUnreadable,
            .textNotSupported, .cancelled:
            false
        }
    }

    /// A model has spoken, and its words are no use.
    var blamesWords: Bool {
        switch self {
        case .replyUnreadable(.notACompletion): false
        case .replyUnreadable, .replyEmpty, .replyTruncated: true
        default: false
        }
    }

    /// Seconds that the server asked to be left alone.
    var askedPause: Double? {
        switch self {
        case .endpointBusy(let seconds), .endpointFailed(_, let seconds): seconds
        default: nil
        }
    }

    /// Nobody was there to answer.
    var isAbsence: Bool {
        switch self {
        case .endpointUnreachable, .timedOut(.connecting), .endpointInsecure: true
        default: false
        }
    }

    var isTimeout: Bool { if case .timedOut = self { true } else { false } }

    /// It may be the same server a moment later.
    var isTransient: Bool {
        switch self {
        case .endpointBusy, .endpointFailed, .timedOut, .connectionLost: true
        default: false
        }
    }
}

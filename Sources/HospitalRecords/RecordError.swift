/// Why the hospital's answer could not be had or read. No case holds a word of the answer: it may name a patient.
public enum RecordError: Error, Equatable, Sendable {
    /// What kept the server from answering in time.
    public enum Phase: String, Sendable { case connecting, waiting, receiving }

    /// What is wrong with an answer.
    public enum AnswerProblem: String, Sendable, CaseIterable {
        case notJSON, tooDeep, tooManyValues, notTheResource, pageElsewhere, tooManyPages, incomplete
    }

    case serverUnreachable(host: String)
    case serverInsecure(reason: String)
    /// The address or the credentials in the settings cannot be sent.
    case serverMisspelt
    case timedOut(Phase)
    case connectionLost
    /// The address or the credentials are wrong: the answer would be the same for every film.
    case refused(status: Int)
    /// Too many requests; seconds when the server said so.
    case busy(retryAfter: Double?)
    case failed(status: Int, retryAfter: Double?)
    /// The server calls this one request wrong; another film may fare better.
    case requestRefused(status: Int)
    /// An OperationOutcome that is no mere information.
    case outcome(IssueCode)
    case answerUnreadable(AnswerProblem)
    case answerTooLarge(limit: Int)
    /// The search took more requests or more time than one film may.
    case tookTooLong
    /// There is a report, and none of its forms can be read as text.
    case formNotReadable(TextForm)
    /// An HL7 v2 file that cannot be read.
    case messageUnreadable(HL7Problem)
    /// The programme is stopping.
    case cancelled

    public enum Recovery: Sendable, Equatable {
        /// The same film again, at the earliest after so many seconds.
        case retry(after: Double?)
        /// No film can be asked about now.
        case waitForServer
        /// This film cannot be asked about; a person looks at it.
        case setAside
        /// The settings or the server are wrong: nothing gets better by itself.
        case tellOperator
    }

    /// What becomes of the search.
    public var recovery: Recovery {
        switch self {
        case .busy(let after): .retry(after: after)
        case .failed(502...504, _), .serverUnreachable, .timedOut(.connecting), .cancelled: .waitForServer
        case .failed(_, let after): .retry(after: after)
        case .timedOut, .connectionLost, .tookTooLong: .retry(after: nil)
        case .refused, .serverInsecure, .serverMisspelt, .answerUnreadable(.pageElsewhere): .tellOperator
        case .answerUnreadable(.notJSON): .retry(after: nil)
        case .outcome(let code): code.recovery
        case .requestRefused, .answerUnreadable, .answerTooLarge, .formNotReadable, .messageUnreadable: .setAside
        }
    }

    /// A short word that stays the same, for the database and the tables of failures.
    public var code: String {
        switch self {
        case .serverUnreachable: "records-unreachable"
        case .serverInsecure: "records-insecure"
        case .serverMisspelt: "records-address"
        case .timedOut: "timeout"
        case .connectionLost: "connection-lost"
        case .refused: "records-refused"
        case .busy: "records-busy"
        case .failed: "records-failed"
        case .requestRefused: "request-refused"
        case .outcome: "records-outcome"
        case .answerUnreadable: "answer-unreadable"
        case .answerTooLarge: "answer-too-large"
        case .tookTooLong: "took-too-long"
        case .formNotReadable: "form-not-readable"
        case .messageUnreadable: "message-unreadable"
        case .cancelled: "cancelled"
        }
    }
}

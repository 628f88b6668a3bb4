import Radiology

/// How a model classified a report, and how that came about.
public struct CheckAnswer: Sendable, Equatable {
    public var reply: CheckReply
    public var call: CallRecord
    /// Why the classification is to be doubted; `nil` when it is clean.
    public var problem: String?

    public var isPathologic: Bool { reply.isPathologic }
    public var severity: Severity { reply.severity }
    public var summary: String { reply.summary }
    public var confidence: Confidence? { reply.confidence }

    public init(reply: CheckReply, call: CallRecord, problem: String? = nil) {
        (self.reply, self.call, self.problem) = (reply, call, problem)
    }
}

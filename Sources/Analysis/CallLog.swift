import Synchronization

/// A call that came to nothing.
public struct FailedCall: Sendable, Equatable {
    /// What was sent and to whom; its `raw` is empty when no answer came.
    public var call: CallRecord
    public var error: AnalysisError

    public init(call: CallRecord, error: AnalysisError) { (self.call, self.error) = (call, error) }
}

/// The calls that came to nothing on the way to an answer, or to none: an `AnalysisError` says what happened last, this
/// says what was asked of whom. Whoever wants them asks within `collecting`.
public final class CallLog: Sendable {
    @TaskLocal static var current: CallLog?

    private let calls = Mutex<[FailedCall]>([])

    /// Of one reading: three servers and three tries of each call are fewer.
    private static let most = 64

    public init() {}

    /// In the order in which they ended.
    public var failed: [FailedCall] { calls.withLock { $0 } }

    func add(_ call: CallRecord, _ error: AnalysisError) {
        calls.withLock { if $0.count < Self.most { $0.append(FailedCall(call: call, error: error)) } }
    }

    /// Runs `work` with its failed calls kept here.
    public func collecting<T>(
        isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> T
    ) async rethrows -> T {
        try await Self.$current.withValue(self, operation: work)
    }
}

/// How often and how late a failed film is asked about again. Pure: chance is an argument.
public struct RetryPolicy: Sendable, Equatable {
    /// Retries after the first attempt.
    public var maxRetries: Int
    /// Wait after the first attempt; doubled after each further one.
    public var base: Duration
    /// Longest wait of our own.
    public var cap: Duration
    /// Longest wait that a server may ask for.
    public var retryAfterCap: Duration

    public init(
        maxRetries: Int = 3, base: Duration = .seconds(2), cap: Duration = .seconds(60),
        retryAfterCap: Duration = .seconds(300)
    ) {
        self.maxRetries = max(0, maxRetries)
        self.base = max(.zero, base)
        self.cap = max(.zero, cap)
        self.retryAfterCap = max(.zero, retryAfterCap)
    }

    public func allowsRetry(afterAttempt attempt: Int) -> Bool { attempt <= maxRetries }

    /// Seconds to wait: 2, 4, 8 … with the standard base, ± 25 % by `jitter`, and never less than the server asked for.
    /// - Parameters:
    ///   - attempt: 1 for the first.
    ///   - retryAfter: seconds the server asked for, if it did.
    ///   - jitter: 0 … 1; 0.5 is the middle.
    public func delay(afterAttempt attempt: Int, retryAfter: Double? = nil, jitter: Double = 0.5) -> Double {
        // 2^40 base waits are longer than any cap: the exponent stays small whatever the attempt.
        let doublings = Double(1 << min(max(attempt - 1, 0), 40))
        let wait = min(Self.seconds(base) * doublings, Self.seconds(cap))
        let spread = 0.75 + 0.5 * (jitter.isFinite ? min(max(jitter, 0), 1) : 0.5)
        let asked = retryAfter.map { $0.isFinite ? min(max($0, 0), Self.seconds(retryAfterCap)) : 0 } ?? 0
        return max(wait * spread, asked)
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

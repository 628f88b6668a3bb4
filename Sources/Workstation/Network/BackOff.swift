import Foundation

/// How long a failed attempt waits for the next: twice as long each time, up to a limit.
package struct BackOff: Sendable, Equatable {
    package let base: TimeInterval
    package let limit: TimeInterval
    /// Attempts after which a film's own failures are a person's matter.
    package let maxAttempts: Int

    package init(base: TimeInterval, limit: TimeInterval, maxAttempts: Int) {
        (self.base, self.limit, self.maxAttempts) = (base, limit, maxAttempts)
    }

    /// - Parameter attempts: made so far, at least 1.
    package func delay(afterAttempt attempts: Int) -> TimeInterval {
        min(limit, base * pow(2, Double(min(max(attempts, 1), 32) - 1)))
    }

    /// For what waits through no fault of its own, however often: a quarter of the time that it has waited already.
    package func delay(atAge age: TimeInterval) -> TimeInterval { min(limit, max(base, age / 4)) }
}

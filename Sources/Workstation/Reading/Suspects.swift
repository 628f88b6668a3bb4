import Foundation
import Radiology
import Synchronization

/// Films that failed and may be at fault themselves, or have met a failing server: what becomes of others tells.
package final class Suspects: Sendable {
    /// What is known about a film that has just failed.
    package struct Standing: Equatable {
        /// It has not failed before, as far as is remembered.
        package let isFirstFailure: Bool
        /// A film was answered between this failure and the one before: the server is well, this film is at fault.
        package let wereOthersAnswered: Bool
        /// How often it failed, this time included.
        package let failures: Int
        /// How often another film was answered between two of them.
        package let answersToOthers: Int
        /// Other films that failed after the last answered one.
        package let others: Int
    }

    /// So many are remembered; a film that is forgotten gets one try more.
    private static let most = 10_000

    private struct Failure {
        var last: Date
        var count = 0
        var answersToOthers = 0
    }

    private let failures = Mutex<[SOPInstanceUID: Failure]>([:])

    package init() {}

    /// - Parameter answer: when a film was last answered.
    package func failed(_ uid: SOPInstanceUID, at now: Date, lastAnswer answer: Date?) -> Standing {
        failures.withLock { failures in
            if failures.count >= Self.most { failures.removeAll() }
            let before = failures[uid]
            let since = answer ?? .distantPast
            var failure = before ?? Failure(last: now)
            (failure.last, failure.count) = (now, failure.count + 1)
            let wereOthersAnswered = before.map { since > $0.last } ?? false
            if wereOthersAnswered { failure.answersToOthers += 1 }
            failures[uid] = failure
            return Standing(
                isFirstFailure: before == nil, wereOthersAnswered: wereOthersAnswered, failures: failure.count,
                answersToOthers: failure.answersToOthers,
                others: failures.count { $0.key != uid && $0.value.last > since })
        }
    }

    /// It was answered or set aside.
    package func clear(_ uid: SOPInstanceUID) { failures.withLock { _ = $0.removeValue(forKey: uid) } }
}

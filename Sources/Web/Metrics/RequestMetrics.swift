import Synchronization

/// What the daemon counts about its own answers, since it started. Labels are route templates and statuses: their number
/// is bounded, whatever is asked.
public final class RequestMetrics: Sendable {
    /// Things that happen now and then and are worth an alarm when they happen often.
    enum Happening: Int, Sendable, CaseIterable {
        case signInFailed, lockedOut, rateLimited, auditLine, auditFailed
    }

    struct Counts: Sendable {
        /// Route template → status → answers.
        var answers: [String: [Int: Int]] = [:]
        /// Route template → how long they took.
        var durations: [String: Histogram] = [:]
        var happenings = [Int](repeating: 0, count: Happening.allCases.count)
    }

    private let counts = Mutex(Counts())

    public init() {}

    /// An answer was given.
    /// - Parameters:
    ///   - route: the endpoint's template (`/api/exams/{uid}`), never the path asked for; empty when no endpoint took it.
    ///   - seconds: from the head of the request to the head of the answer.
    func observe(route: String, status: Int, seconds: Double) {
        let route = route.isEmpty ? "none" : route
        counts.withLock { counts in
            counts.answers[route, default: [:]][status, default: 0] += 1
            counts.durations[route, default: Histogram()].add(seconds)
        }
    }

    func count(_ happening: Happening) { counts.withLock { $0.happenings[happening.rawValue] += 1 } }

    var now: Counts { counts.withLock { $0 } }
}

import Foundation

/// Leaves a server that failed alone for a while, and then lets one call try it. Pure: the time is an argument.
public struct CircuitBreaker: Sendable, Equatable {
    public enum State: Sendable, Equatable {
        /// Calls go through.
        case closed
        /// No call goes through before that moment.
        case open(until: Date)
        /// One call is under way that tries it.
        case halfOpen
    }

    public struct Rule: Sendable, Equatable {
        /// So many failures in a row open it; a server that is away opens it at once.
        public var failures: Int
        /// Seconds of the first rest; doubled each time the trying call fails.
        public var rest: Double
        public var longestRest: Double

        public static let standard = Rule()

        public init(failures: Int = 3, rest: Double = 5, longestRest: Double = 60) {
            self.failures = max(1, failures)
            self.rest = max(0, rest)
            self.longestRest = max(self.rest, longestRest)
        }
    }

    /// Longest rest that a server may ask for, in seconds.
    static let longestAsked = 300.0
    /// Seconds of rest before a server that looks well from outside is tried before its time: it looks well all the while
    /// it refuses a key, or fails at every film.
    static let leastRest = 5.0

    public let rule: Rule
    public private(set) var state = State.closed
    /// In a row, since the last success.
    public private(set) var failures = 0
    private var rests = 0
    private var opened = Date.distantPast
    /// The server itself named the moment at which it can be asked again.
    private var isAsked = false

    public init(rule: Rule = .standard) { self.rule = rule }

    /// Whether a call may go through now. `true` from an open breaker is the one call that tries it: its end must be
    /// told by `succeeded`, `failed` or `abandoned`.
    public mutating func admits(at now: Date) -> Bool {
        switch state {
        case .closed: return true
        case .halfOpen: return false
        case .open(let until):
            // A rest longer than any that is given: the clock was set back.
            guard now >= until || until.timeIntervalSince(now) > max(rule.longestRest, Self.longestAsked) else {
                return false
            }
            state = .halfOpen
            return true
        }
    }

    public mutating func succeeded() { (state, failures, rests) = (.closed, 0, 0) }

    /// - Parameters:
    ///   - isAway: nothing there could have answered, so one failure is enough.
    ///   - retryAfter: seconds that the server asked for.
    public mutating func failed(at now: Date, isAway: Bool, retryAfter: Double? = nil) {
        failures = min(failures + 1, 1_000_000)
        let asked = retryAfter.map { $0.isFinite ? min(max($0, 0), Self.longestAsked) : 0 }
        // Calls that went out before it opened come home late: they prolong nothing, unless the server asks for it.
        if case .open(let until) = state {
            if let asked, now.addingTimeInterval(asked) > until {
                (state, isAsked) = (.open(until: now.addingTimeInterval(asked)), true)
            }
            return
        }
        guard state == .halfOpen || isAway || retryAfter != nil || failures >= rule.failures else { return }
        let own = min(rule.rest * Double(1 << min(rests, 20)), rule.longestRest)
        // A server that names its own moment is back then; nothing else is known to be wrong with it.
        state = .open(until: now.addingTimeInterval(asked ?? own))
        (opened, isAsked) = (now, asked != nil)
        if asked == nil { rests += 1 }
    }

    /// The server has asked to be left alone until then, and that moment has not come.
    public func isAskedToWait(at now: Date) -> Bool {
        guard case .open(let until) = state else { return false }
        return isAsked && now < until
    }

    /// The trying call was given up before it told anything: another may try.
    public mutating func abandoned(at now: Date) {
        if state == .halfOpen { state = .open(until: now) }
    }

    /// The server looks well from outside: the next call may try it at once. Not while it has asked to be left alone, and
    /// not before a first rest is over.
    /// - Returns: whether the way is open now.
    @discardableResult
    public mutating func invited(at now: Date) -> Bool {
        guard case .open(let until) = state, !isAskedToWait(at: now) else { return false }
        let rested = now.timeIntervalSince(opened)
        guard now >= until || rested < 0 || rested >= min(rule.rest, Self.leastRest) else { return false }
        state = .open(until: min(until, now))
        return true
    }
}

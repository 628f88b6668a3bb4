import Foundation
import Synchronization

/// Makes guessing passwords slow: after five wrong ones, each next attempt has to wait 1, 2, 4 … 900 seconds.
///
/// Who is counted, so that a stranger who guesses shuts nobody out but himself:
/// - An address from which a login has signed in before is known for that login for 30 days. An attempt of a known pair
///   counts for that pair alone: it is neither held up by strangers' guesses at the login, nor by a neighbour's at the
///   same address (a ward behind one address).
/// - Any other attempt counts for its address and for its login, and waits for both. So one address cannot try many
///   logins, and many addresses cannot try one login.
/// - Those who are signed in (session cookie, or a password verified in the last minutes) are not asked.
///
/// An attempt is counted when it begins and given back when it was right: a thousand at once are no way around. While
/// one has to wait, nothing is computed, and waiting does not grow. A count is forgotten an hour after its last failure.
/// What is known lives in memory: after a restart, the first right password makes an address known again.
package final class LockOut: Sendable {
    static let free = 5
    static let longest = 900.0
    fileprivate static let forgotten = 3600.0
    private static let knownFor = 30 * 86_400.0

    fileprivate enum Key: Hashable {
        case address(String)
        case login(String)
        case pair(login: String, address: String)
    }

    fileprivate struct Count {
        var failures = 0
        var lockedUntil = 0.0
        var last = 0.0
    }

    fileprivate struct State {
        var counts: [Key: Count] = [:]
        /// When a pair last signed in.
        var known: [Key: Double] = [:]
    }

    /// Permission for one attempt.
    package struct Ticket: Sendable {
        fileprivate let keys: [Key]
        fileprivate let pair: Key
    }

    package enum Admission: Sendable {
        case may(Ticket)
        case locked(seconds: Int)
    }

    private let state = Mutex(State())
    private let most: Int

    /// - Parameter most: counts that are remembered.
    package init(most: Int = 10_000) { self.most = most }

    package func begin(login: String, household: String, now: Double) -> Admission {
        state.withLock { state in
            let pair = Key.pair(login: login, address: household)
            let isKnown = state.known[pair].map { now - $0 < Self.knownFor } ?? false
            let keys = isKnown ? [pair] : [.address(household), .login(login)]
            let until = keys.compactMap { state.counts[$0]?.lockedUntil }.max() ?? 0
            if until > now { return .locked(seconds: min(Int(Self.longest), Int((until - now).rounded(.up)))) }
            for key in keys { state.count(key, now) }
            if state.counts.count > most { state.thin(to: most, now) }
            return .may(Ticket(keys: keys, pair: pair))
        }
    }

    /// It was right: the attempt is given back, and the address is known from now on.
    package func succeeded(_ ticket: Ticket, now: Double) {
        state.withLock { state in
            for key in ticket.keys {
                guard var count = state.counts[key] else { continue }
                count.failures -= 1
                count.lockedUntil = min(count.lockedUntil, now)
                state.counts[key] = key == ticket.pair || count.failures <= 0 ? nil : count
            }
            state.known[ticket.pair] = now
            if state.known.count > most, let oldest = state.known.min(by: { $0.value < $1.value })?.key {
                state.known[oldest] = nil
            }
        }
    }

    /// It was never tried: nobody failed.
    package func givenBack(_ ticket: Ticket, now: Double) {
        state.withLock { state in
            for key in ticket.keys {
                state.counts[key]?.failures -= 1
                state.counts[key]?.lockedUntil = now
            }
        }
    }
}

extension LockOut.State {
    fileprivate mutating func count(_ key: LockOut.Key, _ now: Double) {
        var count = counts[key] ?? LockOut.Count()
        if now - count.last > LockOut.forgotten { count = LockOut.Count() }
        count.failures += 1
        count.last = now
        let beyond = count.failures - LockOut.free
        if beyond > 0 { count.lockedUntil = now + min(LockOut.longest, pow(2, Double(min(beyond, 20) - 1))) }
        counts[key] = count
    }

    /// The old ones go, then those with the fewest failures: a flood of new names must not wash away what is locked.
    fileprivate mutating func thin(to most: Int, _ now: Double) {
        counts = counts.filter { now - $0.value.last <= LockOut.forgotten }
        guard counts.count > most else { return }
        let order = counts.sorted { ($0.value.failures, $0.value.last) < ($1.value.failures, $1.value.last) }
        for (key, _) in order.prefix(most / 10) { counts[key] = nil }
    }
}

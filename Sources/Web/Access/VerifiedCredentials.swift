import Foundation
import Synchronization

/// What was found out about a login and its password in the last minutes, so that a programme that sends both with each
/// request costs microseconds and not the 30 ms of a hash. Kept as keyed hashes, in memory only.
///
/// A wrong password is remembered too, for a minute: asked again it is wrong without being a new guess (an old browser
/// that keeps sending a changed password must not lock its address). And many requests at once with the same
/// credentials, as a page makes them, wait for one computation.
final class VerifiedCredentials: Sendable {
    static let most = 1000
    fileprivate static let rightFor = 600.0
    fileprivate static let wrongFor = 60.0

    typealias Digest = [UInt8]

    enum Outcome: Sendable, Equatable {
        case right
        case wrong
        case locked(seconds: Int)
        /// Too many are waiting.
        case busy
        /// It is right, but that could not be written into the audit log.
        case unwritten
    }

    fileprivate struct Entry {
        let isRight: Bool
        /// As the settings had it; with another one, nothing is known.
        let secret: String?
        let until: Double
    }

    fileprivate struct State {
        var entries: [Digest: Entry] = [:]
        var underWay: [Digest: [CheckedContinuation<Outcome?, Never>]] = [:]
    }

    private let key = Sodium.random(32)
    private let state = Mutex(State())

    func digest(_ credentials: BasicCredentials) -> Digest {
        // A login has no zero byte.
        Sodium.hmac(Array(credentials.login.utf8) + [0] + Array(credentials.password.utf8), key: key)
    }

    /// - Parameter secret: what the settings say now; `nil` = no such login.
    func known(_ digest: Digest, secret: String?, now: Double) -> Outcome? {
        state.withLock { state in
            guard let entry = state.entries[digest], entry.until > now, entry.secret == secret else { return nil }
            return entry.isRight ? .right : .wrong
        }
    }

    /// Runs `body` unless somebody already does for the same credentials; then both get its outcome.
    func once(_ digest: Digest, secret: String?, now: Double, _ body: () async -> Outcome) async -> Outcome {
        if let outcome = await join(digest, secret, now) { return outcome }
        let outcome = await body()
        let waiting = state.withLock { state in
            state.keep(digest, outcome, secret, now)
            return state.underWay.removeValue(forKey: digest) ?? []
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
        return outcome
    }

    fileprivate enum Part {
        case lead
        case done(Outcome)
        case waits
    }

    /// - Returns: `nil` when the caller has to find it out.
    private func join(_ digest: Digest, _ secret: String?, _ now: Double) async -> Outcome? {
        let outcome: Outcome? = await withCheckedContinuation { continuation in
            let part = state.withLock { state in state.part(digest, secret, now, continuation) }
            switch part {
            case .lead: continuation.resume(returning: nil)
            case .done(let outcome): continuation.resume(returning: outcome)
            case .waits: break
            }
        }
        return outcome
    }
}

extension VerifiedCredentials.State {
    /// The one who asked before may have finished since the caller looked.
    fileprivate mutating func part(
        _ digest: VerifiedCredentials.Digest, _ secret: String?, _ now: Double,
        _ continuation: CheckedContinuation<VerifiedCredentials.Outcome?, Never>
    ) -> VerifiedCredentials.Part {
        if underWay[digest] != nil {
            underWay[digest]?.append(continuation)
            return .waits
        }
        if let entry = entries[digest], entry.until > now, entry.secret == secret {
            return .done(entry.isRight ? .right : .wrong)
        }
        underWay[digest] = []
        return .lead
    }

    fileprivate mutating func keep(
        _ digest: VerifiedCredentials.Digest, _ outcome: VerifiedCredentials.Outcome, _ secret: String?, _ now: Double
    ) {
        guard outcome == .right || outcome == .wrong else { return }
        if entries.count >= VerifiedCredentials.most { thin(now) }
        let lasts = outcome == .right ? VerifiedCredentials.rightFor : VerifiedCredentials.wrongFor
        entries[digest] = VerifiedCredentials.Entry(isRight: outcome == .right, secret: secret, until: now + lasts)
    }

    /// Wrong ones are anybody's to make: they must not push out the right ones.
    private mutating func thin(_ now: Double) {
        entries = entries.filter { $0.value.until > now }
        if entries.count >= VerifiedCredentials.most { entries = entries.filter { $0.value.isRight } }
        guard entries.count >= VerifiedCredentials.most else { return }
        if let oldest = entries.min(by: { $0.value.until < $1.value.until })?.key { entries[oldest] = nil }
    }
}

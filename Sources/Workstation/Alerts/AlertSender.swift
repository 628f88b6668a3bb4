import Foundation
import Logging
import Radiology
import Store
import Synchronization

/// One channel's messages: what is due goes out, one after another, and not more of them a minute than the operator wants.
///
/// Each arrives once, but for one doubt: what was on its way when the process was killed, or when no answer came, is sent
/// again under the same id.
package final class AlertSender: Sendable {
    package enum Step: Sendable, Equatable {
        case sent
        /// Not taken for good, and set aside.
        case refused
        case nothingDue
        /// As many as a minute may have were sent.
        case limited(until: Date)
        case away(problem: String, after: Double?)
    }

    /// After a week without success a person must look; the message is old news by then.
    package static let lifetime: TimeInterval = 7 * 86_400

    let channel: String
    private let archive: Archive
    private let policy: AlertMessage.Policy
    /// Messages a minute.
    private let rate: Int
    /// For one message that was not taken: it waits a quarter of its age.
    private let backOff: BackOff
    private let now: @Sendable () -> Date
    private let log: Logger
    private let deliver: @Sendable (AlertMessage) async throws -> AlertAnswer
    /// How a message ended, while that could not be written: were it forgotten, the message would go out twice.
    private let unwritten = Mutex<(id: Int64, end: AlertEnd)?>(nil)

    package init(
        channel: String, archive: Archive, policy: AlertMessage.Policy, rate: Int,
        backOff: BackOff = BackOff(base: 2, limit: 600, maxAttempts: .max), now: @escaping @Sendable () -> Date,
        log: Logger, deliver: @escaping @Sendable (AlertMessage) async throws -> AlertAnswer
    ) {
        (self.channel, self.archive, self.policy, self.rate) = (channel, archive, policy, rate)
        (self.backOff, self.now, self.log, self.deliver) = (backOff, now, log, deliver)
    }

    /// Sends the message that has been due longest.
    /// - Throws: `StoreError` and `CancellationError`; a message that was on its way then stays marked as being sent.
    package func step() async throws -> Step {
        try Task.checkCancellation()
        if let left = unwritten.withLock({ $0 }) { try write(left.end, of: left.id) }
        let moment = now()
        guard let alert = try archive.alerts.next(for: channel, at: moment).first else { return .nothingDue }
        let sent = try archive.alerts.sent(to: channel, since: moment - 60, now: moment)
        // The place of the oldest one that must leave the minute first.
        if sent.count >= rate { return .limited(until: sent[sent.count - rate] + 60) }
        guard let record = try archive.exams.record(alert.uid, .list) else {
            return try setAside(alert, "The exam is gone.", nil)
        }
        guard try archive.alerts.begin(alert.id, now: moment) else { return .nothingDue }
        return try note(try await deliver(AlertMessage(alert, about: record, policy)), of: alert)
    }

    private func note(_ answer: AlertAnswer, of alert: Alert) throws(StoreError) -> Step {
        switch answer {
        case .accepted(let status):
            try write(.sent(status: status), of: alert.id)
            return .sent
        case .refused(let status, let problem): return try setAside(alert, problem, status)
        case .away(let status, let problem, let after):
            let moment = now()
            let age = moment.timeIntervalSince(alert.since)
            if age >= Self.lifetime {
                _ = try setAside(alert, "\(problem) So it was for a week.", status)
            } else {
                let pause = max(backOff.delay(atAge: age), min(after ?? 0, 3600))
                try write(.later(moment + pause, problem: problem, status: status), of: alert.id)
            }
            return .away(problem: problem, after: after)
        }
    }

    private func setAside(_ alert: Alert, _ problem: String, _ status: Int?) throws(StoreError) -> Step {
        log.error("An alert for \(channel) was set aside; `failures --retry` sends it again. \(problem)")
        try write(.failed(problem: problem, status: status), of: alert.id)
        return .refused
    }

    private func write(_ end: AlertEnd, of id: Int64) throws(StoreError) {
        unwritten.withLock { $0 = (id, end) }
        try archive.alerts.end(id, as: end, now: now())
        unwritten.withLock { $0 = nil }
    }
}

import Foundation
import HospitalRecords
import Radiology
import Store

/// How old films are, and when the hospital is asked about them. Pure.
package struct RecordAge: Sendable {
    /// Where the films' times are at home.
    let zone: TimeZone
    /// Between two old films that are asked about for the first time, seconds.
    let poll: Double

    package init(zone: TimeZone, poll: Double) { (self.zone, self.poll) = (zone, poll) }

    static let day = 86_400.0
    /// From this age on a film without a report is counted as one that has none; it may come late all the same.
    static let silent = 30 * day

    /// Seconds since the exposure; a film without a readable date counts as new.
    func age(of created: String, at now: Date) -> Double {
        guard let start = RecordTime(created)?.instants(in: zone).lowerBound else { return 0 }
        return now.timeIntervalSince1970 - Double(start)
    }

    /// When a film that was just entered is asked about first. A mountain of old films is spread over time: today's
    /// reports do not wait behind it.
    /// - Parameter old: how many old films were entered in this look so far; it is counted on.
    package func first(_ created: String, old: inout Int, at now: Date) -> (date: Date, isFresh: Bool) {
        let age = age(of: created, at: now)
        if RecordSchedule.lane(age: age) == .old {
            old += 1
            return (now + Double(old - 1) * poll, false)
        }
        return (now + (RecordSchedule.wait(after: nil, attempts: 0, age: age, jitter: 0) ?? 0), true)
    }

    /// When a film is asked about again; `nil` for never.
    package func next(
        after outcome: RecordSchedule.Outcome, attempts: Int, failures: Int = 0, created: String, at now: Date,
        jitter: Double
    ) -> Date? {
        let age = age(of: created, at: now)
        guard outcome != .reported else { return again(age).map { now + $0 * (0.9 + 0.2 * jitter) } }
        return RecordSchedule.wait(
            after: outcome, attempts: attempts, failures: failures, age: age, jitter: jitter
        ).map { now + $0 }
    }

    /// Seconds until a finished report is looked at again: it may be corrected. With the mark that the server gave, that
    /// is one short question.
    private func again(_ age: Double) -> Double? {
        switch age {
        case ..<(2 * Self.day): Self.day / 2
        case ..<(14 * Self.day): 2 * Self.day
        case ..<(60 * Self.day): 14 * Self.day
        default: nil
        }
    }
}

import Foundation

/// When an archive is asked, and about which span. Time and randomness are arguments.
package struct QuerySchedule: Sendable {
    package let interval: TimeInterval
    package let lookback: TimeInterval
    /// Days before today that are asked again as whole days, at the start and after each midnight.
    package let sweepDays: Int
    /// Empty = always.
    package let hours: [HourWindow]
    package let zone: TimeZone

    package init(
        interval: TimeInterval, lookback: TimeInterval, sweepDays: Int, hours: [HourWindow], zone: TimeZone
    ) {
        (self.interval, self.lookback, self.sweepDays) = (interval, lookback, sweepDays)
        (self.hours, self.zone) = (hours, zone)
    }

    /// A downtime that is told to people before it is caught up.
    package static let longDowntime: TimeInterval = 31 * 86_400

    /// The span to ask about: from the look-back before the last complete query. Films reach an archive after their time
    /// of study, so the look-back is asked again each time, also before the beginning of a downtime.
    package func span(completeUntil mark: Date?, now: Date) -> (from: Date, to: Date) {
        let known = min(mark ?? now, now)
        return (known - lookback, now)
    }

    /// What is asked since the last query, oldest first. Days before today are asked as whole days: a study without Study
    /// Time is found only so, and no mark passes a midnight before that.
    package func windows(completeUntil mark: Date?, now: Date) -> [QueryWindow] {
        var from = span(completeUntil: mark, now: now).from
        if from < calendar.startOfDay(for: now) { from = calendar.startOfDay(for: from) }
        return QueryWindow.merged(QueryWindow.windows(from: from, to: now, in: zone))
    }

    /// The last days and today, newest first, each by itself: asked again for what came late.
    package func sweep(at now: Date) -> [QueryWindow] {
        let today = calendar.startOfDay(for: now)
        guard let first = calendar.date(byAdding: .day, value: -sweepDays, to: today) else { return [] }
        return QueryWindow.windows(from: first, to: now, in: zone).reversed().map { .whole($0.day, until: now) }
    }

    /// Whether the last days are to be asked again.
    package func isSweepDue(last: Date?, now: Date) -> Bool {
        guard let last, last <= now else { return true }
        return !calendar.isDate(last, inSameDayAs: now)
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }

    /// The next query: after the interval, varied by 30 % in either direction so that many stations do not ask at the same
    /// moment, and within the hours.
    /// - Parameter random: 0…1.
    package func next(after now: Date, random: Double) -> Date {
        let wait = max(1, interval * (0.7 + 0.6 * min(max(random, 0), 1)))
        return opening(from: now + wait)
    }

    /// `moment`, or the beginning of the hours that come next.
    package func opening(from moment: Date) -> Date {
        guard !isOpen(at: moment) else { return moment }
        let start = Date(timeIntervalSince1970: (moment.timeIntervalSince1970 / 60).rounded(.down) * 60)
        // Two days hold every window, whatever the clocks do between.
        for minute in 1...2880 where isOpen(at: start + Double(minute) * 60) { return start + Double(minute) * 60 }
        return moment
    }

    package func isOpen(at moment: Date) -> Bool {
        guard !hours.isEmpty else { return true }
        let parts = calendar.dateComponents([.hour, .minute], from: moment)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        return hours.contains { $0.contains(minute: minute) }
    }
}

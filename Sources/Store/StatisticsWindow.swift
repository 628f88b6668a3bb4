import Foundation
import Radiology

/// The days and months that trends show, by the wall clock of a place; `exams.created` is that clock's text.
struct StatisticsWindow: Sendable {
    /// Thirty days that end today, and twelve months that end with this one; oldest first.
    let days: [CalendarDay]
    let months: [CalendarDay]
    /// `ClockText.key` of 24 hours ago.
    let dayAgo: UInt64
    /// The key of tomorrow: a clock that is years ahead has no say.
    let end: UInt64

    init(now: Date, zone: TimeZone) {
        dayAgo = Self.key(now - 86_400, zone)
        let number = ClockText.day(Self.key(now, zone))
        let (year, month) = (number / 10_000, number / 100 % 100)
        let today = CalendarDay(year: year, month: month, day: number % 100)?.dayNumber ?? 0
        days = (0..<30).compactMap { CalendarDay(dayNumber: today - 29 + $0) }
        months = (0..<12).compactMap { index in
            let month = year * 12 + month - 1 - 11 + index
            return CalendarDay(year: month / 12, month: month % 12 + 1, day: 1)
        }
        end = CalendarDay(dayNumber: today + 1).map(ClockText.start) ?? UInt64.max
    }

    private static func key(_ moment: Date, _ zone: TimeZone) -> UInt64 {
        ClockText.key(UTC.predecessor(moment + TimeInterval(zone.secondsFromGMT(for: moment))))
    }
}

/// Periods that follow each other, for a walk from the newest exam to the oldest.
struct PeriodWalk {
    private let starts: [UInt64]
    /// The place of the period that the last key was in.
    private(set) var period: Int

    init(_ first: [CalendarDay]) {
        starts = first.map(ClockText.start)
        period = starts.count - 1
    }

    /// Whether a key, which is not greater than those before, is in a period at all.
    mutating func isIn(_ key: UInt64) -> Bool {
        while period >= 0, key < starts[period] { period -= 1 }
        return period >= 0
    }
}

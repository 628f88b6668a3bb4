import DICOM
import Foundation

/// A part of one local day that an archive is asked about. Study Time (0008,0030) does not wrap at midnight, so a span is
/// asked day by day. Standard: PS3.4 §C.2.2.2.5.
package struct QueryWindow: Sendable, Equatable {
    package let day: DICOMDate
    /// Later than `day` only where whole days are asked for together.
    package var lastDay: DICOMDate
    /// `nil` = from midnight.
    package let from: DICOMTime?
    /// `nil` = until the end of the day, to the last fraction of its last second.
    package let to: DICOMTime?
    /// Up to when this and all windows before it reach.
    package var end: Date

    package init(day: DICOMDate, lastDay: DICOMDate? = nil, from: DICOMTime?, to: DICOMTime?, end: Date) {
        (self.day, self.lastDay, self.from, self.to, self.end) = (day, lastDay ?? day, from, to, end)
    }

    /// The whole day: no time is asked for, and studies without a time match, too.
    package var isWholeDay: Bool { from == nil && to == nil }

    /// The windows of a span, oldest first, in the archive's local time. Ends are widened to whole seconds.
    ///
    /// Where clocks are put back, an hour comes twice: a window that begins or ends in it is widened to both.
    package static func windows(from start: Date, to end: Date, in zone: TimeZone) -> [QueryWindow] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        var windows: [QueryWindow] = []
        var begin = Date(timeIntervalSince1970: start.timeIntervalSince1970.rounded(.down))
        let last = Date(timeIntervalSince1970: end.timeIntervalSince1970.rounded(.up))
        while begin <= last, windows.count < longest {
            guard let day = calendar.dateInterval(of: .day, for: begin) else { break }
            if let window = window(from: begin, to: min(last, day.end), of: day, calendar) { windows.append(window) }
            begin = day.end
        }
        return windows
    }

    /// A whole day.
    package static func whole(_ day: DICOMDate, until end: Date) -> QueryWindow {
        QueryWindow(day: day, lastDay: day, from: nil, to: nil, end: end)
    }

    /// The whole days from the one in which `start` lies to the one before `end`, a midnight.
    package static func wholeDays(from start: Date, before end: Date, in zone: TimeZone) -> [QueryWindow] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return windows(from: calendar.startOfDay(for: start), to: end, in: zone).filter(\.isWholeDay)
    }

    /// The same with whole days that follow each other as one window, a week at most: a long span is not thousands of
    /// questions, and no answer is endless.
    package static func merged(_ windows: [QueryWindow]) -> [QueryWindow] {
        var merged: [QueryWindow] = []
        var days = 0
        for window in windows {
            if window.isWholeDay, let last = merged.last, last.isWholeDay, days < 7 {
                merged[merged.count - 1].lastDay = window.day
                merged[merged.count - 1].end = window.end
                days += 1
            } else {
                merged.append(window)
                days = 1
            }
        }
        return merged
    }

    /// Ten years of days: a span is a person's wish, a count is not to be trusted without bound.
    private static let longest = 3660

    private static func window(
        from begin: Date, to end: Date, of day: DateInterval, _ calendar: Calendar
    ) -> QueryWindow? {
        guard let date = DICOMDate(calendar.dateComponents([.year, .month, .day], from: begin)) else { return nil }
        var moments = [begin, end]
        // Local clock times around a change of the clocks that lies within.
        if let change = calendar.timeZone.nextDaylightSavingTimeTransition(after: begin), change <= end {
            moments += [change, change - 1]
        }
        let inDay = moments.filter { $0 >= day.start && $0 < day.end }
        let times = inDay.compactMap { time($0, calendar) }
        let isFromStart = begin <= day.start
        return QueryWindow(
            day: date, lastDay: date, from: isFromStart ? nil : times.min(), to: end >= day.end ? nil : times.max(),
            end: end)
    }

    private static func time(_ moment: Date, _ calendar: Calendar) -> DICOMTime? {
        let parts = calendar.dateComponents([.hour, .minute, .second], from: moment)
        return DICOMTime(hour: parts.hour ?? 0, minute: parts.minute ?? 0, second: parts.second ?? 0)
    }
}

import Foundation

/// What the house knows about time, given once at the door: a test can live in a fixed week in March.
public struct Clock: Sendable {
    public let now: @Sendable () -> Date
    /// The zone in which people here read a clock; films keep their modality's local time.
    public let timeZone: TimeZone

    public init(timeZone: TimeZone, now: @escaping @Sendable () -> Date) {
        self.timeZone = timeZone
        self.now = now
    }

    /// The beginning of the present local day.
    package var startOfDay: Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        return calendar.startOfDay(for: now())
    }

    /// RFC 3339 UTC, whole seconds.
    package var utc: String { UTCTime.text(now()) }
    /// `YYYY-MM-DD HH:MM:SS` in the local zone.
    package var local: String { LocalTime(now(), in: timeZone).text }
}

/// RFC 3339 UTC text, `2026-03-02T07:30:00Z`.
enum UTCTime {
    static func text(_ instant: Date) -> String {
        LocalTime(instant, in: .gmt).text.replacingOccurrences(of: " ", with: "T") + "Z"
    }
}

/// `YYYY-MM-DD HH:MM:SS` in one time zone.
struct LocalTime {
    let text: String

    init(_ instant: Date, in zone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: instant)
        func two(_ value: Int?) -> String { (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
        let day = "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
        text = "\(day) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    }
}

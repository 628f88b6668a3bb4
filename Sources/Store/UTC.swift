import Foundation

/// Moments as the database writes them. Text that sorts like time: comparisons happen in SQL.
public enum UTC {
    /// `2026-11-21T08:05:39.123Z`, the form of every new column. Always three decimals, so that texts compare like times.
    public static func rfc3339(_ moment: Date) -> String {
        let parts = Parts(moment)
        return "\(parts.day)T\(parts.time).\(padded(parts.millisecond, 3))Z"
    }

    /// `2026-11-21 08:05:39`, the form of the predecessor's columns (except `exams.created`, which is local).
    public static func predecessor(_ moment: Date) -> String {
        let parts = Parts(moment)
        return "\(parts.day) \(parts.time)"
    }

    /// `20261121_080539`, part of a backup's name.
    public static func fileStamp(_ moment: Date) -> String {
        let parts = Parts(moment)
        return parts.day.filter { $0 != "-" } + "_" + parts.time.filter { $0 != ":" }
    }

    /// `2026-11-21`, the folder of a rejected file.
    public static func day(_ moment: Date) -> String { Parts(moment).day }

    /// The moment that `rfc3339` wrote; `nil` for any other text.
    public static func moment(_ text: String) -> Date? {
        let digits = text.utf8.map { Int($0) - 48 }
        guard digits.count == 24, text.hasSuffix("Z") else { return nil }
        func number(_ place: Int, _ length: Int) -> Int? {
            let part = digits[place..<place + length]
            return part.allSatisfy((0...9).contains) ? part.reduce(0) { $0 * 10 + $1 } : nil
        }
        guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), let millisecond = number(20, 3),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // H. Hinnant, "chrono-compatible low-level date algorithms": days from the civil calendar.
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = divided(shifted, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        return Date(timeIntervalSince1970: Double(seconds) + Double(millisecond) / 1000)
    }

    /// The moment that `predecessor` wrote; `nil` for any other text.
    public static func predecessorMoment(_ text: String) -> Date? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        return parts.count == 2 ? moment("\(parts[0])T\(parts[1]).000Z") : nil
    }

    private struct Parts {
        let day: String
        let time: String
        let millisecond: Int

        init(_ moment: Date) {
            // Years 0001…9999; anything else (also not-a-number) becomes the nearest of them.
            let seconds = moment.timeIntervalSince1970
            let bounded = seconds.isNaN ? 0 : min(max(seconds, -62_135_596_800), 253_402_300_799)
            // The half of a microsecond repairs what a binary fraction of a second lost.
            let milliseconds = Int((bounded * 1000 + 0.0005).rounded(.down))
            let (dayNumber, inDay) = divided(milliseconds, 86_400_000)
            let second = inDay / 1000
            day = civil(dayNumber)
            time = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
            millisecond = inDay % 1000
        }
    }

    /// Days since 1970-01-01 as `YYYY-MM-DD`. H. Hinnant, "chrono-compatible low-level date algorithms".
    private static func civil(_ dayNumber: Int) -> String {
        let (era, dayOfEra) = divided(dayNumber + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2))"
    }

    /// Quotient rounded down and the remainder that is never negative.
    private static func divided(_ value: Int, _ divisor: Int) -> (Int, Int) {
        let remainder = ((value % divisor) + divisor) % divisor
        return ((value - remainder) / divisor, remainder)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

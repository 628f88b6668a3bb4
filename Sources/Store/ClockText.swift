import Radiology

/// The database's times as numbers that compare like them.
enum ClockText {
    /// `YYYY-MM-DD HH:MM:SS` as twice the number `YYYYMMDDHHMMSS`, plus 1 when the text is complete; what follows is not
    /// looked at. A text that breaks off counts as the earliest moment it can be; one that is no time is the oldest, 0.
    static func key(_ text: String?) -> UInt64 {
        guard let text else { return 0 }
        var value: UInt64 = 0
        var digits = 0
        let bytes = text.utf8.span
        for place in 0..<min(19, bytes.count) {
            let isDigit = (48...57).contains(bytes[place])
            if isDigit == isSeparator(place) { break }
            if isDigit {
                value = value * 10 + UInt64(bytes[place] - 48)
                digits += 1
            }
        }
        if digits == 14 { return value * 2 + 1 }
        for _ in digits..<14 { value *= 10 }
        return value * 2
    }

    private static func isSeparator(_ place: Int) -> Bool {
        place == 4 || place == 7 || place == 10 || place == 13 || place == 16
    }

    /// The first key of a day.
    static func start(ofYear year: Int, month: Int, day: Int) -> UInt64 {
        UInt64(year * 10_000 + month * 100 + day) * 2_000_000
    }

    static func start(of day: CalendarDay) -> UInt64 { start(ofYear: day.year, month: day.month, day: day.day) }

    /// `YYYYMMDD` of a key.
    static func day(_ key: UInt64) -> Int { Int(key / 2_000_000) }

    /// Whether the month and the day are there; not whether the calendar has them.
    static func hasDay(_ key: UInt64) -> Bool { day(key) / 100 % 100 > 0 && day(key) % 100 > 0 }

    static func secondsOfDay(_ key: UInt64) -> Int {
        let time = Int(key / 2 % 1_000_000)
        return time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100
    }

    /// 0…23; `nil` when the time is not complete.
    static func hour(_ key: UInt64) -> Int? {
        let hour = Int(key / 2 % 1_000_000 / 10_000)
        return key & 1 == 1 && hour < 24 ? hour : nil
    }

    /// The text of a key, the day alone when the time is not complete; `nil` without a day.
    static func text(_ key: UInt64) -> String? {
        guard hasDay(key), key < UInt64(10_000_000_000) * 2_000_000 else { return nil }
        let digits = Array(String(key / 2).utf8)
        let padded = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 14 - digits.count)) + digits
        var text = ""
        for (place, digit) in padded.prefix(key & 1 == 1 ? 14 : 8).enumerated() {
            if let mark = marks[place] { text.append(mark) }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// What stands before which digit.
    private static let marks: [Int: Character] = [4: "-", 6: "-", 8: " ", 10: ":", 12: ":"]

    /// Seconds since 2000-01-01, in a calendar whose months all have 31 days: enough to compare, in four bytes until
    /// 2132. 0 for what is no time, and for what was before.
    static func seconds(_ text: String?) -> UInt32 {
        let key = key(text) / 2
        let (year, month, day) = (key / 10_000_000_000, key / 100_000_000 % 100, key / 1_000_000 % 100)
        guard (2000...2100).contains(year), (1...12).contains(month), (1...31).contains(day) else { return 0 }
        let days = ((year - 2000) * 12 + month - 1) * 31 + day - 1
        return UInt32(truncatingIfNeeded: days * 86_400 + key / 10_000 % 100 * 3600 + key / 100 % 100 * 60 + key % 100)
    }
}

import HTTPClient
import Radiology

/// How long a server asks to be left alone. RFC 9110 §10.2.3.
package enum RetryAfter {
    /// Seconds; `nil` when the header is absent or says nothing. A date is taken against the reply's own Date header, so
    /// no clock of ours has to agree with the server's.
    package static func seconds(in headers: HTTPHeaders) -> Double? {
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = Int(text), seconds >= 0 { return Double(min(seconds, 86_400)) }
        guard let due = instant(text), let now = headers["Date"].flatMap(instant) else { return nil }
        return Double(min(max(due - now, 0), 86_400))
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
    private static func instant(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
            let date = CalendarDay(year: year, month: month + 1, day: day)
        else { return nil }
        let time = words[4].split(separator: ":").map { Int($0) ?? -1 }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        return date.dayNumber * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
    }
}

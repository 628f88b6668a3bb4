import Foundation

/// Dates in header fields, such as `Tue, 14 Nov 2023 22:13:20 GMT`: whole seconds.
///
/// Standard: RFC 9110 §5.6.7 (IMF-fixdate).
package enum HTTPDate {
    package static func text(_ date: Date) -> String {
        formatter().string(from: Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)))
    }

    package static func date(_ text: String) -> Date? {
        text.utf8.count == 29 ? formatter().date(from: text) : nil
    }

    private static func formatter() -> DateFormatter {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter
    }
}

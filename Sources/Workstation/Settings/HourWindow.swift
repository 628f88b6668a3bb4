import Foundation

/// Hours of each day, such as 20:00-06:00; over midnight when the end is not after the beginning.
public struct HourWindow: Hashable, Sendable {
    /// Minutes since midnight, 0…1439.
    public let from: Int
    public let to: Int

    /// `20:00-06:00`, `20-6`; `nil` for anything else and for a window of no length.
    public init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
        guard ends.count == 2, let from = ends[0], let to = ends[1], from != to, from < 1440 else { return nil }
        (self.from, self.to) = (from, to % 1440)
    }

    public var text: String { "\(Self.clock(from))-\(Self.clock(to))" }

    /// Whether a minute of the day lies in it; its last minute does not.
    func contains(minute: Int) -> Bool {
        from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.filter { !$0.isWhitespace }.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let hour = number(parts[0]), hour <= 24 else { return nil }
        guard parts.count == 2 else { return hour * 60 }
        guard let minute = number(parts[1]), minute < 60, hour < 24 || minute == 0 else { return nil }
        return hour * 60 + minute
    }

    private static func number(_ text: Substring) -> Int? {
        (1...2).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }

    private static func clock(_ minutes: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

extension SettingKind where Value == HourWindow {
    static let hours = Self(expects: "hours of the day such as 20:00-06:00", write: \.text) { HourWindow($0) }
}

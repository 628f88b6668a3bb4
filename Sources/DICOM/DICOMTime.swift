/// A time of day. Standard: PS3.5 §6.2 (TM).
public struct DICOMTime: Sendable, Hashable, Comparable {
    public let hour: Int
    public let minute: Int
    /// 0 to 60: a leap second is a second.
    public let second: Int
    /// 0 to 999 999.
    public let microsecond: Int

    public init?(hour: Int, minute: Int = 0, second: Int = 0, microsecond: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
            (0...999_999).contains(microsecond)
        else { return nil }
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// `105314.0000`; also `10:53:14` (ACR-NEMA), `1053`, `10`. What is left out is zero.
    public init?(_ text: String) {
        let plain = text.trimmingPadding.filter { $0 != ":" }
        let parts = plain.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let digits = parts.first, digits.utf8.allSatisfy(\.isDigit), [2, 4, 6].contains(digits.utf8.count),
            let hour = Int(digits.prefix(2))
        else { return nil }
        let fraction = parts.count > 1 ? String(parts[1].prefix(6)) : ""
        guard fraction.utf8.allSatisfy(\.isDigit) else { return nil }
        self.init(
            hour: hour, minute: Int(digits.dropFirst(2).prefix(2)) ?? 0, second: Int(digits.dropFirst(4)) ?? 0,
            microsecond: Int(fraction.padding(toSix: "0")) ?? 0)
    }

    /// `105314`, with a fraction only when there is one.
    public var text: String {
        let whole = hour.padded(to: 2) + minute.padded(to: 2) + second.padded(to: 2)
        return microsecond == 0 ? whole : whole + "." + microsecond.padded(to: 6)
    }

    /// `10:53:14`.
    public var iso: String {
        [hour.padded(to: 2), minute.padded(to: 2), second.padded(to: 2)].joined(separator: ":")
    }

    public static func < (a: DICOMTime, b: DICOMTime) -> Bool {
        (a.hour, a.minute, a.second, a.microsecond) < (b.hour, b.minute, b.second, b.microsecond)
    }
}

extension String {
    fileprivate func padding(toSix zero: String) -> String {
        self + String(repeating: zero, count: max(0, 6 - utf8.count))
    }
}

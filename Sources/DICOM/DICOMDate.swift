/// A day of the calendar. Standard: PS3.5 §6.2 (DA).
public struct DICOMDate: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// `nil` when there is no such day. Years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= DICOMDate.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// `20260102`; also `2026.01.02` (ACR-NEMA), `2026-01-02`, `2026/01/02`, and a date with a time behind it.
    public init?(_ text: String) {
        let plain = text.trimmingPadding
        let parts = plain.split { $0 == "." || $0 == "-" || $0 == "/" }
        let fields: [Substring]
        if parts.count == 3, parts[0].utf8.count == 4 {
            fields = [parts[0], parts[1], parts[2].prefix(2)]
        } else if plain.utf8.count >= 8, plain.utf8.prefix(8).allSatisfy(\.isDigit) {
            fields = [plain.prefix(4), plain.dropFirst(4).prefix(2), plain.dropFirst(6).prefix(2)]
        } else {
            return nil
        }
        guard fields.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }) else { return nil }
        let numbers = fields.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// `20260102`, as a data set has it.
    public var text: String { year.padded(to: 4) + month.padded(to: 2) + day.padded(to: 2) }

    /// `2026-01-02`.
    public var iso: String { [year.padded(to: 4), month.padded(to: 2), day.padded(to: 2)].joined(separator: "-") }

    public static func < (a: DICOMDate, b: DICOMDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension Int {
    /// With zeros in front.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}

/// A day and a time in one value, with the offset of its zone where it is given. Standard: PS3.5 §6.2 (DT).
public struct DICOMDateTime: Sendable, Hashable {
    public let date: DICOMDate
    /// `nil` when the value names only a day.
    public let time: DICOMTime?
    /// Minutes east of UTC.
    public let offset: Int?

    /// `20260102105314.000000+0200`; what stands behind the day may be left out. Values of month or year only are none.
    public init?(_ text: String) {
        var plain = text.trimmingPadding[...]
        var offset: Int?
        if let sign = plain.dropFirst(8).lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let digits = plain[sign...].dropFirst()
            guard digits.utf8.count == 4, digits.utf8.allSatisfy(\.isDigit), let hours = Int(digits.prefix(2)),
                let minutes = Int(digits.suffix(2)), hours <= 14, minutes <= 59
            else { return nil }
            offset = (hours * 60 + minutes) * (plain[sign] == "-" ? -1 : 1)
            plain = plain[..<sign]
        }
        guard plain.utf8.prefix(8).allSatisfy(\.isDigit), let date = DICOMDate(String(plain.prefix(8))) else {
            return nil
        }
        let rest = String(plain.dropFirst(8))
        let time = DICOMTime(rest)
        guard rest.isEmpty || time != nil else { return nil }
        self.date = date
        self.time = time
        self.offset = offset
    }
}

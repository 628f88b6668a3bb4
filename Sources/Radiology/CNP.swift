/// The Romanian personal number (cod numeric personal): 13 digits `S YY MM DD JJ NNN C`. Exists only when it is valid:
/// the birth date is in the calendar, the county exists and the check digit is right.
public struct CNP: Hashable, Sendable {
    /// The 13 digits.
    public let rawValue: String
    public let birthDate: CalendarDay
    public let sex: Sex
    /// JJ: the county where the number was given out.
    public let countyCode: Int

    /// - Parameter day: a day on which the person was alive, e.g. of the exposure. The number of a resident or
    ///   foreigner (S = 7, 8, 9) does not fix the century; without a day it is 2000 for 7 and 8 and 1900 for 9, with
    ///   one the other century is taken when only that gives an age of 0…110 years.
    public init?(_ text: String, aliveOn day: CalendarDay? = nil) {
        let digits = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard digits.count == 13, digits.allSatisfy((0...9).contains),
            digits[12] == Self.checkDigit(of: digits)
        else { return nil }
        let code = digits[7] * 10 + digits[8]
        guard Self.countyName(code) != nil, let born = Self.birthDate(digits, aliveOn: day) else { return nil }
        rawValue = text
        birthDate = born
        sex = digits[0] % 2 == 1 ? .male : .female
        countyCode = code
    }

    /// `Cluj`, `București`; `diaspora` for 70–79 and `special` for 90–99.
    public var countyName: String { Self.countyName(countyCode) ?? "" }

    /// Weighted sum of the first twelve digits modulo 11, with 10 written as 1.
    private static func checkDigit(of digits: [Int]) -> Int {
        let sum = zip(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]).reduce(0) { $0 + $1.0 * $1.1 }
        return sum % 11 == 10 ? 1 : sum % 11
    }

    private static func birthDate(_ digits: [Int], aliveOn day: CalendarDay?) -> CalendarDay? {
        let centuries: [Int] =
            switch digits[0] {
            case 1, 2: [1900]
            case 3, 4: [1800]
            case 5, 6: [2000]
            case 7, 8: [2000, 1900]
            case 9: [1900, 2000]
            default: []
            }
        let dates = centuries.map { century in
            CalendarDay(
                year: century + digits[1] * 10 + digits[2], month: digits[3] * 10 + digits[4],
                day: digits[5] * 10 + digits[6])
        }
        guard let day, dates.count > 1 else { return dates.first.flatMap(\.self) }
        let plausible = dates.compactMap(\.self).first { born in born <= day && day.year - born.year <= 110 }
        return plausible ?? dates.first.flatMap(\.self)
    }

    /// `nil` for a county code that was never given out.
    static func countyName(_ code: Int) -> String? {
        switch code {
        case 1...39: counties[code - 1]
        case 40...46: "București"
        case 51: "Călărași"
        case 52: "Giurgiu"
        case 70...79: "diaspora"
        case 90...99: "special"
        default: nil
        }
    }

    private static let counties = [
        "Alba", "Arad", "Argeș", "Bacău", "Bihor", "Bistrița-Năsăud", "Botoșani", "Brașov", "Brăila", "Buzău",
        "Caraș-Severin", "Cluj", "Constanța", "Covasna", "Dâmbovița", "Dolj", "Galați", "Gorj", "Harghita", "Hunedoara",
        "Ialomița", "Iași", "Ilfov", "Maramureș", "Mehedinți", "Mureș", "Neamț", "Olt", "Prahova", "Satu Mare", "Sălaj",
        "Sibiu", "Suceava", "Teleorman", "Timiș", "Tulcea", "Vaslui", "Vâlcea", "Vrancea",
    ]
}

/// A personal number does not print itself: it names its owner's sex and birth date.
extension CNP: CustomStringConvertible, CustomReflectable {
    public var description: String { "CNP(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

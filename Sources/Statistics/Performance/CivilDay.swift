/// A day of the calendar, from days since 1970-01-01, as text.
/// Source: E. G. Richards, Mapping Time (1998), ch. 25, in the form that counts from March (H. Hinnant, 2014).
struct CivilDay {
    /// 1900-01-01 … 2199-12-31: what lies outside is a mistake in the exam's date.
    static let range = -25567...84005
    let year: Int
    let month: Int
    let day: Int

    init(_ number: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * ofYear + 2) / 153
        day = ofYear - (153 * part + 2) / 5 + 1
        month = part < 10 ? part + 3 : part - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Months since January 1970.
    var monthNumber: Int { (year - 1970) * 12 + month - 1 }

    /// YYYY-MM-DD.
    var text: String { Self.text(month: monthNumber) + "-" + Self.twoDigits(day) }

    /// YYYY-MM.
    static func text(month number: Int) -> String {
        let year = 1970 + (number >= 0 ? number / 12 : (number - 11) / 12)
        return "\(year)-" + twoDigits(number - (year - 1970) * 12 + 1)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

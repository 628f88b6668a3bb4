/// How old the patient was when the film was exposed. It can only be a possible age: 0 days … 130 years.
public struct AgeAtExam: Hashable, Sendable {
    /// Completed days.
    public let days: Int
    /// Completed months and years by the calendar.
    public let months: Int
    public let years: Int

    /// `nil` when the exposure is before the birth or more than 130 years after it.
    public init?(born: CalendarDay, exposed: CalendarDay) {
        let days = exposed.dayNumber - born.dayNumber
        let begun = (exposed.year - born.year) * 12 + exposed.month - born.month
        self.init(days: days, months: exposed.day < born.day ? begun - 1 : begun)
    }

    /// From a count of days alone, with months of 30.436875 days (the Gregorian mean).
    public init?(days: Int) {
        guard (0...Self.longestLife).contains(days) else { return nil }
        self.init(days: days, months: Int(Double(days) / Self.daysInMonth))
    }

    /// A DICOM age string, e.g. `013Y`, `006M`, `003W`, `012D`; tolerates missing zeros. The days are the least that
    /// give the same age again. Standard: PS3.5 §6.2 (AS).
    public init?(ageString: String) {
        let digits = ageString.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...3).contains(digits.count), ageString.utf8.count == digits.count + 1 else { return nil }
        let count = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        let days: Double? =
            switch ageString.last {
            case "D", "d": Double(count)
            case "W", "w": Double(count * 7)
            case "M", "m": (Double(count) * Self.daysInMonth).rounded(.up)
            case "Y", "y": (Double(count) * 12 * Self.daysInMonth).rounded(.up)
            default: nil
            }
        guard let days else { return nil }
        self.init(days: Int(days))
    }

    private init?(days: Int, months: Int) {
        guard (0...Self.longestLife).contains(days) else { return nil }
        self.days = days
        self.months = months
        years = months / 12
    }

    private static let daysInMonth = 30.436875
    /// 130 years.
    private static let longestLife = 47_482
}

extension Exam {
    /// The age on the film: by the calendar from birth date and exposure, else from the stored count of days.
    public var age: AgeAtExam? {
        if let born = patient.birthDate, let exposed = facts.exposed.flatMap({ CalendarDay(String($0.prefix(10))) }),
            let age = AgeAtExam(born: born, exposed: exposed)
        {
            return age
        }
        return facts.ageInDays.flatMap { AgeAtExam(days: $0) }
    }
}

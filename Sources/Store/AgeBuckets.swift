import Radiology

/// Ages at the exam in years of 365.25 days, whole ones, as the predecessor counts them: (julian day of the exam minus
/// that of the birth) / 365.25, without what is behind the point.
struct AgeBuckets {
    /// The labels overlap; old clients depend on them. Up to and with 2, 4 … 18 years.
    static let names = ["0-2", "2-4", "4-6", "6-8", "8-10", "10-12", "12-14", "14-16", "16-18", "> 18"]

    /// Most exams were made on the day of the one before.
    private var latest: (day: Int, number: Int32?) = (-1, nil)

    /// - Parameters:
    ///   - birth: days since 1970, or `PatientColumns.noBirth`.
    ///   - created: `ClockText.key`.
    /// - Returns: the place in `names`; `nil` for who is not born yet, and where a day is not known.
    mutating func bucket(born birth: Int32, made created: UInt64) -> Int? {
        years(born: birth, made: created).map { min(max(0, $0 - 1) / 2, Self.names.count - 1) }
    }

    /// Whole years, of the same.
    mutating func years(born birth: Int32, made created: UInt64) -> Int? {
        let day = ClockText.day(created)
        if day != latest.day {
            let known = CalendarDay(year: day / 10_000, month: day / 100 % 100, day: day % 100)
            latest = (day, known.map { Int32(truncatingIfNeeded: $0.dayNumber) })
        }
        guard let number = latest.number, birth != PatientColumns.noBirth, number >= birth else { return nil }
        let seconds = Int(number - birth) * 86_400 + ClockText.secondsOfDay(created)
        return seconds / 31_557_600
    }
}

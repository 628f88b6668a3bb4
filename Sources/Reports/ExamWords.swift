import Radiology

/// An exam in words, for one audience.
struct ExamWords: Sendable {
    let exam: Exam
    let audience: Audience

    /// `YYYY-MM-DD` of the exam, or `undated`.
    var day: String {
        let day = String(exam.created.prefix(10))
        return CalendarDay(day) == nil ? "undated" : day
    }

    /// `10:53`, or nothing.
    var time: String {
        let time = exam.created.dropFirst(11).prefix(5)
        return time.utf8.count == 5 ? String(time) : ""
    }

    var region: String { RegionWords.words(exam.region) }
    var projection: String { exam.projection?.rawValue ?? "" }
    var regionAndProjection: String { projection.isEmpty ? region : "\(region), \(projection)" }

    /// For a narrow column: `55 y · F`.
    var ageAndSex: String { [age(short: true), sexLetter].compactMap(\.self).joined(separator: " · ") }

    /// For a heading: `woman, 55 years`.
    var subject: String { [sexWord, age(short: false)].compactMap(\.self).joined(separator: ", ") }

    private var sexLetter: String? {
        switch exam.patient.sex {
        case .male: "M"
        case .female: "F"
        // The predecessor wrote O for everybody it knew nothing about.
        case .other, nil: nil
        }
    }

    private var sexWord: String {
        let years = exam.age?.years
        switch (exam.patient.sex, years) {
        case (.male, let years?): return years >= 18 ? "man" : "boy"
        case (.female, let years?): return years >= 18 ? "woman" : "girl"
        case (.male, nil): return "male"
        case (.female, nil): return "female"
        case (_, let years?): return years >= 18 ? "adult" : "child"
        case (_, nil): return "patient, age unknown"
        }
    }

    /// Age at the exam. With initials an age in days and the day of the exam would give the birth date away,
    /// so that audience reads months and years only.
    private func age(short: Bool) -> String? {
        guard let age = exam.age else { return nil }
        func words(_ count: Int, _ letters: String, _ word: String) -> String {
            short ? "\(count) \(letters)" : "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        if age.years >= 2 { return words(age.years, "y", "year") }
        if age.months >= 1 { return words(age.months, "mo", "month") }
        if audience == .user { return short ? "<1 mo" : "under 1 month" }
        return words(age.days, "d", "day")
    }
}

enum RegionWords {
    static func words(_ region: BodyRegion?) -> String {
        guard let region, !region.rawValue.isEmpty else { return "region unknown" }
        return region.words
    }
}

package enum TimeWords {
    /// `2026-11-21 07:50 UTC` from RFC 3339 or from `YYYY-MM-DD HH:MM:SS`, both UTC.
    package static func moment(_ text: String) -> String {
        let bytes = text.utf8
        guard bytes.count >= 16, CalendarDay(String(text.prefix(10))) != nil else { return text }
        return "\(text.prefix(10)) \(Substring(bytes.dropFirst(11).prefix(5))) UTC"
    }

    /// `Friday, 2 January 2026`; the text itself when it is no day.
    package static func heading(_ text: String) -> String {
        guard let day = CalendarDay(text) else { return "Day unknown" }
        // 1970-01-01 was a Thursday.
        let weekday = ((day.dayNumber + 3) % 7 + 7) % 7
        return "\(weekdays[weekday]), \(day.day) \(months[day.month - 1]) \(day.year)"
    }

    /// `20 November`, for a label; the text itself when it is no day.
    static func dayAndMonth(_ text: String) -> String {
        guard let day = CalendarDay(text) else { return text }
        return "\(day.day) \(months[day.month - 1])"
    }

    /// `January 2026` for `2026-01`.
    static func month(_ text: String) -> String {
        guard let day = CalendarDay(text + "-01") else { return "Days unknown" }
        return "\(months[day.month - 1]) \(day.year)"
    }

    /// How long before `later` it was: `2 days before`, `5 weeks before`, `3 months before`, `2 years before`.
    package static func interval(from earlier: String, to later: String) -> String? {
        guard let first = CalendarDay(earlier), let second = CalendarDay(later), first <= second else { return nil }
        guard let elapsed = AgeAtExam(born: first, exposed: second) else { return nil }
        return switch elapsed.days {
        case 0: "same day"
        case 1: "1 day before"
        case 2..<28: "\(elapsed.days) days before"
        case 28..<91: "\(elapsed.days / 7) weeks before"
        default: elapsed.months < 24 ? "\(elapsed.months) months before" : "\(elapsed.years) years before"
        }
    }

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

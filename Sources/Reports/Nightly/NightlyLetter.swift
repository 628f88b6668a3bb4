import Radiology

/// Three sentences: how much there was, what the verdicts were, and what needs somebody.
struct NightlyLetter {
    let report: NightlyReport

    init(_ report: NightlyReport) { self.report = report }

    var sentences: [String] { [amount, verdicts, needs] }

    private var day: String { TimeWords.heading(report.night) }
    /// `Friday`
    private var weekday: String { String(day.prefix { $0 != "," }) }

    // MARK: - How much

    private var amount: String {
        guard report.hasExams else { return "There is no exam in this archive yet." }
        guard report.exams > 0 else { return nothing }
        let taken = report.exams == 1 ? "1 exam was taken" : "\(CountWords.grouped(report.exams)) exams were taken"
        return "On \(day), \(taken) and \(read); \(comparison)."
    }

    private var nothing: String {
        guard let last = report.lastDay, let then = CalendarDay(last), let now = CalendarDay(report.night) else {
            return "No exam was taken on \(day), nor on any day before it."
        }
        let days = now.dayNumber - then.dayNumber
        let distance = days == 1 ? "the day before" : "\(CountWords.grouped(days)) days before"
        return "No exam was taken on \(day); the last day with exams was \(TimeWords.heading(last)), \(distance)."
    }

    private var read: String {
        if report.done == report.exams { return report.exams == 1 ? "it is read" : "all of them are read" }
        if report.done == 0 { return report.exams == 1 ? "it is not read" : "none of them is read" }
        return "\(CountWords.grouped(report.done)) of them \(report.done == 1 ? "is" : "are") read"
    }

    private var comparison: String {
        guard let least = report.usual.min(), let most = report.usual.max() else {
            return "the archive has no earlier \(weekday) to compare with"
        }
        let (low, high) = (CountWords.grouped(least), CountWords.grouped(most))
        let span = low == high ? low : "\(low) to \(high)"
        let them =
            report.usual.count == 1 ? "the \(weekday) before" : "the \(count(report.usual.count)) \(weekday)s before"
        if report.exams > most { return "that is more than on \(them) (\(span))" }
        if report.exams < least { return "that is less than on \(them) (\(span))" }
        return "that is as on \(them) (\(span))"
    }

    private func count(_ number: Int) -> String {
        ["no", "one", "two", "three", "four"].indices.contains(number)
            ? ["no", "one", "two", "three", "four"][number] : "\(number)"
    }

    // MARK: - Which verdicts

    private var verdicts: String {
        guard report.hasExams else {
            return "Films that are dropped into spool/incoming, sent by a modality or fetched from the image archive "
                + "appear here on the morning after."
        }
        guard report.exams > 0 else { return "So there are no verdicts to compare with the days before." }
        guard report.done > 0, let positive = report.figure("overall.positive") else {
            return "So there are no verdicts yet to compare with the days before."
        }
        return "\(called(positive)); \(disagreed)."
    }

    private func called(_ figure: NightlyFigure) -> String {
        guard figure.now.value != nil else { return "The AI assessed none of them" }
        return "The AI called \(figure.now.inSentence) of the assessed films positive, \(against(figure))"
    }

    private var disagreed: String {
        guard let figure = report.figure("overall.disagreement") else { return "nothing is compared" }
        guard figure.now.value != nil else { return "no radiologist's verdict on them has come yet" }
        return "it disagreed with the radiologists on \(figure.now.inSentence) of the compared ones, \(against(figure))"
    }

    private func against(_ figure: NightlyFigure) -> String {
        guard figure.before.value != nil else { return "with no earlier days to compare with" }
        let before = "\(figure.before.inSentence) of \(stretch)"
        return switch figure.contrast {
        case .higher: "clearly more than the \(before)"
        case .lower: "clearly less than the \(before)"
        case .overlap, .unknown: "within chance of the \(before)"
        }
    }

    /// Gaps of weeks are said, so that nobody takes three days for a month.
    private var stretch: String {
        if report.daysBefore >= 20 { return "the 28 days before" }
        return report.daysBefore == 1
            ? "the only day with exams among the 28 before"
            : "the \(report.daysBefore) days with exams among the 28 before"
    }

    // MARK: - What needs somebody

    private var needs: String {
        let notices = report.notices
        let urgent = notices.filter { $0.weight != .know }
        guard !urgent.isEmpty else {
            guard notices.isEmpty else { return "Nothing needs you." }
            // Without answers nobody knows whether something has changed.
            return report.force.contains { !$0.now.isEmpty }
                ? "Nothing failed, nothing has changed, and nothing needs you."
                : "Nothing failed, and nothing needs you."
        }
        let told = urgent.prefix(3).map(\.heading)
        let more = urgent.count - told.count
        let rest = more == 0 ? "" : more == 1 ? "; one more thing is below" : "; \(more) more things are below"
        return Self.capitalised(Self.joined(told)) + rest + "."
    }

    /// `a`, `a and b`, `a, b and c`.
    static func joined(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

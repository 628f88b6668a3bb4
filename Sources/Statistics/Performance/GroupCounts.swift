/// What is counted of one group of exams, or of all.
struct GroupCounts: Mergeable {
    var pairs = PairCounts()
    /// Seconds of the reader.
    var latency = ValueCounts()
    /// Minutes to the report of the exams that have one, and minutes waited of those that have none.
    var reports = ValueCounts()
    var waiting = ValueCounts()

    /// After 30 days an exam that has no report is no longer watched.
    static let longestWait = 30 * aDay
    private static let aDay = 24 * 60

    /// - Parameter withTimes: the times cost most of the memory, and few groups show them.
    mutating func add(_ exam: CountedExam, withTimes: Bool) {
        pairs.add(exam)
        if withTimes { addTimes(exam) }
    }

    mutating func addTimes(_ exam: CountedExam) {
        if let seconds = exam.latency, seconds >= 0 { latency.add(seconds) }
        if let minutes = exam.reportMinutes, minutes >= 0 {
            // A report of months later was brought in from elsewhere: whole days are enough, and few distinct values.
            reports.add(minutes <= Self.longestWait ? minutes : minutes / Self.aDay * Self.aDay)
        } else if let minutes = exam.waitingMinutes, minutes >= 0 {
            waiting.add(min(minutes, Self.longestWait))
        }
    }

    mutating func merge(_ other: GroupCounts) {
        pairs.merge(other.pairs)
        latency.merge(other.latency)
        reports.merge(other.reports)
        waiting.merge(other.waiting)
    }

    @discardableResult
    mutating func subtract(_ other: GroupCounts) -> Bool {
        var rest = self
        guard rest.pairs.subtract(other.pairs), rest.latency.subtract(other.latency),
            rest.reports.subtract(other.reports), rest.waiting.subtract(other.waiting)
        else { return false }
        self = rest
        return true
    }
}

/// Everything that the figures of performance follow from, counted exam by exam.
///
/// Integers only, and no threshold: `Performance` reads them at any. Counts of two halves, merged, equal the whole.
public struct PerformanceCounts: Mergeable {
    /// All exams by status, and the failed ones by what went wrong.
    var statuses = Grouped<String, ExamTally>()
    var errors = Grouped<String, ExamTally>()
    /// From here on only exams that are done.
    var overall = GroupCounts()
    var groups = Grouped<GroupKey, GroupCounts>()
    /// By the stated confidence, 0…100 percent.
    var confidences = Grouped<Int, PairCounts>()
    /// By days since 1970-01-01, and by region and months since January 1970.
    var days = Grouped<Int, PairCounts>()
    var months = Grouped<String, Grouped<Int, PairCounts>>()
    /// Seconds to understand the radiologist's text.
    var checks = ValueCounts()
    /// Answers that stand; attempts that failed, of exams of every status; of them answers that were not understood.
    var (answers, failures, unreadable) = (ExamTally(), ExamTally(), ExamTally())

    public init() {}

    public mutating func add(_ exam: CountedExam) {
        statuses.change(exam.status) { $0.count += 1 }
        countAttempts(exam)
        if exam.status == CountedExam.isError {
            errors.change(exam.errorKind.isEmpty ? GroupKind.unknown : exam.errorKind) { $0.count += 1 }
        }
        guard exam.status == CountedExam.isDone else { return }
        overall.add(exam, withTimes: true)
        if let seconds = exam.checkLatency, seconds >= 0 { checks.add(seconds) }
        addToGroups(exam)
        if let percent = exam.confidence, CalibrationCounts.percents.contains(percent) {
            confidences.change(percent) { $0.add(exam) }
        }
        guard let day = exam.day, CivilDay.range.contains(day) else { return }
        days.change(day) { $0.add(exam) }
        let month = CivilDay(day).monthNumber
        months.change(GroupKey(.region, exam.region).name) { $0.change(month) { $0.add(exam) } }
    }

    /// Of exams of every status.
    mutating func countAttempts(_ exam: CountedExam) {
        failures.count += max(0, exam.failedAttempts)
        unreadable.count += max(0, min(exam.unreadableAnswers, exam.failedAttempts))
        answers.count += exam.hasAnswer ? 1 : 0
    }

    private mutating func addToGroups(_ exam: CountedExam) {
        for (kind, name) in [
            (GroupKind.region, exam.region), (.age, exam.ageGroup), (.sex, exam.sex), (.device, exam.device),
            (.hour, exam.hourGroup), (.radiologist, exam.radiologist), (.diagnosis, exam.diagnosis),
        ] {
            groups.change(GroupKey(kind, name)) { $0.add(exam, withTimes: kind == .region) }
        }
    }

    /// The same counts with the groups of a kind called otherwise, such as radiologists by their initials. Groups that
    /// are called alike are added.
    public func naming(_ kind: GroupKind, _ called: (String) -> String) -> PerformanceCounts {
        var renamed = self
        renamed.groups = Grouped()
        for (key, counts) in groups.groups {
            let name = key.kind == kind && key.name != GroupKind.unknown ? called(key.name) : key.name
            renamed.groups.change(GroupKey(key.kind, name)) { $0.merge(counts) }
        }
        guard kind == .region else { return renamed }
        renamed.months = Grouped()
        for (region, counts) in months.groups {
            let name = region == GroupKind.unknown ? region : called(region)
            renamed.months.change(GroupKey(.region, name).name) { $0.merge(counts) }
        }
        return renamed
    }
}

extension PerformanceCounts {
    public mutating func merge(_ other: PerformanceCounts) {
        statuses.merge(other.statuses)
        errors.merge(other.errors)
        overall.merge(other.overall)
        groups.merge(other.groups)
        confidences.merge(other.confidences)
        days.merge(other.days)
        months.merge(other.months)
        checks.merge(other.checks)
        answers.merge(other.answers)
        failures.merge(other.failures)
        unreadable.merge(other.unreadable)
    }

    @discardableResult
    public mutating func subtract(_ other: PerformanceCounts) -> Bool {
        var rest = self
        guard rest.statuses.subtract(other.statuses), rest.errors.subtract(other.errors),
            rest.overall.subtract(other.overall), rest.groups.subtract(other.groups),
            rest.confidences.subtract(other.confidences), rest.days.subtract(other.days),
            rest.months.subtract(other.months), rest.checks.subtract(other.checks),
            rest.answers.subtract(other.answers), rest.failures.subtract(other.failures),
            rest.unreadable.subtract(other.unreadable)
        else { return false }
        self = rest
        return true
    }
}

import Radiology
import Reports
import Statistics
import Store

/// What stands beside the figures, counted exam by exam: how radiologists, diagnoses, regions, months and days meet.
/// Names are numbers until the end, so that a million exams take a second.
struct DetailTally: Sendable {
    /// A radiologist or a diagnosis.
    fileprivate struct Group: Sendable {
        var exams = 0
        var (severities, severitySum) = (0, 0)
        /// Diagnoses of a radiologist, regions of a diagnosis.
        var beside: [UInt32: Int] = [:]
        var months: [Int: Int] = [:]
        var (first, last): (Int?, Int?)
    }

    private let threshold: Int
    private var radiologists: [UInt32: Group] = [:]
    private var diagnoses: [UInt32: Group] = [:]
    /// By day number and region.
    private var days: [Int: [UInt32: Int]] = [:]

    init(threshold: Int) { self.threshold = threshold }

    /// Exams that are done; others are in no figure.
    mutating func add(_ fact: ExamFact) {
        guard fact.status == .done else { return }
        let day = fact.day?.dayNumber
        let month = fact.day.map { $0.year * 12 + $0.month - 1 }
        let severity = fact.compared(threshold: threshold)?.score
        radiologists[fact.radiologist, default: Group()].add(fact.diagnosis, severity, day, month)
        diagnoses[fact.diagnosis, default: Group()].add(fact.region, severity, day, month)
        if let day { days[day, default: [:]][fact.region, default: 0] += 1 }
    }

    /// Adds what was counted of other exams.
    mutating func merge(_ other: DetailTally) {
        for (number, group) in other.radiologists { radiologists[number, default: Group()].merge(group) }
        for (number, group) in other.diagnoses { diagnoses[number, default: Group()].merge(group) }
        for (day, regions) in other.days { days[day, default: [:]].merge(regions, uniquingKeysWith: +) }
    }

    /// How the readers of one audience call regions, radiologists and diagnoses.
    struct Wording {
        let region, radiologist, diagnosis: (String) -> String
    }

    /// - Parameter performance: of the same exams and wording; only its groups have details.
    func details(_ names: FactNames, _ wording: Wording, of performance: Performance) -> GroupDetails {
        func called(_ word: @escaping (String) -> String) -> (UInt32) -> String {
            { number in names.text(number).isEmpty ? GroupKind.unknown : word(names.text(number)) }
        }
        let region = { (number: UInt32) in
            let name = names.region(number)
            return name == GroupKind.unknown ? name : wording.region(name)
        }
        let (radiologist, diagnosis) = (called(wording.radiologist), called(wording.diagnosis))
        var details = GroupDetails()
        for (kind, groups, name, beside) in [
            (GroupKind.radiologist, radiologists, radiologist, diagnosis), (.diagnosis, diagnoses, diagnosis, region),
        ] {
            let shown = Set(performance.figures(of: kind).map(\.name))
            let merged = Self.merged(groups) { shown.contains(name($0)) ? name($0) : GroupKind.others }
            details.groups[kind] = merged.filter { $0.key != GroupKind.others }.mapValues { $0.group(beside) }
            details.months[kind] = Self.months(merged)
        }
        let shown = Set(performance.figures(of: .region).map(\.name))
        details.days = Self.days(days) { shown.contains(region($0)) ? region($0) : GroupKind.others }
        return details
    }

    /// Groups that are called alike are one.
    private static func merged(_ groups: [UInt32: Group], _ name: (UInt32) -> String) -> [String: Group] {
        var merged: [String: Group] = [:]
        for (number, group) in groups { merged[name(number), default: Group()].merge(group) }
        return merged
    }

    private static func months(_ groups: [String: Group]) -> CrossCounts {
        let months = Set(groups.values.flatMap(\.months.keys)).sorted().suffix(GroupDetails.mostMonths)
        let names = ordered(groups.mapValues(\.exams))
        return CrossCounts(
            times: months.map(Self.month), groups: names,
            counts: months.map { month in names.map { groups[$0]?.months[month] ?? 0 } })
    }

    private static func days(_ days: [Int: [UInt32: Int]], _ name: (UInt32) -> String) -> CrossCounts {
        let latest = days.keys.sorted().suffix(GroupDetails.mostDays)
        var counts: [Int: [String: Int]] = [:]
        var sizes: [String: Int] = [:]
        for day in latest {
            for (region, exams) in days[day] ?? [:] {
                counts[day, default: [:]][name(region), default: 0] += exams
                sizes[name(region), default: 0] += exams
            }
        }
        let names = ordered(sizes)
        return CrossCounts(
            times: latest.map { CalendarDay(dayNumber: $0)?.description ?? "" }, groups: names,
            counts: latest.map { day in names.map { counts[day]?[$0] ?? 0 } })
    }

    /// The most frequent first; what is unknown, and then all others, last.
    private static func ordered(_ sizes: [String: Int]) -> [String] {
        let rank = [GroupKind.unknown: 1, GroupKind.others: 2]
        return sizes.sorted { a, b in
            (rank[a.key] ?? 0, -a.value, a.key) < (rank[b.key] ?? 0, -b.value, b.key)
        }.map(\.key)
    }

    /// - Parameter month: since January of the year 0.
    private static func month(_ month: Int) -> String {
        let (year, ofYear) = (String(month / 12), month % 12 + 1)
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + (ofYear < 10 ? "-0" : "-") + "\(ofYear)"
    }
}

extension DetailTally.Group {
    fileprivate mutating func add(_ beside: UInt32, _ severity: Int?, _ day: Int?, _ month: Int?) {
        exams += 1
        if let severity { (severities, severitySum) = (severities + 1, severitySum + severity) }
        if beside != 0 { self.beside[beside, default: 0] += 1 }
        if let month { months[month, default: 0] += 1 }
        guard let day else { return }
        first = min(first ?? day, day)
        last = max(last ?? day, day)
    }

    fileprivate mutating func merge(_ other: Self) {
        exams += other.exams
        (severities, severitySum) = (severities + other.severities, severitySum + other.severitySum)
        beside.merge(other.beside, uniquingKeysWith: +)
        months.merge(other.months, uniquingKeysWith: +)
        first = [first, other.first].compactMap { $0 }.min()
        last = [last, other.last].compactMap { $0 }.max()
    }

    /// - Parameter called: what it occurs with.
    fileprivate func group(_ called: (UInt32) -> String) -> GroupDetails.Group {
        var sizes: [String: Int] = [:]
        for (number, exams) in beside { sizes[called(number), default: 0] += exams }
        let most = sizes.filter { $0.key != GroupKind.unknown && $0.key != GroupKind.others }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
        var group = GroupDetails.Group()
        (group.severities, group.severitySum) = (severities, severitySum)
        group.most = most.map { .init($0.key, $0.value) }
        group.first = first.flatMap { CalendarDay(dayNumber: $0)?.description }
        group.last = last.flatMap { CalendarDay(dayNumber: $0)?.description }
        return group
    }
}

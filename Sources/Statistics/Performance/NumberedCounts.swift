/// Counts exams whose names are still numbers: nothing is looked up by text for an exam, and a million take a third of a
/// second. What comes out is what `PerformanceCounts` would be, exam by exam.
///
/// Parts may be counted side by side. An archive is told apart by its *stretches*, such as its days, each counted as a
/// whole by one part: of two spellings of one name, the one that the first stretch has stays.
public struct NumberedCounts: Sendable {
    /// Numbers of an exam's names; 0 is none.
    public struct Names: Sendable {
        public var (region, device, radiologist, diagnosis, error) = (0, 0, 0, 0, 0)

        public init() {}
    }

    /// The stretch that is being counted; it grows.
    public var stretch = 0
    private var words = [""]
    private var (statuses, errors, sexes) = (NumberedPairs(), NumberedPairs(), NumberedPairs())
    private var (regions, ages, devices, hours) = (NumberedPairs(), NumberedPairs(), NumberedPairs(), NumberedPairs())
    private var (radiologists, diagnoses) = (NumberedPairs(), NumberedPairs())
    private var (confidences, days) = (NumberedPairs(), NumberedPairs())
    /// By the places of the regions.
    private var months: [NumberedPairs] = []
    private var times: [GroupCounts] = []
    /// What has no groups.
    private var whole = PerformanceCounts()

    public init() {}

    /// - Parameter exam: its region, device, radiologist, diagnosis and kind of error are not looked at.
    public mutating func add(_ exam: CountedExam, _ names: Names) {
        statuses.add(number(exam.status), 0, in: stretch)
        whole.countAttempts(exam)
        if exam.status == CountedExam.isError { errors.add(names.error, 0, in: stretch) }
        guard exam.status == CountedExam.isDone else { return }
        if let seconds = exam.checkLatency, seconds >= 0 { whole.checks.add(seconds) }
        let cell = PairCounts.cell(exam)
        let region = regions.add(names.region, cell, in: stretch)
        if region == times.count {
            times.append(GroupCounts())
            months.append(NumberedPairs())
        }
        times[region].addTimes(exam)
        addToGroups(exam, names, cell)
        if let percent = exam.confidence, CalibrationCounts.percents.contains(percent) {
            confidences.add(percent, cell, in: stretch)
        }
        guard let day = exam.day, CivilDay.range.contains(day) else { return }
        days.add(day - CivilDay.range.lowerBound, cell, in: stretch)
        months[region].add(CivilDay(day).monthNumber - Self.firstMonth, cell, in: stretch)
    }

    private mutating func addToGroups(_ exam: CountedExam, _ names: Names, _ cell: Int) {
        sexes.add(number(exam.sex), cell, in: stretch)
        // Above eighteen all are one group.
        ages.add(exam.age.map { $0 < 0 ? 0 : min($0, Self.oldest) + 1 } ?? 0, cell, in: stretch)
        hours.add(exam.hour.map { (0...23).contains($0) ? $0 + 1 : 0 } ?? 0, cell, in: stretch)
        devices.add(names.device, cell, in: stretch)
        radiologists.add(names.radiologist, cell, in: stretch)
        diagnoses.add(names.diagnosis, cell, in: stretch)
    }

    /// A status or a sex: few words, so that looking through them is quicker than hashing.
    private mutating func number(_ word: String) -> Int {
        if let known = words.firstIndex(of: word) { return known }
        words.append(word)
        return words.count - 1
    }

    private static let oldest = 19
    private static let firstMonth = CivilDay(CivilDay.range.lowerBound).monthNumber
}

extension NumberedCounts {
    /// - Parameters:
    ///   - parts: no stretch is in two of them.
    ///   - name: of a number; empty is unknown. It is asked for regions, devices, radiologists and diagnoses.
    ///   - error: likewise.
    public static func counts(
        _ parts: [NumberedCounts], name: (GroupKind, Int) -> String, error: (Int) -> String
    ) -> PerformanceCounts {
        var counts = PerformanceCounts()
        for part in parts { counts.merge(part.whole) }
        gather(parts, \.statuses) { part, number, pairs in
            counts.statuses.change(part.words[number]) { $0.count += pairs.total }
        }
        gather(parts, \.errors) { _, number, pairs in
            let code = error(number)
            counts.errors.change(code.isEmpty ? GroupKind.unknown : code) { $0.count += pairs.total }
        }
        gather(parts, \.confidences) { _, number, pairs in counts.confidences.change(number) { $0.merge(pairs) } }
        gather(parts, \.days) { _, number, pairs in
            counts.days.change(number + CivilDay.range.lowerBound) { $0.merge(pairs) }
        }
        let kinds: [(GroupKind, KeyPath<NumberedCounts, NumberedPairs>)] = [
            (.region, \.regions), (.age, \.ages), (.sex, \.sexes), (.device, \.devices), (.hour, \.hours),
            (.radiologist, \.radiologists), (.diagnosis, \.diagnoses),
        ]
        for (kind, path) in kinds {
            gather(parts, path) { part, number, pairs in
                let key = GroupKey(kind, part.name(kind, number) ?? name(kind, number))
                counts.groups.change(key) { $0.pairs.merge(pairs) }
            }
        }
        addRegions(of: parts, to: &counts) { GroupKey(.region, name(.region, $0)) }
        // Every exam is in one region.
        for group in counts.groups.groups where group.key.kind == .region { counts.overall.merge(group.value) }
        return counts
    }

    /// The groups of all parts in the order in which they were met.
    private static func gather(
        _ parts: [NumberedCounts], _ path: KeyPath<NumberedCounts, NumberedPairs>,
        _ body: (NumberedCounts, _ number: Int, PairCounts) -> Void
    ) {
        let met = parts.indices.flatMap { part in
            parts[part][keyPath: path].met.enumerated().map { (part: part, place: $0.offset, met: $0.element) }
        }
        // A stretch is of one part, which met its groups in the order of their places.
        for group in met.sorted(by: { ($0.met.stretch, $0.place) < ($1.met.stretch, $1.place) }) {
            body(parts[group.part], group.met.number, parts[group.part][keyPath: path].pairs(at: group.place))
        }
    }

    /// Of the groups that have no names: `CountedExam` words them.
    private func name(_ kind: GroupKind, _ number: Int) -> String? {
        var exam = CountedExam(status: "")
        switch kind {
        case .age: exam.age = number > 0 ? number - 1 : nil
        case .hour: exam.hour = number > 0 ? number - 1 : nil
        case .sex: return words[number]
        case .region, .device, .radiologist, .diagnosis: return nil
        }
        return kind == .age ? exam.ageGroup : exam.hourGroup
    }

    /// Times and months; the groups are there.
    private static func addRegions(
        of parts: [NumberedCounts], to counts: inout PerformanceCounts, _ key: (Int) -> GroupKey
    ) {
        var dated: [(stretch: Int, key: GroupKey, months: NumberedPairs)] = []
        for part in parts {
            for (place, region) in part.regions.met.enumerated() {
                let key = key(region.number)
                counts.groups.change(key) { $0.merge(part.times[place]) }
                guard let first = part.months[place].met.first else { continue }
                dated.append((first.stretch, key, part.months[place]))
            }
        }
        for (_, key, months) in dated.sorted(by: { $0.stretch < $1.stretch }) {
            for (place, month) in months.met.enumerated() {
                counts.months.change(key.name) {
                    $0.change(month.number + firstMonth) { $0.merge(months.pairs(at: place)) }
                }
            }
        }
    }
}

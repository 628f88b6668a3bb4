import Foundation
import Radiology

/// Exact figures, counted anew in one walk: nothing is kept that could drift from the exams.
extension ExamIndex {
    /// All exams that a filter means, together.
    public func tally(_ filter: ExamFilter = .done) throws(StoreError) -> VerdictTally {
        try current { columns in
            let marks = columns.selection(filter, threshold: threshold)
            var counts = [Int](repeating: 0, count: VerdictCode.count)
            for place in marks.indices { counts[Int(columns.verdicts[place])] += Int(marks[place]) }
            return VerdictTally(counts, threshold: threshold)
        }
    }

    /// The same by region, radiologist or diagnosis, sorted by name; groups without exams are left out. Names that
    /// differ only in the case of their letters are two groups, except of diagnoses.
    public func tallies(_ filter: ExamFilter = .done, by group: ExamGroup) throws(StoreError) -> [GroupTally] {
        let (table, names) = try current { columns in
            let marks = columns.selection(filter, threshold: threshold)
            let (numbers, names) = columns.group(group)
            var table = CountTable(rows: names.words.count, columns: VerdictCode.count)
            for place in marks.indices {
                table.add(marks[place], row: numbers[place], column: UInt32(columns.verdicts[place]))
            }
            return (table, names.words)
        }
        return table.tallies(threshold: threshold).map { GroupTally(name: names[$0.key], tally: $0.value) }
            .sorted { $0.name < $1.name }
    }

    /// Exams by region and day or month, since a day of the modality's clock; oldest first.
    public func trend(
        _ filter: ExamFilter = .done, byMonth: Bool, since day: CalendarDay
    ) throws(StoreError) -> [TrendPoint] {
        struct Key: Hashable { let region: UInt32, period: Int }
        return try current { columns in
            let marks = columns.selection(filter, threshold: threshold)
            let positive = VerdictCode.table { ($0.ai?.score ?? -1) >= threshold ? 1 : 0 }
            var counts: [Key: (total: Int, positive: Int)] = [:]
            columns.eachNewest(since: ClockText.start(of: day)) { place in
                if marks[place] == 0 { return }
                let day = ClockText.day(columns.created[place])
                let key = Key(region: columns.regions[place], period: byMonth ? day / 100 : day)
                counts[key, default: (0, 0)].total += 1
                counts[key, default: (0, 0)].positive += Int(positive[Int(columns.verdicts[place])])
            }
            let names = columns.regionNames.words
            return counts.map { key, count in
                TrendPoint(
                    region: names[Int(key.region)], period: Self.period(key.period, isMonth: byMonth),
                    total: count.total,
                    positive: count.positive)
            }.sorted { ($0.region, $0.period) < ($1.region, $1.period) }
        }
    }

    private static func period(_ number: Int, isMonth: Bool) -> String {
        let digits = String(number)
        let text = String(repeating: "0", count: max(0, (isMonth ? 6 : 8) - digits.count)) + digits
        let month = "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))"
        return isMonth ? month : "\(month)-\(text.suffix(2))"
    }

    /// What the AI's calls took, of the exams made since a moment of the modality's clock (`YYYY-MM-DD HH:MM:SS`).
    public func latency(
        _ filter: ExamFilter = .done, since moment: String
    ) throws(StoreError) -> LatencyTally {
        try current { columns in
            let marks = columns.selection(filter, threshold: threshold)
            var (exams, seconds) = (0, 0)
            columns.eachNewest(since: ClockText.key(moment)) { place in
                guard marks[place] == 1, let latency = columns.latency(place) else { return }
                exams += 1
                seconds += latency
            }
            return LatencyTally(exams: exams, seconds: seconds)
        }
    }

    /// The counters of a state frame.
    public func state(now: Date) throws(StoreError) -> StateCounts {
        let week = ClockText.seconds(UTC.predecessor(now - 7 * 86_400))
        return try current { columns in
            let done = StandingCode(.done, isFlagged: false).code
            var recent = 0
            let (standings, answered) = (columns.standings.span, columns.answered.span)
            for place in answered.indices where answered[place] >= week && standings[place] & 0b10_1111 == done {
                recent += 1
            }
            return StateCounts(
                waiting: columns.number(.queued) + columns.number(.requeue), checks: columns.number(.check),
                processing: columns.number(.processing), failed: columns.number(.error),
                ignored: columns.number(.ignore), done: columns.number(.done), doneThisWeek: recent)
        }
    }
}

extension ExamColumns {
    func group(_ group: ExamGroup) -> (numbers: [UInt32], names: Vocabulary) {
        switch group {
        case .region: (regions, regionNames)
        case .radiologist: (radiologists, radiologistNames)
        case .diagnosis: (diagnoses, diagnosisNames)
        }
    }

    /// Visits the places from the newest to the first that is older than a `ClockText.key`.
    func eachNewest(since key: UInt64, _ body: (Int) -> Void) {
        for place in oldestFirst.reversed() {
            if created[Int(place)] < key { return }
            body(Int(place))
        }
    }

    /// Visits the places from the newest that is older than a `ClockText.key` until the body has enough.
    func eachNewest(before key: UInt64, _ body: (Int) -> Bool) {
        for place in oldestFirst.reversed() where created[Int(place)] < key { if !body(Int(place)) { return } }
    }
}

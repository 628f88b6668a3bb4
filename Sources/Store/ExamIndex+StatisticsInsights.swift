import Radiology

/// Times, ages and second readings of the exams that are `done`.
extension ExamIndex {
    public func insights(_ filter: ExamFilter = ExamFilter()) throws(StoreError) -> ExamInsights {
        let (sums, names) = try current { columns in
            let marks = columns.selection(filter.ofDone, threshold: threshold)
            return (Sums(columns, marks, threshold: threshold), columns.radiologistNames.words)
        }
        let people = sums.verdicts.tallies(threshold: threshold)
        let busy = people.compactMap { number, tally in
            number == 0 || tally.total <= Self.fewReports ? nil : GroupTally(name: names[number], tally: tally)
        }
        return ExamInsights(
            overall: VerdictTally(sumOf: people.values, threshold: threshold), processing: sums.processing,
            ages: sums.ages, hours: sums.hours, requeues: sums.requeues, radiologists: busy.sorted { $0.name < $1.name }
        )
    }

    /// Of radiologists with no more reports nothing is said.
    private static let fewReports = 5
}

private struct Sums: Sendable {
    private let rows: RegionRows
    /// By radiologist and `VerdictCode`.
    private(set) var verdicts: CountTable
    private(set) var hours = [Int](repeating: 0, count: 24)
    private(set) var requeues = RequeueCounts(requeued: 0, compared: 0, savedMilliseconds: 0)
    private var latencies: [LatencyRange]
    private var aged = [(exams: Int, positive: Int)](repeating: (0, 0), count: AgeBuckets.names.count)

    init(_ columns: ExamColumns, _ marks: [UInt8], threshold: Int) {
        rows = RegionRows(columns.regionNames)
        verdicts = CountTable(rows: columns.radiologistNames.words.count, columns: VerdictCode.count)
        latencies = [LatencyRange](repeating: LatencyRange(), count: rows.names.count)
        let positive = VerdictCode.table { ($0.compared?.score ?? -1) >= threshold ? 1 : 0 }
        var buckets = AgeBuckets()
        for place in marks.indices where marks[place] == 1 {
            let created = columns.created[place]
            verdicts.add(1, row: columns.radiologists[place], column: UInt32(columns.verdicts[place]))
            if let latency = columns.latency(place) {
                latencies[Int(rows.rows[Int(columns.regions[place])])].add(latency)
            }
            if let hour = ClockText.hour(created) { hours[hour] += 1 }
            if let bucket = buckets.bucket(born: columns.people.births[Int(columns.patients[place])], made: created) {
                aged[bucket].exams += 1
                aged[bucket].positive += Int(positive[Int(columns.verdicts[place])])
            }
        }
        requeues = columns.rereadings.counts(marks)
    }

    var processing: [GroupLatency] {
        latencies.indices.compactMap { row in
            let latency = latencies[row]
            return latency.exams == 0
                ? nil
                : GroupLatency(
                    name: rows.names[row], latency: LatencyTally(exams: latency.exams, seconds: latency.seconds))
        }.sorted { $0.name < $1.name }
    }

    var ages: [AgeCount] {
        aged.indices.compactMap { index in
            let (exams, positive) = aged[index]
            return exams == 0 ? nil : AgeCount(bucket: AgeBuckets.names[index], exams: exams, positive: positive)
        }
    }
}

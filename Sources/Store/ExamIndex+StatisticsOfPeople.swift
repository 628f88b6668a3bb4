import Foundation
import Radiology

/// The figures of radiologists. Exams without the name of one are left out.
extension ExamIndex {
    /// By name as it stands in the reports.
    public func radiologistStatistics(
        _ filter: ExamFilter = ExamFilter()
    ) throws(StoreError) -> [RadiologistStatistics] {
        let (sums, names, diagnoses) = try current { columns in
            let marks = columns.selection(filter.ofDone, threshold: threshold)
            return (Sums(columns, marks), columns.radiologistNames.words, columns.diagnosisNames.words)
        }
        let top = sums.diagnoses.most(5, names: diagnoses)
        return sums.verdicts.tallies(threshold: threshold).compactMap { number, tally in
            number == 0
                ? nil
                : RadiologistStatistics(
                    name: names[number], tally: tally, topDiagnoses: top[number] ?? [], reading: sums.reading[number],
                    checking: sums.checking[number])
        }.sorted { $0.name < $1.name }
    }

    /// The last twelve months, the oldest first; months without a report are absent.
    public func radiologistMonths(
        _ filter: ExamFilter = ExamFilter(), now: Date, in zone: TimeZone
    ) throws(StoreError) -> [MonthCounts] {
        try months(.radiologist, filter, top: Int.max, StatisticsWindow(now: now, zone: zone))
    }

    /// - Parameter limit: so many of each month.
    func months(
        _ group: ExamGroup, _ filter: ExamFilter, top limit: Int, _ window: StatisticsWindow
    ) throws(StoreError) -> [MonthCounts] {
        let (table, names) = try current { columns in
            let marks = columns.selection(filter.ofDone, threshold: threshold)
            let (numbers, names) = columns.group(group)
            var table = CountTable(rows: window.months.count, columns: names.words.count)
            var month = PeriodWalk(window.months)
            columns.eachNewest(before: window.end) { place in
                guard month.isIn(columns.created[place]) else { return false }
                table.add(marks[place], row: UInt32(truncatingIfNeeded: month.period), column: numbers[place])
                return true
            }
            return (table, names.words)
        }
        let most = table.most(limit, names: names)
        return window.months.indices.compactMap { index in
            most[index].map { MonthCounts(month: window.months[index].monthText, counts: $0) }
        }
    }
}

private struct Sums: Sendable {
    /// By radiologist and `VerdictCode`.
    private(set) var verdicts: CountTable
    /// By radiologist and diagnosis.
    private(set) var diagnoses: CountTable
    /// By radiologist.
    private(set) var reading: [LatencyRange]
    private(set) var checking: [LatencyRange]

    init(_ columns: ExamColumns, _ marks: [UInt8]) {
        let people = columns.radiologistNames.words.count
        verdicts = CountTable(rows: people, columns: VerdictCode.count)
        diagnoses = CountTable(rows: people, columns: columns.diagnosisNames.words.count)
        reading = [LatencyRange](repeating: LatencyRange(), count: people)
        checking = reading
        for place in marks.indices where marks[place] == 1 {
            let person = columns.radiologists[place]
            if person == 0 { continue }
            verdicts.add(1, row: person, column: UInt32(columns.verdicts[place]))
            diagnoses.add(1, row: person, column: columns.diagnoses[place])
            if let latency = columns.latency(place) { reading[Int(person)].add(latency) }
            if let latency = columns.checking(place) { checking[Int(person)].add(latency) }
        }
    }
}

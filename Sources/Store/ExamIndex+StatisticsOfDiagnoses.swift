import Foundation
import Radiology

/// The figures of radiologists' summaries. Exams without one are left out.
extension ExamIndex {
    /// By summary in small letters.
    public func diagnosisStatistics(_ filter: ExamFilter = ExamFilter()) throws(StoreError) -> [DiagnosisStatistics] {
        let (sums, names) = try current { columns in
            (
                Sums(columns, columns.selection(filter.ofDone, threshold: threshold)), columns.diagnosisNames.words
            )
        }
        let top = sums.regions.most(5, names: sums.rows.names)
        return sums.verdicts.tallies(threshold: threshold).compactMap { number, tally in
            number == 0
                ? nil
                : DiagnosisStatistics(
                    name: names[number], tally: tally, topRegions: top[number] ?? [],
                    firstSeen: ClockText.text(sums.first[number]), lastSeen: ClockText.text(sums.last[number]))
        }.sorted { $0.name < $1.name }
    }

    /// The most frequent ones of each of the last twelve months, the oldest first; months without any are absent.
    /// - Parameter limit: so many of each month.
    public func diagnosisMonths(
        top limit: Int = 10, _ filter: ExamFilter = ExamFilter(), now: Date, in zone: TimeZone
    ) throws(StoreError) -> [MonthCounts] {
        try months(.diagnosis, filter, top: limit, StatisticsWindow(now: now, zone: zone))
    }
}

private struct Sums: Sendable {
    let rows: RegionRows
    /// By diagnosis and `VerdictCode`.
    private(set) var verdicts: CountTable
    /// By diagnosis and region.
    private(set) var regions: CountTable
    /// `ClockText.key` by diagnosis; the greatest number and 0 where no exam has a day.
    private(set) var first: [UInt64]
    private(set) var last: [UInt64]

    init(_ columns: ExamColumns, _ marks: [UInt8]) {
        let count = columns.diagnosisNames.words.count
        rows = RegionRows(columns.regionNames)
        verdicts = CountTable(rows: count, columns: VerdictCode.count)
        regions = CountTable(rows: count, columns: rows.names.count)
        first = [UInt64](repeating: UInt64.max, count: count)
        last = [UInt64](repeating: 0, count: count)
        for place in marks.indices where marks[place] == 1 {
            let diagnosis = columns.diagnoses[place]
            if diagnosis == 0 { continue }
            verdicts.add(1, row: diagnosis, column: UInt32(columns.verdicts[place]))
            regions.add(1, row: diagnosis, column: rows.rows[Int(columns.regions[place])])
            let created = columns.created[place]
            guard ClockText.hasDay(created) else { continue }
            first[Int(diagnosis)] = min(first[Int(diagnosis)], created)
            last[Int(diagnosis)] = max(last[Int(diagnosis)], created)
        }
    }
}

import Foundation
import Radiology
import Store
import Testing

@Suite("The figures of random wards are those of plain SQL")
struct FigureMatchStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    @Test("All of them, for filters drawn at random", arguments: [(61, 5), (62, 3), (63, 8)] as [(UInt64, Int)])
    func figures(seed: UInt64, threshold: Int) throws {
        var ward = try RandomWard(folder.workspace, seed: seed)
        try ward.admit(1500)
        let index = ExamIndex(archive, threshold: threshold)
        let plain = PlainAnswers(database: ward.database, threshold: threshold)
        for round in 0..<25 {
            let filter = round < 3 ? ExamFilter() : ExamFilter.random(&ward.numbers)
            // Three moments: in the middle of the ward's time, at the end of a year, and after all of it.
            let day = ["2026-03-02 10:00:00", "2025-01-01 00:30:00", "2027-01-31 23:59:59"][round % 3]
            let figures = PlainFigures(plain: plain, filter: filter, now: day)
            let now = try #require(UTC.moment(day.replacing(" ", with: "T") + ".000Z")) - 7200
            let answers = Answers(index: index, filter: filter, now: now)
            for (name, mine, theirs) in try answers.pairs(figures) {
                try #require(mine == theirs, "round \(round), \(name): \(filter)")
            }
        }
    }

    @Test("What the index followed it counts as a new one does", arguments: [71, 72] as [UInt64])
    func followed(seed: UInt64) throws {
        var ward = try RandomWard(folder.workspace, seed: seed)
        try ward.admit(200)
        let index = ExamIndex(archive, threshold: 5)
        for round in 0..<15 {
            _ = try index.tally()
            let uid = ward.uid(1 + Int(ward.numbers.next() % UInt64(ward.exams + 30)))
            try ward.run(ward.calls(uid) + [ward.radReport(uid), ward.patient(round), ward.aiReport(uid)])
            try ward.admit(ward.numbers.pick([0, 1, 30]))
            let new = ExamIndex(archive, threshold: 5)
            let (mine, theirs) = (try index.insights(), try new.insights())
            try #require(mine == theirs, "round \(round)")
            try #require(try index.radiologistStatistics() == new.radiologistStatistics(), "round \(round)")
        }
    }
}

/// The same answers of the index, as rows of texts.
private struct Answers {
    let index: ExamIndex
    let filter: ExamFilter
    let now: Date
    private let zone = FigureWard.zone

    init(index: ExamIndex, filter: ExamFilter, now: Date) { (self.index, self.filter, self.now) = (index, filter, now) }

    func pairs(_ plain: PlainFigures) throws -> [(String, [[String]], [[String]])] {
        try overall(plain) + people(plain) + insights(plain)
    }

    private func overall(_ plain: PlainFigures) throws -> [(String, [[String]], [[String]])] {
        let all = try index.statistics(filter, now: now, in: zone)
        return [
            ("regions", all.regions.map { [$0.name] + row($0.tally) }, try plain.regions()),
            ("last day", [["\(all.lastDay.exams)", "\(all.lastDay.seconds)"]], try plain.lastDay()),
            ("days", all.days.map(row), try plain.trend(10, from: plain.days)),
            ("months", all.months.map(row), try plain.trend(7, from: plain.months)),
        ]
    }

    private func people(_ plain: PlainFigures) throws -> [(String, [[String]], [[String]])] {
        let people = try index.radiologistStatistics(filter)
        let diagnoses = try index.diagnosisStatistics(filter)
        return [
            (
                "radiologists", people.map { [$0.name] + row($0.tally) + row($0.reading) + row($0.checking) },
                try plain.radiologists()
            ),
            ("top diagnoses", people.flatMap { rows($0.name, $0.topDiagnoses) }, try plain.topDiagnoses()),
            (
                "radiologists' months",
                rows(try index.radiologistMonths(filter, now: now, in: zone)),
                try plain.months(of: "r.radiologist", Int.max)
            ),
            (
                "diagnoses' months",
                rows(try index.diagnosisMonths(top: 2, filter, now: now, in: zone)),
                try plain.months(of: "lower(r.summary)", 2)
            ),
            (
                "diagnoses",
                diagnoses.map { [$0.name] + row($0.tally) + [$0.firstSeen ?? "-", $0.lastSeen ?? "-"] },
                try plain.diagnoses()
            ),
            ("top regions", diagnoses.flatMap { rows($0.name, $0.topRegions) }, try plain.topRegions()),
        ]
    }

    private func insights(_ plain: PlainFigures) throws -> [(String, [[String]], [[String]])] {
        let insights = try index.insights(filter)
        return [
            (
                "processing", insights.processing.map { [$0.name, "\($0.latency.exams)", "\($0.latency.seconds)"] },
                try plain.processing()
            ),
            (
                "hours", insights.hours.enumerated().filter { $1 > 0 }.map { ["\($0)", "\($1)"] },
                try plain.hours()
            ),
            ("ages", insights.ages.map { [$0.bucket, "\($0.exams)", "\($0.positive)"] }, try plain.ages()),
            (
                "requeues",
                [
                    [
                        "\(insights.requeues.requeued)", "\(insights.requeues.compared)",
                        "\(insights.requeues.savedMilliseconds)",
                    ]
                ], try plain.requeues()
            ),
        ]
    }

    private func row(_ tally: VerdictTally) -> [String] {
        [
            tally.total, tally.reviewed, tally.comparedSum, tally.positive, tally.truePositive, tally.trueNegative,
            tally.falsePositive, tally.falseNegative,
        ].map(String.init)
    }

    private func row(_ range: LatencyRange) -> [String] {
        [range.exams, range.seconds, range.least, range.most].map(String.init)
    }

    private func row(_ point: TrendPoint) -> [String] {
        [point.region, point.period, "\(point.total)", "\(point.positive)"]
    }

    private func rows(_ name: String, _ counts: [NameCount]) -> [[String]] {
        counts.map { [name, $0.name, "\($0.exams)"] }
    }

    private func rows(_ months: [MonthCounts]) -> [[String]] { months.flatMap { rows($0.month, $0.counts) } }
}

import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("The figures of a small ward, counted by hand")
struct FigureStories {
    let folder: TemporaryFolder
    let ward: FigureWard
    let index: ExamIndex

    init() throws {
        folder = try TemporaryFolder()
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        ward = try FigureWard(folder.workspace)
        index = ExamIndex(archive, threshold: 5)
    }

    private func statistics(_ words: [String: String] = [:]) throws -> ExamStatistics {
        try index.statistics(ExamFilter(parameters: words), now: .mondayMorning, in: FigureWard.zone)
    }

    @Test("Nine of twelve are done; what one side did not assess is neither right nor wrong")
    func overall() throws {
        let overall = try statistics().overall
        #expect((overall.total, overall.reviewed, overall.positive) == (9, 8, 4))
        #expect((overall.truePositive, overall.falsePositive) == (2, 1))
        #expect((overall.trueNegative, overall.falseNegative) == (2, 1))
        #expect((overall.correct, overall.wrong, overall.compared) == (4, 2, 6))
        #expect((overall.assessed, overall.unanswered, overall.comparedSum) == (7, 1, 8 + 2 + 0 + 9 + 7 + 3 + 4 + 5))
        #expect(try index.severities() == [1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 0])
    }

    @Test("A region's row holds what the AI answered, also when it could not say; no region is `unknown`")
    func regions() throws {
        #expect(
            try statistics().regions == [
                GroupTally(
                    name: "chest",
                    tally: VerdictTally(
                        pairs: [(7, 8, 1), (6, 2, 1), (1, 0, 1), (2, 9, 1), (5, 5, 1)], threshold: 5)),
                GroupTally(name: "elbow", tally: VerdictTally(pairs: [(8, nil, 1), (3, 4, 1)], threshold: 5)),
                GroupTally(name: "unknown", tally: VerdictTally(pairs: [(-1, 7, 1)], threshold: 5)),
            ])
    }

    @Test("The last day ends now and begins to the second; failed and ignored exams are counted, whatever is filtered")
    func lastDay() throws {
        let (all, elbow) = (try statistics(), try statistics(["region": "elbow"]))
        #expect(all.lastDay == LatencyTally(exams: 3, seconds: 60))
        #expect((all.failed, all.ignored, elbow.failed, elbow.ignored) == (1, 1, 1, 1))
        #expect((elbow.overall.total, elbow.lastDay.exams) == (3, 0))
    }

    @Test("Thirty days and twelve months, both with today; what is dated tomorrow is not among them")
    func trends() throws {
        let statistics = try statistics()
        #expect(
            statistics.days == [
                TrendPoint(region: "chest", period: "2026-03-01", total: 2, positive: 0),
                TrendPoint(region: "chest", period: "2026-03-02", total: 2, positive: 2),
                TrendPoint(region: "unknown", period: "2026-02-01", total: 1, positive: 0),
            ])
        #expect(
            statistics.months == [
                TrendPoint(region: "chest", period: "2026-03", total: 4, positive: 2),
                TrendPoint(region: "elbow", period: "2025-04", total: 1, positive: 0),
                TrendPoint(region: "elbow", period: "2026-01", total: 1, positive: 1),
                TrendPoint(region: "unknown", period: "2026-02", total: 1, positive: 0),
            ])
    }

    @Test(
        "The windows follow the wall clock of the place, over the change to summer time as well",
        arguments: [
            // Sunday, 29 March 2026: at 03:00 it is 04:00 in Bucharest. 24 hours before 10:30 it was 09:30.
            ("2026-03-29T07:30:00.000Z", "2026-03-28 09:30:00", "2026-03-28 09:29:59"),
            ("2026-03-28T07:30:00.000Z", "2026-03-27 09:30:00", "2026-03-27 09:29:59"),
            // Half past midnight there is still the day before in UTC.
            ("2026-06-30T21:30:00.000Z", "2026-07-01 00:29:00", "2026-06-30 00:29:59"),
        ])
    func summerTime(now: String, within: String, before: String) throws {
        let (now, zone) = (try #require(UTC.moment(now)), try #require(TimeZone(identifier: "Europe/Bucharest")))
        for (film, time, exams) in [(3, within, 1), (4, before, 1)] {
            try ward.ward.run([("UPDATE exams SET created = ? WHERE uid = ?", [time, FigureWard.uid(film)])])
            #expect(try index.statistics(now: now, in: zone).lastDay.exams == exams, "\(time)")
        }
    }

    @Test("A radiologist: reports, severities, agreement, the most frequent summaries, and what the calls took")
    func radiologists() throws {
        let people = try index.radiologistStatistics()
        #expect(people.map(\.name) == ["Ana", "Dan"])
        let ana = try #require(people.first)
        #expect((ana.tally.total, ana.tally.reviewed, ana.tally.comparedSum) == (6, 6, 8 + 2 + 0 + 9 + 3 + 4))
        #expect((ana.tally.correct, ana.tally.compared) == (3, 5))
        #expect(ana.topDiagnoses == ["normal", "pneumonia", "sprain"].map { NameCount(name: $0, exams: 2) })
        #expect(ana.reading == LatencyRange([10, 20, 30, 40, 60]))
        #expect((ana.reading.exams, ana.reading.seconds, ana.reading.least, ana.reading.most) == (5, 160, 10, 60))
        #expect(ana.checking == LatencyRange([4, 6]))
        #expect((people[1].tally.total, people[1].tally.compared, people[1].reading.exams) == (1, 0, 0))
    }

    @Test("Months of radiologists and of diagnoses, the latter only so many a month")
    func months() throws {
        #expect(
            try index.radiologistMonths(now: .mondayMorning, in: FigureWard.zone) == [
                MonthCounts(month: "2025-04", counts: [NameCount(name: "Ana", exams: 1)]),
                MonthCounts(month: "2026-02", counts: [NameCount(name: "Dan", exams: 1)]),
                MonthCounts(month: "2026-03", counts: [NameCount(name: "Ana", exams: 4)]),
            ])
        let top = try index.diagnosisMonths(top: 1, now: .mondayMorning, in: FigureWard.zone)
        #expect(top.map(\.month) == ["2025-04", "2026-02", "2026-03"])
        #expect(top.last?.counts == [NameCount(name: "normal", exams: 2)])
    }

    @Test("A diagnosis: its exams, its regions, when it was first and last seen")
    func diagnoses() throws {
        let diagnoses = try index.diagnosisStatistics()
        #expect(diagnoses.map(\.name) == ["fracture", "normal", "pneumonia", "sprain"])
        #expect(
            diagnoses[0]
                == DiagnosisStatistics(
                    name: "fracture", tally: VerdictTally(pairs: [(-1, 7, 1)], threshold: 5),
                    topRegions: [NameCount(name: "unknown", exams: 1)], firstSeen: "2026-02-01 00:00:00",
                    lastSeen: "2026-02-01 00:00:00"))
        let pneumonia = diagnoses[2]
        #expect((pneumonia.tally.truePositive, pneumonia.tally.falseNegative, pneumonia.tally.compared) == (1, 1, 2))
        #expect(pneumonia.topRegions == [NameCount(name: "chest", exams: 2)])
        #expect((diagnoses[3].firstSeen, diagnoses[3].lastSeen) == ("2025-03-31 23:59:59", "2025-04-01 00:00:00"))
    }

    @Test(
        "Ages are those at the exam, in years of 365.25 days; who was not born yet and who has no birthday is left out")
    func ages() throws {
        #expect(
            try index.insights().ages == [
                // 0 years, and three years less a day.
                AgeCount(bucket: "0-2", exams: 2, positive: 1),
                AgeCount(bucket: "2-4", exams: 1, positive: 0),
                AgeCount(bucket: "4-6", exams: 1, positive: 1),
                AgeCount(bucket: "> 18", exams: 1, positive: 1),
            ])
    }

    @Test("Calls by region, exams by hour, and radiologists with more than five reports")
    func insights() throws {
        let insights = try index.insights()
        #expect(
            insights.processing == [
                GroupLatency(name: "chest", latency: LatencyTally(exams: 5, seconds: 170)),
                GroupLatency(name: "elbow", latency: LatencyTally(exams: 2, seconds: 110)),
            ])
        var hours = [Int](repeating: 0, count: 24)
        (hours[0], hours[9], hours[10], hours[23]) = (3, 3, 1, 2)
        #expect(insights.hours == hours)
        #expect(insights.radiologists.map(\.name) == ["Ana"] && insights.radiologists[0].tally.total == 6)
        let differences = insights.overall.differences
        #expect((differences[10 - 7], differences[10 - 1], differences[10], differences[10 + 4]) == (1, 2, 1, 1))
    }

    @Test("Three were read again; of two it is known how much faster that was, and a check or a failure is no reading")
    func requeues() throws {
        #expect(
            try index.insights().requeues == RequeueCounts(requeued: 3, compared: 2, savedMilliseconds: 3000 - 1000))
        try ward.call(4, 5000)
        try ward.ward.run([("UPDATE ai_reports SET latency = 5 WHERE uid = ?", [FigureWard.uid(4)])])
        #expect(
            try index.insights().requeues == RequeueCounts(requeued: 4, compared: 3, savedMilliseconds: 2000 + 3000))
        #expect(try index.insights(ExamFilter(parameters: ["region": "elbow"])).requeues.requeued == 0)
    }

    @Test("A filter that wants other exams than `done` ones has no figures")
    func notDone() throws {
        let failed = try statistics(["status": "error"])
        #expect(failed.overall.total == 0 && failed.regions.isEmpty && failed.failed == 1)
        #expect(try statistics(["status": "done,error"]).overall.total == 9)
    }

    @Test("Where AI and people are on different sides, the widest difference comes first, then the newest")
    func discrepancies() throws {
        try ward.ward.run([("UPDATE rad_reports SET severity = 2 WHERE uid = '1.2.3.3'", [])])
        try ward.ward.run([("UPDATE ai_reports SET severity = 9 WHERE uid = '1.2.3.3'", [])])
        let differing = ExamFilter(parameters: ["correct": "no", "status": "done"])
        let first = try index.page(differing, order: .disagreement, size: 2)
        // 3: 9 against 2; 4: 2 against 9, one second older; 2: 6 against 2.
        #expect(first.exams.map(\.record.exam.uid.rawValue) == ["1.2.3.3", "1.2.3.4"])
        let second = try index.page(differing, .after(try #require(first.next)), size: 2)
        #expect(second.exams.map(\.record.exam.uid.rawValue) == ["1.2.3.2"] && second.next == nil)
    }
}

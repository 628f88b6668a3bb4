import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("The index follows whatever happens to the database")
struct IndexFollowsStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    /// Everything that can be asked, for a comparison.
    private struct Answers: Equatable {
        var lists: [[SOPInstanceUID]] = []
        var pages: [ExamPage] = []
        var tallies: [[GroupTally]] = []
        var trends: [[TrendPoint]] = []
        var state: StateCounts
        var patients: [PatientPage] = []
        var latency: LatencyTally

        init(_ index: ExamIndex, _ filters: [ExamFilter]) throws {
            state = try index.state(now: .mondayMorning + 20 * 86_400)
            latency = try index.latency(ExamFilter(), since: "2025-06-01 00:00:00")
            let day = try #require(CalendarDay("2025-01-01"))
            for filter in filters {
                lists.append(try index.uids(filter))
                for order in ExamOrder.allCases { pages.append(try index.page(filter, order: order, size: 40)) }
                for group in [ExamGroup.region, .radiologist, .diagnosis] {
                    tallies.append(try index.tallies(filter, by: group))
                }
                for isMonth in [false, true] { trends.append(try index.trend(filter, byMonth: isMonth, since: day)) }
            }
            for search in [nil, "popescu", "12", "ab-"] {
                patients.append(try index.patients(search: search, size: 50))
            }
        }

        func differing(from other: Answers) -> [String] {
            [
                (lists == other.lists, "lists"), (pages == other.pages, "pages"), (tallies == other.tallies, "tallies"),
                (trends == other.trends, "trends"), (state == other.state, "state"),
                (patients == other.patients, "patients"), (latency == other.latency, "latency"),
            ].compactMap { $0.0 ? nil : $0.1 }
        }
    }

    @Test("After any writes of another programme it says what a new one says", arguments: [7, 8, 9] as [UInt64])
    func deltas(seed: UInt64) throws {
        var ward = try RandomWard(folder.workspace, seed: seed)
        try ward.admit(400)
        let index = ExamIndex(archive, threshold: 5)
        try index.prepare()
        var filters = [ExamFilter()]
        for _ in 0..<6 { filters.append(.random(&ward.numbers)) }
        for round in 0..<25 {
            let before = try index.version()
            try ward.admit(ward.numbers.pick([0, 1, 3, 40]))
            for _ in 0..<Int(1 + ward.numbers.next() % 30) { try disturb(&ward) }
            #expect(try index.version() != before)
            let new = ExamIndex(archive, threshold: 5)
            let (followed, fresh) = (try Answers(index, filters), try Answers(new, filters))
            try #require(followed.differing(from: fresh) == [], "round \(round)")
        }
    }

    private func disturb(_ ward: inout RandomWard) throws {
        let uid = ward.uid(1 + Int(ward.numbers.next() % UInt64(ward.exams)))
        let person = Int(ward.numbers.next() % 520)
        let changes: [(String, StatementArguments)] = [
            ("UPDATE exams SET status = ? WHERE uid = ?", [ward.numbers.pick(RandomWard.statuses), uid]),
            ("UPDATE exams SET created = ? WHERE uid = ?", [ward.time(), uid]),
            ("UPDATE exams SET cnp = ? WHERE uid = ?", [ward.key(person), uid]),
            ("UPDATE patients SET name = 'Nou^Nume' WHERE cnp = ?", [ward.key(person)]),
            ("DELETE FROM patients WHERE cnp = ?", [ward.key(person)]),
            ("DELETE FROM exams WHERE uid = ?", [uid]),
            ("DELETE FROM ai_reports WHERE uid = ?", [uid]),
            ("INSERT OR REPLACE INTO exams (uid, status) VALUES (?, 'none')", [uid]),
            ("INSERT OR IGNORE INTO exams (uid, cnp, status) VALUES ('../static/\(person)', 'x', 'error')", []),
            ("DELETE FROM exams WHERE uid LIKE '..%'", []),
            ward.patient(person), ward.aiReport(uid), ward.radReport(uid),
        ]
        try ward.run([ward.numbers.pick(changes)] + (ward.numbers.happens(20) ? ward.opinions(uid) : []))
    }

    @Test("After more changes than it follows one by one it reads everything anew, and says the same")
    func many() throws {
        var ward = try RandomWard(folder.workspace, seed: 12)
        try ward.admit(300)
        let index = ExamIndex(archive, threshold: 5)
        try index.prepare()
        let before = try index.version()
        for status in ["queued", "done", "error", "ignore", "requeue", "done", "queued", "done"] {
            try ward.run([("UPDATE exams SET status = ?", [status])])
        }
        try #require(try index.version().exams - before.exams > Int64(ExamIndex.fewChanges + 300))
        let fresh = ExamIndex(archive, threshold: 5)
        #expect(
            try Answers(index, [ExamFilter(), .done]).differing(from: Answers(fresh, [ExamFilter(), .done])) == [])
        #expect(try index.state(now: .mondayMorning).done == 300)
    }

    @Test("What the workstation itself writes is in the next answer")
    func own() throws {
        let index = ExamIndex(archive, threshold: 5)
        #expect(try index.count(ExamFilter()) == 0)
        try archive.receive(1)
        #expect(try index.state(now: .mondayMorning).waiting == 1)
        _ = try archive.readNext(7)
        let state = try index.state(now: .mondayMorning + 60)
        #expect((state.waiting, state.done, state.doneThisWeek) == (0, 1, 1))
        #expect(try index.state(now: .mondayMorning + 8 * 86_400).doneThisWeek == 0)
        #expect(try index.uids(ExamFilter(parameters: ["positive": "yes"])) == [Synthetic.uid(1)])
        _ = try archive.exams.requeue(Synthetic.uid(1), now: .mondayMorning)
        #expect(try index.state(now: .mondayMorning).waiting == 1)
        #expect(try index.latency(since: "2026-03-01 00:00:00") == LatencyTally(exams: 0, seconds: 0))
    }

    @Test(
        "A patient replaced by the predecessor's way of writing is found by the new name at once, and their pages follow"
    )
    func predecessorWrites() throws {
        try archive.receive(1)
        let index = ExamIndex(archive, threshold: 5)
        try index.prepare()
        let (pages, cards) = (try archive.exams.lastChange(), try index.version())
        let ward = try RandomWard(folder.workspace, seed: 1)
        try ward.run([("INSERT OR REPLACE INTO patients VALUES ('P1', '9', 'Nou^Nume', '2019-05-04', 'F')", [])])
        #expect(try index.uids(ExamFilter(parameters: ["search": "nou nume"])) == [Synthetic.uid(1)])
        #expect(try index.uids(ExamFilter(parameters: ["search": "exemplu"])).isEmpty)
        #expect(try archive.exams.records(changedSince: pages).map(\.uid) == [Synthetic.uid(1).rawValue])
        #expect(try index.version() != cards)
    }

    @Test("An empty database, and one in memory, have answers as well")
    func empty() throws {
        let index = ExamIndex(try Archive.inMemory(), threshold: 5)
        #expect(try index.page(ExamFilter(), order: .disagreement, size: 10).pages == 1)
        #expect(try index.tally().total == 0 && index.tallies(by: .region).isEmpty)
        #expect(try index.patients(size: 10).patients.isEmpty)
    }

    @Test("An old database of the predecessor is listed and counted; a UID that breaks the rules is counted only")
    func adopted() throws {
        let old = try TemporaryFolder()
        try PredecessorDatabase.write(PredecessorDatabase.newest, to: old.workspace.database)
        let archive = try Archive.open(paths: old.workspace, now: .mondayMorning)
        let index = ExamIndex(archive, threshold: 5)
        #expect(
            try index.uids(ExamFilter()).map(\.rawValue)
                == ["1.2.8", "1.2.7", "1.2.6", "1.2.4", "1.2.3", "1.2.2", "1.2.1", "1.2.5"])
        let state = try index.state(now: .mondayMorning)
        #expect((state.waiting, state.checks, state.failed, state.ignored, state.done) == (4, 2, 1, 1, 1))
        let tally = try index.tally()
        #expect((tally.total, tally.reviewed, tally.truePositive) == (1, 1, 1))
        #expect(try index.patients(size: 10).patients.map(\.name) == ["", "Exemplu^Ana", "Model^Dan"])
        let key = PatientKey(rawValue: "6150203170012")
        #expect(try archive.patients.exams(of: key).map(\.rawValue) == ["1.2.2", "1.2.1"])
    }
}

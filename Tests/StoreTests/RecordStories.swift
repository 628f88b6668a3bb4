import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Reading records and figures")
struct RecordStories {
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    private func numbers(_ records: [ExamRecord]) -> [Int] {
        records.compactMap { $0.exam.uid.rawValue.split(separator: ".").last.flatMap { Int($0) } }
    }

    @Test("The list comes newest first, in pages without gaps or repeats, also for exams of the same second")
    func pages() throws {
        for number in 1...7 { try archive.receive(number, created: number < 5 ? "2026-03-01 10:00:00" : "") }
        try archive.receive(8, created: "2026-03-02 10:00:00")
        var seen: [Int] = []
        var last: ExamRecord?
        repeat {
            let page = try archive.exams.records(after: last, limit: 3)
            seen += numbers(page)
            last = page.last
        } while last != nil
        #expect(seen == [8, 1, 2, 3, 4, 5, 6, 7])
        var streamed: [ExamRecord] = []
        try archive.exams.eachRecord { streamed.append($0) }
        #expect(numbers(streamed) == seen)
    }

    @Test("Who reads the stream may stop it with an error of their own")
    func stopped() throws {
        try archive.receive(1)
        struct Enough: Error {}
        #expect(throws: Enough.self) { try archive.exams.eachRecord { _ in throw Enough() } }
    }

    @Test("Each day counts its exams, and a time that is no date has a place of its own")
    func days() throws {
        let created = ["2026-03-01 23:59:59", "2026-03-02 00:00:00", "2026-03-02 08:00:00", "2026-02-31 08:00:00", ""]
        for (number, moment) in created.enumerated() { try archive.receive(number, created: moment) }
        let days = try archive.exams.days()
        #expect(days.map { $0.day?.description } == ["2026-03-02", "2026-03-01", nil])
        #expect(days.map(\.exams) == [2, 1, 2])
        #expect(days.map(\.waiting) == [2, 1, 2])
        #expect(try days.map { try numbers(archive.exams.records(onDay: $0.day)) } == [[2, 1], [0], [3, 4]])
    }

    @Test("Earlier films of the same patient and region come newest first; an unknown region is compared with nothing")
    func previous() throws {
        try archive.receive(1, created: "2025-01-01 00:00:00")
        try archive.receive(2, created: "2026-01-01 00:00:00")
        try archive.receive(3, created: "2026-02-01 00:00:00")
        let stranger = Synthetic.chest(4, of: Synthetic.patient("P2"), created: "2025-06-01 00:00:00")
        _ = try archive.exams.admit(stranger, film: Synthetic.film("a"))
        for number in 5...6 {
            let exam = Synthetic.chest(number, created: "2025-07-0\(number) 00:00:00", region: nil)
            _ = try archive.exams.admit(exam, film: Synthetic.film("\(number)"))
        }
        #expect(try numbers(archive.exams.previous(of: Synthetic.uid(3))) == [2, 1])
        #expect(try numbers(archive.exams.previous(of: Synthetic.uid(3), limit: 1)) == [2])
        #expect(try numbers(archive.exams.later(than: Synthetic.uid(1))) == [2, 3])
        #expect(try archive.exams.previous(of: Synthetic.uid(6)).isEmpty)
    }

    @Test("The publisher hears of each changed exam once, in the order of the last change")
    func changes() throws {
        for number in 1...3 { try archive.receive(number) }
        let before = try archive.exams.lastChange()
        #expect(try archive.exams.records(changedSince: before).isEmpty)
        let read = try archive.readNext()
        _ = try archive.exams.requeue(Synthetic.uid(3), now: .mondayMorning)
        let changed = try archive.exams.records(changedSince: before)
        #expect(changed.map(\.uid) == [read?.rawValue])
        #expect(changed.first?.record?.status == .done)
        #expect(
            try archive.exams.records(changedSince: 0, limit: 2).map(\.uid)
                == [2, 3].map { Synthetic.uid($0).rawValue })
        // A name that becomes known changes the page of every film of this patient.
        let nameless = Patient(key: PatientKey(rawValue: "P9"), name: "")
        _ = try archive.exams.admit(Synthetic.chest(8, of: nameless), film: Synthetic.film("8"))
        let seen = try archive.exams.lastChange()
        let named = Synthetic.patient("P9")
        _ = try archive.exams.admit(Synthetic.chest(9, of: named), film: Synthetic.film("9"))
        #expect(
            try Set(archive.exams.records(changedSince: seen).map(\.uid))
                == [8, 9].reduce(into: []) { $0.insert(Synthetic.uid($1).rawValue) })
    }

    @Test("Counters, days by region and severities add up to the same exams")
    func figures() throws {
        for number in 1...6 { try archive.receive(number) }
        let severities: [Int?] = [7, 2, nil]
        for severity in severities { _ = try archive.readNext(severity) }
        let failing = try #require(try archive.exams.claimNext(at: .mondayMorning)).uid
        try archive.exams.setAside(failing, reason: Synthetic.reason, now: .mondayMorning)
        _ = try archive.exams.claimNext(at: .mondayMorning)

        let counts = try archive.exams.counts(readSince: .mondayMorning)
        #expect((counts.waiting, counts.reading, counts.done, counts.failed) == (1, 1, 3, 1))
        #expect((counts.readToday, counts.toReview, counts.ignored) == (3, 3, 0))
        #expect(try archive.exams.counts(readSince: .mondayMorning + 86_400).readToday == 0)

        let line = try #require(try archive.exams.statisticsByDayAndRegion(threshold: 5).first)
        #expect((line.region?.rawValue, line.done, line.assessed, line.positive) == ("chest", 3, 2, 1))
        let distribution = try archive.exams.severityDistribution()
        #expect(distribution.counts == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0])
        #expect(distribution.notAssessed == 1)
        #expect(try archive.exams.severityDistribution(region: BodyRegion(rawValue: "knee")).notAssessed == 0)
        #expect(try archive.exams.regions().map(\.rawValue) == ["chest"])
    }
}

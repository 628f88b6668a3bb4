import Foundation
import Radiology
import Store
import Testing

@Suite("Looking for radiologists' reports")
struct RecordSearchStories {
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    /// Reads so many films, in the order of their numbers.
    private func read(_ numbers: ClosedRange<Int>) throws {
        for number in numbers {
            try archive.receive(number, created: "2026-03-0\(1 + number % 9) 08:00:00")
            _ = try archive.readNext()
        }
    }

    private func collect(limit: Int = 1000) throws -> Int {
        var rounds = 1
        while try archive.recordSearches.collect(
            limit: limit, now: .mondayMorning,
            first: { created in
                (.mondayMorning + (created < "2026-03-05" ? 3600 : 0), true)
            })
        { rounds += 1 }
        return rounds
    }

    private func due(_ limit: Int = 99, at moment: Date = .mondayMorning) throws -> [SOPInstanceUID] {
        try archive.recordSearches.due(limit, fresh: true, now: moment).map(\.uid)
    }

    @Test("Only films that were read and have no report are looked for, each once, young ones first")
    func collected() throws {
        try read(1...8)
        try archive.receive(9)
        _ = try archive.radReports.arrived(Synthetic.uid(5), ArrivedReport(text: "Da."), now: .mondayMorning)
        #expect(try collect(limit: 3) > 1)
        #expect(try due() == [4, 6, 7, 8].map(Synthetic.uid))
        #expect(try due(at: .mondayMorning + 3600) == [4, 6, 7, 8, 1, 2, 3].map(Synthetic.uid))
        #expect(try collect() == 1 && archive.recordSearches.counts() == [.waiting: 7])
        // A film that is read later is entered later; the check comes first.
        let check = try #require(try archive.exams.claimNext(at: .mondayMorning))
        try archive.radReports.record(
            check.uid, check: RadReports.Check(severity: Severity(0)), threshold: 5, now: .mondayMorning)
        _ = try archive.readNext()
        #expect(try collect() == 1 && archive.recordSearches.counts() == [.waiting: 8])
    }

    @Test("Every film has its turn: whoever was asked about goes behind those who were not")
    func fair() throws {
        try read(4...8)
        _ = try collect()
        var asked: [SOPInstanceUID] = []
        for round in 0..<10 {
            let now = Date.mondayMorning + Double(round)
            let uid = try #require(try due(1, at: now).first)
            asked.append(uid)
            try archive.recordSearches.end(uid, as: .waiting, next: now + 1, now: now)
        }
        #expect(Set(asked.prefix(5)).count == 5 && Set(asked.suffix(5)).count == 5)
    }

    @Test("Young and old films wait apart, and whom somebody wants now comes first of all")
    func lanes() throws {
        try read(1...3)
        _ = try archive.recordSearches.collect(now: .mondayMorning) { created in
            (.mondayMorning - 600, created > "2026-03-04")
        }
        let searches = archive.recordSearches
        #expect(try due() == [3].map(Synthetic.uid))
        #expect(try searches.due(9, fresh: false, now: .mondayMorning).map(\.uid) == [1, 2].map(Synthetic.uid))
        try searches.hasten(Synthetic.uid(2), now: .mondayMorning)
        #expect(try due() == [2, 3].map(Synthetic.uid))
    }

    @Test("A search keeps where it stands, what the server gave along, and how often it was asked")
    func ends() throws {
        try read(4...6)
        _ = try collect()
        let searches = archive.recordSearches
        let (found, ambiguous, away) = (Synthetic.uid(4), Synthetic.uid(5), Synthetic.uid(6))
        let order = RememberedOrder(server: "r4 a", id: "501", etag: "W/1", modified: "Mon, 02 Mar 2026 08:00:00 GMT")
        try searches.end(found, as: .found, next: nil, order: order, now: .mondayMorning)
        try searches.end(ambiguous, as: .ambiguous, next: .mondayMorning + 60, problem: "Two fit.", now: .mondayMorning)
        try searches.end(
            away, as: .waiting, next: .mondayMorning + 9, counts: false, problem: "away", now: .mondayMorning)
        #expect(try due(at: .mondayMorning + 59) == [away])
        #expect(try due(at: .mondayMorning + 60) == [away, ambiguous])
        #expect(try searches.list(.ambiguous).map(\.problem) == ["Two fit."])
        #expect(try searches.search(of: away)?.attempts == 0 && searches.search(of: ambiguous)?.attempts == 1)
        try searches.hasten(found, now: .mondayMorning)
        let again = try #require(try searches.due(1, fresh: true, now: .mondayMorning).first)
        #expect(again.uid == found && again.order == order && again.state == .found)
        try searches.end(found, as: .found, next: nil, now: .mondayMorning)
        #expect(try searches.search(of: found)?.order == order)
        // Another order's answer came without a mark: that of the first must not be sent along.
        let other = RememberedOrder(server: "r4 a", id: "502")
        try searches.end(found, as: .found, next: nil, order: other, now: .mondayMorning)
        #expect(try searches.search(of: found)?.order == other)
        #expect(throws: StoreError.unknownExam(Synthetic.uid(99))) {
            try searches.hasten(Synthetic.uid(99), now: .mondayMorning)
        }
    }
}

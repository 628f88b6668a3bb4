import Foundation
import Radiology
import Store
import Testing

@Suite("The analysis queue")
struct QueueStories {
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    private func claim(at moment: Date = .mondayMorning) throws -> Int? {
        try archive.exams.claimNext(at: moment)?.uid.rawValue.split(separator: ".").last.flatMap { Int($0) }
    }

    @Test("Urgent films come first, then the newest")
    func order() throws {
        try archive.receive(1, created: "2026-03-01 10:00:00")
        try archive.receive(2, created: "2026-03-02 07:00:00")
        try archive.receive(3, created: "2020-01-01 00:00:00", priority: 5)
        #expect(try [claim(), claim(), claim(), claim()] == [3, 2, 1, nil])
    }

    @Test("An old exam does not starve behind a stream of new ones: each fourth turn is its own")
    func fairness() throws {
        try archive.receive(1, created: "2010-01-01 00:00:00", at: .mondayMorning - 9999)
        var order: [Int?] = []
        for number in 2...9 {
            try archive.receive(number, created: "2026-03-02 08:00:0\(number)", priority: 1)
            if number > 4 { order.append(try claim()) }
        }
        #expect(order == [5, 6, 7, 1, 9])
    }

    @Test("An exam that was put off is not taken before its time, and says why it waits")
    func retryLater() throws {
        let uid = try archive.receive(1)
        _ = try claim()
        try archive.exams.retryLater(uid, at: .mondayMorning + 60, reason: Synthetic.reason, now: .mondayMorning)
        #expect(try claim(at: .mondayMorning + 59) == nil)
        #expect(try archive.exams.nextDue() == "2026-03-02T08:01:00.000Z")
        let waiting = try #require(try archive.exams.record(uid))
        #expect((waiting.status, waiting.reason, waiting.attempts) == (.queued, Synthetic.reason.sentence, 1))
        #expect(try archive.exams.claimNext(at: .mondayMorning + 60)?.attempts == 2)
    }

    @Test("An exam given back because the endpoint is away waits as before, and the attempt does not count")
    func giveBack() throws {
        let uid = try archive.receive(1)
        _ = try claim()
        try archive.exams.giveBack(uid, at: .mondayMorning)
        #expect(try archive.status(uid) == .queued)
        #expect(try archive.exams.claimNext(at: .mondayMorning)?.attempts == 1)
    }

    @Test("An exam may be given back behind the others: in either order they go first, and the attempt does not count")
    func giveBackBehindOthers() throws {
        for number in 1...3 { try archive.receive(number, created: "2026-03-02 07:00:00", at: .mondayMorning - 60) }
        let uid = try #require(try archive.exams.claimNext(at: .mondayMorning)).uid
        try archive.exams.giveBack(uid, at: .mondayMorning, behindOthersUntil: .mondayMorning + 4)
        let others = try (0..<2).compactMap { _ in try archive.exams.claimNext(at: .mondayMorning) }
        #expect(others.count == 2 && !others.contains { $0.uid == uid })
        for other in others { try archive.exams.giveBack(other.uid, at: .mondayMorning + 1) }
        let fair = try #require(try archive.exams.claimNext(at: .mondayMorning + 5))
        #expect(fair.uid != uid, "the fourth claim takes the one that has waited longest")
        #expect(try archive.exams.claimNext(at: .mondayMorning + 5)?.attempts == 1)
    }

    @Test("After a power cut, the exams being read go back to the queue with their intent", arguments: [0, 1, 3])
    func powerCut(count: Int) throws {
        for number in 0..<count {
            try archive.receive(number)
            _ = try claim()
        }
        #expect(try archive.exams.recoverAfterCrash(now: .mondayMorning) == count)
        #expect(try archive.exams.counts(readSince: .mondayMorning).waiting == count)
        #expect(try archive.integrity().isEmpty)
        #expect(try (0..<count).allSatisfy { _ in try archive.exams.claimNext(at: .mondayMorning)?.attempts == 2 })
    }

    @Test("A second reading cut off by a crash stays a second reading")
    func crashDuringSecondReading() throws {
        let uid = try archive.receive(1)
        _ = try archive.readNext()
        _ = try archive.exams.requeue(uid, instruction: "Look at the apices.", now: .mondayMorning)
        _ = try claim()
        try archive.exams.recoverAfterCrash(now: .mondayMorning)
        #expect(try archive.status(uid) == .requeue)
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect((claimed.intent, claimed.instruction) == (.reread, "Look at the apices."))
    }

    @Test("Only films of the region asked for are taken")
    func region() throws {
        _ = try archive.exams.admit(Synthetic.chest(1, region: "knee"), film: Synthetic.film("a"))
        _ = try archive.exams.admit(Synthetic.chest(2), film: Synthetic.film("b"))
        let knee = BodyRegion(rawValue: "knee")
        #expect(try archive.exams.claimNext(at: .mondayMorning, region: knee)?.uid == Synthetic.uid(1))
        #expect(try archive.exams.claimNext(at: .mondayMorning, region: knee) == nil)
    }

    @Test(
        "An exam that nobody holds cannot be ended, and stays as it is",
        arguments: ["answer", "set aside", "give back", "put off"])
    func illegalMoves(verb: String) throws {
        let uid = try archive.receive(1)
        #expect(throws: StoreError.self) {
            switch verb {
            case "answer":
                try archive.aiReports.record(
                    uid, report: Synthetic.report(1), analyses: [Synthetic.attempt()], threshold: 5, now: .mondayMorning
                )
            case "set aside": try archive.exams.setAside(uid, reason: Synthetic.reason, now: .mondayMorning)
            case "give back": try archive.exams.giveBack(uid, at: .mondayMorning)
            default:
                try archive.exams.retryLater(uid, at: .mondayMorning, reason: Synthetic.reason, now: .mondayMorning)
            }
        }
        #expect(try archive.status(uid) == .queued)
        #expect(try archive.aiReports.attempts(of: uid).isEmpty)
    }

    @Test("Two readers at once never get the same exam")
    func twoClaimers() async throws {
        let folder = try TemporaryFolder()
        let first = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        let second = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        for number in 0..<60 { try first.receive(number) }
        let uids = try await withThrowingTaskGroup(of: [SOPInstanceUID].self) { group in
            for archive in [first, second, first, second] {
                group.addTask {
                    var taken: [SOPInstanceUID] = []
                    while let exam = try archive.exams.claimNext(at: .mondayMorning) { taken.append(exam.uid) }
                    return taken
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(uids.count == 60)
        #expect(Set(uids).count == 60)
        #expect(try first.integrity().isEmpty)
    }
}

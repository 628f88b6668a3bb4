import DICOMNetwork
import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("The scheduled query and what follows")
struct ScheduledQueryTests {
    /// 2 March 2026, 08:00 UTC.
    private static let monday = Date(timeIntervalSince1970: 1_772_438_400)
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    private func ask(
        _ peer: SyntheticArchive, at moment: Date = monday, isFirst: Bool = false
    ) async throws -> ScheduledQuery.Result {
        let schedule = QuerySchedule(interval: 300, lookback: 3600, sweepDays: 3, hours: [], zone: .gmt)
        let search = StudySearch(archive: peer.archive, modalities: ["CR", "DX"])
        return try await ScheduledQuery(search: search, schedule: schedule, archive: archive)(
            now: moment, isFirst: isFirst)
    }

    private func next(at moment: Date = monday) throws -> Retrieval? {
        try archive.retrievals.next(of: "PACS", at: moment).first
    }

    private func step(_ peer: SyntheticArchive) -> RetrievalStep { .synthetic(peer, archive) }

    @Test(
        "A study is fetched, and then left alone until the archive has more of it, whatever the archive can say",
        arguments: [(true, true), (true, false), (false, true), (false, false)])
    func whole(counts: Bool, matchesModality: Bool) async throws {
        let peer = SyntheticArchive(
            SyntheticArchive.chest() + [.init(study: "1.2.5", series: "1.2.5.1", modality: "CT", uid: "1.2.5.1.1")],
            counts: counts, matchesModality: matchesModality)
        let first = try await ask(peer)
        #expect(first.found == 1 && first.waiting == 1)
        guard case .complete = try await step(peer)(#require(try next())) else { throw SyntheticArchive.Away() }
        let asked = peer.asked
        if try await ask(peer).waiting > 0 {
            // Who does not count is looked at again, and nothing comes twice.
            _ = try await step(peer)(try #require(try next()))
        }
        #expect(peer.asked == asked && peer.here.count == 3)

        peer.add([.init(study: "1.2.1", series: "1.2.1.1", modality: "CR", uid: "1.2.1.1.3")])
        let later = Self.monday + 3600
        #expect(try await ask(peer, at: later).waiting == 1)
        _ = try await step(peer)(try #require(try next(at: later)))
        #expect(peer.here.count == 4 && peer.asked.last == "IMAGE 1")
    }

    @Test("As many films as the archive counts are not yet the films that it has")
    func sameNumber() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        // Two of the study, and one that the archive does not have (any more).
        for number in [1, 2, 9] { try archive.admitFilm("1.2.1.1.\(number)", of: "1.2.1") }
        peer.bring(["1.2.1.1.1", "1.2.1.1.2", "1.2.1.1.9"])
        #expect(try await ask(peer).waiting == 1)
        guard case .complete(let outcome) = try await step(peer)(#require(try next())) else {
            throw SyntheticArchive.Away()
        }
        #expect(outcome.fetched == 1 && peer.asked == ["SERIES 1"])
    }

    @Test("An archive that is away moves no mark and counts against no study")
    func away() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        _ = try await ask(peer)
        peer.goAway()
        await #expect(throws: SyntheticArchive.Away.self) { try await ask(peer, at: Self.monday + 300) }
        #expect(try archive.queryMarks.mark(of: "PACS")?.completeUntil == Self.monday)
        let waiting = try #require(try next())
        #expect(try await step(peer)(waiting) == .archiveAway(problem: "away"))
        #expect(try next() == waiting)
    }

    @Test("A query that fails half-way goes on where it was, however long the downtime")
    func resumed() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        _ = try await ask(peer)
        let later = Self.monday + 100 * 86_400
        // Two modalities a window: three weeks.
        peer.goAway(after: 6)
        await #expect(throws: SyntheticArchive.Away.self) { try await ask(peer, at: later) }
        let until = try #require(try archive.queryMarks.mark(of: "PACS")?.completeUntil)
        #expect(until > Self.monday + 20 * 86_400 && until < Self.monday + 24 * 86_400)
        peer.goAway(after: .max)
        let whole = try await ask(peer, at: later)
        #expect(whole.windows >= 11 && whole.windows <= 14)
        #expect(try archive.queryMarks.mark(of: "PACS")?.completeUntil == later)
    }

    @Test("A study without a time is found when its day is over, before the mark passes midnight")
    func timeless() async throws {
        let peer = SyntheticArchive(SyntheticArchive.studies(1..<2) { _ in nil })
        _ = try await ask(peer, at: Self.monday - 3600)
        peer.add(SyntheticArchive.studies(2..<3) { _ in nil })
        #expect(try await ask(peer).found == 0)
        let afterMidnight = Self.monday + 16 * 3600 + 180
        peer.goAway(after: 0)
        await #expect(throws: SyntheticArchive.Away.self) { try await ask(peer, at: afterMidnight) }
        #expect(try archive.queryMarks.mark(of: "PACS")?.completeUntil == Self.monday)
        peer.goAway(after: .max)
        #expect(try await ask(peer, at: afterMidnight).waiting == 2)
    }

    @Test("Films that reach the archive days late are found by the first query of a day, and after a start")
    func late() async throws {
        let peer = SyntheticArchive([])
        _ = try await ask(peer)
        peer.add(SyntheticArchive.studies(1..<2, on: "20260228") { _ in "120000" })
        #expect(try await ask(peer, at: Self.monday + 300).found == 0)
        #expect(try await ask(peer, at: Self.monday + 600, isFirst: true).found == 1)
        peer.add(SyntheticArchive.studies(2..<3, on: "20260228") { _ in "120000" })
        let tuesday = try await ask(peer, at: Self.monday + 86_400)
        #expect(tuesday.isSweep && tuesday.found == 2 && tuesday.waiting == 2)
        #expect(try await ask(peer, at: Self.monday + 86_700).isSweep == false)
    }

    @Test("A mark in the future, of a clock that was wrong, is not believed: the last days are asked again")
    func future() async throws {
        let peer = SyntheticArchive([])
        try archive.queryMarks.succeeded("PACS", until: Self.monday + 9e8, now: Self.monday + 9e8)
        try archive.queryMarks.swept("PACS", now: Self.monday - 60)
        peer.add(SyntheticArchive.studies(1..<2, on: "20260228") { _ in "120000" })
        #expect(try await ask(peer).found == 1)
        #expect(try archive.queryMarks.mark(of: "PACS")?.completeUntil == Self.monday)
        _ = try await ask(peer, at: Self.monday + 300)
        #expect(try archive.queryMarks.mark(of: "PACS")?.completeUntil == Self.monday + 300)
    }

    @Test("What the archive does not tell whole is listed until it does; its days are asked again, however old")
    func gaps() async throws {
        let peer = SyntheticArchive(SyntheticArchive.alike(8, at: "073000"), limit: 3)
        let first = try await ask(peer)
        #expect(first.found == 3 && first.gaps > 0)
        let listed = try archive.queryGaps.list(of: "PACS")
        #expect(listed.contains { $0.day == "2026-03-02" && $0.span.hasPrefix("07:30:00") })
        #expect(try archive.queryMarks.mark(of: "PACS")?.completeUntil == Self.monday)
        peer.limit(100)
        let muchLater = Self.monday + 30 * 86_400
        try archive.queryMarks.succeeded("PACS", until: muchLater - 60, now: muchLater)
        #expect(try await ask(peer, at: muchLater).waiting == 8)
        #expect(try archive.queryGaps.list(of: "PACS") == [])
    }

    @Test("A study that the archive always fails on stops no mark, and hides no other")
    func poisoned() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest() + SyntheticArchive.studies(1..<2) { _ in "074000" })
        peer.fail { _, _, matched in
            matched.contains { $0.study == "1.2.7.1" } ? .refused(.find, .cannotUnderstand, comment: "") : nil
        }
        let result = try await ask(peer)
        #expect(result.waiting == 1 && result.gaps > 0)
        let mark = try #require(try archive.queryMarks.mark(of: "PACS"))
        #expect(mark.completeUntil == Self.monday && mark.swept == Self.monday)
        // The second lies in two parts.
        #expect(
            try archive.queryGaps.list(of: "PACS").map(\.span) == ["07:39:59-07:40:00 CR", "07:40:00-07:40:01 CR"])
    }

    @Test("A past day that fails is a gap; the other days are swept, and it is asked again by itself later")
    func failingDay() async throws {
        let early = SyntheticArchive.studies(1..<2, on: "20260228") { _ in "120000" }
        let peer = SyntheticArchive(SyntheticArchive.chest() + early)
        peer.fail { day, _, _ in day == "20260301" ? .timedOut(.message) : nil }
        #expect(try await ask(peer).found == 2)
        #expect(try archive.queryGaps.list(of: "PACS").map(\.day) == ["2026-03-01"])
        #expect(try archive.queryMarks.mark(of: "PACS")?.swept == Self.monday)
        let asked = peer.questions.count
        #expect(try await ask(peer, at: Self.monday + 300).isSweep == false)
        #expect(peer.questions.count == asked + 2)
        peer.fail(nil)
        peer.add(SyntheticArchive.studies(2..<3, on: "20260301") { _ in "120000" })
        #expect(try await ask(peer, at: Self.monday + 3700).found == 2)
        #expect(try archive.queryGaps.list(of: "PACS") == [])
    }

    @Test("When the archive goes away during the sweep, the days that were not asked are gaps")
    func goneInSweep() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        peer.fail { day, _, _ in day <= "20260301" ? .timedOut(.connection) : nil }
        #expect(try await ask(peer).waiting == 1)
        #expect(
            try archive.queryGaps.list(of: "PACS").map(\.day) == ["2026-02-27", "2026-02-28", "2026-03-01"])
        #expect(peer.questions.count { !$0.hasPrefix("20260302") } == 1)
    }

    @Test("A gap that never closes is asked less and less often, a few days a run, and in the end no more, but stays")
    func stubborn() async throws {
        let peer = SyntheticArchive(SyntheticArchive.alike(8, at: "073000"), limit: 3)
        let last = Self.monday + 70 * 86_400
        _ = try await ask(peer)
        var asked = 0
        for hour in stride(from: 6.0, through: 70 * 24, by: 6) {
            let moment = Self.monday + hour * 3600
            let before = peer.questions.count
            _ = try await ask(peer, at: moment)
            if peer.questions[before...].contains("20260302"), hour > 96 { asked += 1 }
        }
        #expect(asked > 5 && asked < 15)
        let gaps = try archive.queryGaps.list(of: "PACS")
        #expect(gaps.contains { $0.day == "2026-03-02" } && gaps.allSatisfy { $0.day.isEmpty || $0.hasEnded })
        try archive.queryGaps.retry(of: "PACS", now: last)
        peer.limit(100)
        #expect(try await ask(peer, at: last).waiting == 8)
        #expect(try archive.queryGaps.list(of: "PACS").allSatisfy(\.day.isEmpty))
    }

    @Test("A study that was given up waits again after a day, and for one attempt")
    func revived() async throws {
        let peer = SyntheticArchive(SyntheticArchive.chest())
        _ = try await ask(peer)
        let waiting = try #require(try next())
        try archive.retrievals.giveUp(waiting.id, problem: "lost", now: Self.monday)
        #expect(try await ask(peer, at: Self.monday + 3600).waiting == 0)
        #expect(try await ask(peer, at: Self.monday + 86_400).waiting == 1)
        #expect(try next(at: Self.monday + 86_400)?.attempts == 0)
    }
}

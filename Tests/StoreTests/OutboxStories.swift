import Foundation
import Radiology
import Store
import Testing

@Suite("Films to pass on")
struct OutboxStories {
    let archive: Archive

    init() throws {
        archive = try Archive.inMemory()
        for number in 1...2 {
            _ = try archive.exams.admit(Synthetic.chest(number), film: Synthetic.film(number == 1 ? "a" : "b"))
        }
    }

    /// The films `a` of the first exam, `b` of the second, and so on.
    private func film(_ number: Int, _ letter: String? = nil) -> Outbox.Film {
        let letter = letter ?? ["a", "b", "c"][number - 1]
        return Outbox.Film(Synthetic.uid(number), contentHash: String(repeating: letter, count: 64))
    }

    private func enter(_ films: Outbox.Film..., for destination: String = "ward") throws -> Int {
        try archive.outbox.enter(
            films, for: destination, upTo: archive.exams.lastChange(), now: .mondayMorning)
    }

    private func waiting(_ destination: String = "ward") throws -> [Outbox.Film] {
        try archive.outbox.next(9, for: destination, at: .mondayMorning)
            .map { Outbox.Film($0.uid, contentHash: $0.contentHash) }
    }

    @Test("A film goes to each destination once")
    func once() throws {
        #expect(try enter(film(1), film(2)) == 2)
        #expect(try enter(film(2)) == 0)
        #expect(try enter(film(2), for: "research") == 1)
        #expect(try waiting() == [film(1), film(2)])
        #expect(try archive.outbox.counts().waiting == 3)
    }

    @Test("Other bytes under the same UID go, too, when what came before them has gone")
    func revision() throws {
        #expect(try enter(film(1), film(1, "c"), film(2)) == 3)
        #expect(try waiting() == [film(1), film(2)])
        let first = try #require(try archive.outbox.next(for: "ward", at: .mondayMorning).first)
        try archive.outbox.end(first.id, as: .failed(problem: "refused", status: 0xA900), now: .mondayMorning)
        #expect(try waiting() == [film(1, "c"), film(2)])
    }

    @Test("What is tried again does not become the last word: what came later under its UID follows it")
    func retryBehindRevision() throws {
        _ = try enter(film(1), film(1, "c"))
        for end in [ForwardingEnd.failed(problem: "refused", status: nil), .sent(status: 0)] {
            let next = try #require(try archive.outbox.next(for: "ward", at: .mondayMorning).first)
            try archive.outbox.end(next.id, as: end, now: .mondayMorning)
        }
        #expect(try archive.outbox.retryFailures(now: .mondayMorning) == 1)
        for letter in ["a", "c"] {
            #expect(try waiting() == [film(1, letter)])
            let next = try #require(try archive.outbox.next(for: "ward", at: .mondayMorning).first)
            try archive.outbox.end(next.id, as: .sent(status: 0), now: .mondayMorning)
        }
        #expect(try archive.outbox.counts() == (0, 0))
    }

    @Test("What was given up gets another attempt a day, for thirty days; not before what was passed on since")
    func revive() throws {
        _ = try enter(film(1), film(1, "c"), film(2))
        let (day, attempt) = (86_400.0, ForwardingEnd.failed(problem: "refused", status: nil))
        for end in [attempt, .sent(status: 0)] {
            let next = try #require(
                try archive.outbox.next(for: "ward", at: .mondayMorning).first { $0.uid == film(1).uid })
            try archive.outbox.end(next.id, as: end, now: .mondayMorning)
        }
        let second = try #require(try archive.outbox.next(for: "ward", at: .mondayMorning).first)
        try archive.outbox.end(second.id, as: attempt, now: .mondayMorning)
        #expect(try archive.outbox.revive("ward", at: .mondayMorning + day - 1) == 0)
        #expect(try archive.outbox.revive("other", at: .mondayMorning + day) == 0)
        #expect(try archive.outbox.revive("ward", at: .mondayMorning + day) == 1)
        #expect(try waiting() == [film(2)] && archive.outbox.counts() == (1, 1))
        try archive.outbox.end(second.id, as: attempt, now: .mondayMorning + 31 * day)
        #expect(try archive.outbox.revive("ward", at: .mondayMorning + 33 * day) == 0)
    }

    @Test("The file of each of them is found, and none for what is not kept")
    func originals() throws {
        _ = try archive.exams.admit(Synthetic.chest(3), film: Synthetic.film("c", path: "archive/c.dcm"))
        _ = try archive.exams.admit(Synthetic.chest(3), film: Synthetic.film("d", path: "archive/d.dcm"))
        _ = try enter(film(1), film(3), for: "ward")
        _ = try enter(film(3, "d"), for: "research")
        let films = try ["ward", "research"].flatMap { try archive.outbox.next(9, for: $0, at: .mondayMorning) }
        #expect(try films.map(archive.outbox.original) == [nil, "archive/c.dcm", "archive/d.dcm"])
    }

    @Test(
        "A new rule begins now; the same rule goes on; one that asks for other films looks at all since its beginning")
    func marks() throws {
        let last = try archive.exams.lastChange()
        let mark = try archive.outbox.mark(of: "ward", rule: "region = chest", now: .mondayMorning)
        #expect(mark.sequence == last && mark.since == UTC.rfc3339(.mondayMorning))
        _ = try archive.exams.admit(Synthetic.chest(3), film: Synthetic.film("c"))
        #expect(try archive.outbox.mark(of: "ward", rule: "region = chest", now: .mondayMorning + 9) == mark)
        let edited = try archive.outbox.mark(of: "ward", rule: "region = hand", now: .mondayMorning + 9)
        #expect(edited.sequence == 0 && edited.since == mark.since)
    }

    @Test("What was sent is done; what failed waits, then is listed, and can be tried again")
    func ends() throws {
        _ = try enter(film(1), film(2))
        let due = try archive.outbox.next(2, for: "ward", at: .mondayMorning)
        try archive.outbox.end(due[0].id, as: .sent(status: 0), now: .mondayMorning)
        let later = ForwardingEnd.later(.mondayMorning + 60, problem: "full", status: 0xA700, counts: true)
        try archive.outbox.end(due[1].id, as: later, now: .mondayMorning)
        #expect(try archive.outbox.next(for: "ward", at: .mondayMorning).isEmpty)
        let again = try #require(try archive.outbox.next(for: "ward", at: .mondayMorning + 60).first)
        #expect(again.attempts == 1 && again.status == 0xA700 && again.problem == "full")
        try archive.outbox.end(again.id, as: .failed(problem: "refused", status: 0x0122), now: .mondayMorning)
        #expect(try archive.outbox.failures().map(\.uid) == [Synthetic.uid(2)])
        #expect(try archive.outbox.retryFailures(now: .mondayMorning) == 1)
        #expect(try archive.outbox.next(for: "ward", at: .mondayMorning).map(\.attempts) == [0])
    }

    @Test("Each destination says what it has still to get, since when, and what stands in the way")
    func backlogs() throws {
        _ = try archive.outbox.mark(of: "ward", rule: "", now: .mondayMorning)
        _ = try archive.outbox.mark(of: "idle", rule: "", now: .mondayMorning)
        _ = try enter(film(1), film(2))
        _ = try enter(film(1), for: "gone")
        let first = try #require(try archive.outbox.next(for: "ward", at: .mondayMorning).first)
        try archive.outbox.end(first.id, as: .failed(problem: "refused", status: 0xA900), now: .mondayMorning)
        try archive.outbox.note("cannot connect", of: "ward")
        let since = UTC.rfc3339(.mondayMorning)
        let backlogs = try archive.outbox.backlogs()
        #expect(backlogs.map(\.destination) == ["gone", "ward"])
        #expect(backlogs.map(\.waiting) == [1, 1] && backlogs.map(\.failed) == [0, 1])
        #expect(backlogs.map(\.oldest) == [since, since] && backlogs.map(\.problem) == [nil, "cannot connect"])
        try archive.outbox.note(nil, of: "ward")
        #expect(try archive.outbox.backlogs().map(\.problem) == [nil, nil])
    }
}

/// With `KEEP_DICOM = no`.
@Suite("Originals that somebody else is still to get")
struct OwedOriginalStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    /// A film that was read; its original lies in the archive.
    private func readFilm() throws {
        _ = try archive.outbox.mark(of: "ward", rule: "", now: .mondayMorning)
        try FileManager.default.createDirectory(
            atPath: folder.workspace.absolute("archive/aa/aa"), withIntermediateDirectories: true)
        try Data([1]).write(to: URL(filePath: folder.workspace.absolute("archive/aa/aa/a.dcm")))
        _ = try archive.exams.admit(Synthetic.chest(1), film: Synthetic.film("a", path: "archive/aa/aa/a.dcm"))
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.aiReports.record(
            Synthetic.uid(1), report: Synthetic.report(2), analyses: [Synthetic.attempt()], threshold: 5,
            now: .mondayMorning)
    }

    private func collect(_ films: [Outbox.Film]) throws {
        try archive.outbox.enter(films, for: "ward", upTo: archive.exams.lastChange(), now: .mondayMorning)
    }

    @Test("An original stays until the rule was asked and the film was passed on")
    func owed() throws {
        try readFilm()
        #expect(try !archive.discardOriginal(of: Synthetic.uid(1)))
        try collect([Outbox.Film(Synthetic.uid(1), contentHash: String(repeating: "a", count: 64))])
        #expect(try !archive.discardOriginal(of: Synthetic.uid(1)))
        let film = try #require(try archive.outbox.next(for: "ward", at: .mondayMorning).first)
        try archive.outbox.end(film.id, as: .failed(problem: "refused", status: nil), now: .mondayMorning)
        #expect(try !archive.discardOriginal(of: Synthetic.uid(1)))
        try archive.outbox.end(film.id, as: .sent(status: 0), now: .mondayMorning)
        #expect(try archive.discardOriginal(of: Synthetic.uid(1)))
    }

    @Test(
        "A rule that is about other films keeps no original, nor does one that was removed", arguments: [true, false])
    func notOwed(isRemoved: Bool) throws {
        try readFilm()
        if isRemoved { #expect(try archive.outbox.follow([]) == [Synthetic.uid(1)]) } else { try collect([]) }
        #expect(try archive.discardOriginal(of: Synthetic.uid(1)))
    }
}

import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Studies to fetch")
struct RetrievalStories {
    let archive: Archive
    let study = StudyInstanceUID(validated: "1.2.3")

    init() throws { archive = try Archive.inMemory() }

    private func noteStudy(_ instances: Int?, at moment: Date = .mondayMorning) throws -> Bool {
        try archive.retrievals.note(study, at: "PACS", instances: instances, now: moment)
    }

    private func due(at moment: Date = .mondayMorning) throws -> Retrieval? {
        try archive.retrievals.next(of: "PACS", at: moment).first
    }

    @Test("A study that is found twice is fetched once")
    func twice() throws {
        #expect(try noteStudy(3))
        #expect(try noteStudy(3))
        #expect(try archive.retrievals.next(10, of: "PACS", at: .mondayMorning).map(\.study) == [study])
    }

    @Test(
        "A fetched study is looked at again only when the archive counts otherwise",
        arguments: [(3, 3, false), (3, 4, true), (nil, nil, false), (nil, 3, true), (3, 2, true)]
            as [(Int?, Int?, Bool)]
    )
    func again(before: Int?, now: Int?, waits: Bool) throws {
        _ = try noteStudy(before)
        try archive.retrievals.done(try #require(try due()).id, now: .mondayMorning)
        #expect(try noteStudy(now) == waits)
        #expect(try (due() != nil) == waits)
    }

    @Test("A failure waits for its time, counts, and is listed when it is given up; --retry begins anew")
    func failure() throws {
        _ = try noteStudy(3)
        let first = try #require(try due())
        try archive.retrievals.postpone(first.id, until: .mondayMorning + 60, problem: "cut off", now: .mondayMorning)
        #expect(try due() == nil)
        let second = try #require(try due(at: .mondayMorning + 60))
        #expect(second.attempts == 1 && second.problem == "cut off")
        try archive.retrievals.giveUp(second.id, problem: "gone", now: .mondayMorning)
        #expect(try archive.retrievals.failures(askedNow: "PACS").map(\.problem) == ["gone"])
        #expect(try noteStudy(3) == false)
        #expect(try archive.retrievals.retryFailures(now: .mondayMorning) == 1)
        #expect(try due()?.attempts == 0)
    }

    @Test("What one archive has is not asked for at another: it waits, and is listed")
    func otherArchive() throws {
        _ = try noteStudy(3)
        #expect(try archive.retrievals.next(of: "NEW", at: .mondayMorning).isEmpty)
        #expect(try archive.retrievals.failures(askedNow: "PACS").isEmpty)
        #expect(try archive.retrievals.failures(askedNow: "NEW").map(\.archive) == ["PACS"])
    }

    @Test("An archive's trouble never counts against a study; it is listed when it lasts, and gone when films come")
    func trouble() throws {
        _ = try noteStudy(3)
        let id = try #require(try due()).id
        for number in 1...5 {
            #expect(try archive.retrievals.failures(askedNow: "PACS").isEmpty)
            try archive.retrievals.postponeForArchive(
                id, until: .mondayMorning + Double(number), problem: "A700H", now: .mondayMorning)
        }
        let listed = try archive.retrievals.failures(askedNow: "PACS")
        #expect(listed.map(\.troubles) == [5] && listed.map(\.attempts) == [0] && listed.map(\.state) == [.waiting])
        #expect(try due() == nil && due(at: .mondayMorning + 5)?.problem == "A700H")
        try archive.retrievals.done(id, now: .mondayMorning)
        #expect(try archive.retrievals.failures(askedNow: "PACS").isEmpty)
    }

    @Test("What was given up is tried again after its time, with one attempt before it is given up again")
    func revived() throws {
        _ = try noteStudy(3)
        let first = try #require(try due())
        for _ in 1...9 {
            try archive.retrievals.postpone(first.id, until: .mondayMorning, problem: "cut off", now: .mondayMorning)
        }
        try archive.retrievals.giveUp(first.id, problem: "cut off", now: .mondayMorning)
        func revive(_ days: Double) throws -> Int {
            try archive.retrievals.revive(of: "PACS", now: .mondayMorning + days * 86_400).count
        }
        #expect(try revive(0.99) == 0 && due() == nil)
        #expect(try revive(1) == 1 && due()?.attempts == 9)
        #expect(try revive(1) == 0)
    }

    @Test("Each revival of a study waits twice as long as the one before, a month at most; a new count begins anew")
    func revivals() throws {
        _ = try noteStudy(3)
        let id = try #require(try due()).id
        func waits() throws -> Int {
            try archive.retrievals.giveUp(id, problem: "cut off", now: .mondayMorning)
            return try (1...99).first { day in
                try !archive.retrievals.revive(of: "PACS", now: .mondayMorning + Double(day) * 86_400).isEmpty
            } ?? 0
        }
        #expect(try (1...8).map { _ in try waits() } == [1, 2, 4, 8, 16, 30, 30, 30])
        try archive.retrievals.giveUp(id, problem: "cut off", now: .mondayMorning)
        #expect(try noteStudy(4))
        #expect(try waits() == 1)
    }

    @Test(
        "A study of an archive that does not count is looked at again after an hour, then less often, but twice a day")
    func uncounted() throws {
        _ = try noteStudy(nil)
        var looks: [Double] = []
        for minute in stride(from: 0.0, through: 3 * 1440, by: 5) {
            let now = Date.mondayMorning + minute * 60
            guard try noteStudy(nil, at: now) else { continue }
            try archive.retrievals.done(try #require(try due(at: now)).id, now: now)
            looks.append(minute / 60)
        }
        #expect(looks.prefix(2) == [0, 1] && looks.count > 7 && looks.count < 12)
        #expect(zip(looks, looks.dropFirst()).allSatisfy { $1 - $0 <= 12.1 })
    }

    @Test("A mark in the future was made by a wrong clock and goes back")
    func futureMark() throws {
        try archive.queryMarks.succeeded("PACS", until: .mondayMorning + 1e8, now: .mondayMorning + 1e8)
        try archive.queryMarks.succeeded("PACS", until: .mondayMorning - 60, now: .mondayMorning)
        #expect(try archive.queryMarks.mark(of: "PACS")?.completeUntil == .mondayMorning - 60)
    }

    @Test("The last sweep is remembered, until somebody wants another")
    func sweeps() throws {
        try archive.queryMarks.succeeded("PACS", until: .mondayMorning, now: .mondayMorning)
        try archive.queryMarks.swept("PACS", now: .mondayMorning)
        #expect(try archive.queryMarks.mark(of: "PACS")?.swept == .mondayMorning)
        try archive.queryMarks.sweepAgain("PACS")
        #expect(try archive.queryMarks.mark(of: "PACS")?.swept == nil)
    }

    @Test("A gap stays until its day was answered whole")
    func gaps() throws {
        let gaps = [
            QueryGap(day: "", span: "CR", problem: "cut"), QueryGap(day: "2026-03-01", span: "CR", problem: "cut"),
            QueryGap(day: "2026-03-02", span: "10:00:00-10:00:01 CR", problem: "cut"),
        ]
        let store = archive.queryGaps
        try store.note(gaps, of: "PACS", closing: nil, now: .mondayMorning)
        try store.note([], of: "PACS", closing: nil, now: .mondayMorning)
        #expect(try store.list(of: "PACS") == gaps && store.list(of: "OTHER") == [])
        try store.note([gaps[2]], of: "PACS", closing: "2026-03-01"..."2026-03-02", now: .mondayMorning)
        #expect(try store.list(of: "PACS") == [gaps[0], gaps[2]])
        try store.note([], of: "PACS", closing: ""..."", now: .mondayMorning)
        #expect(try store.list(of: "PACS") == [gaps[2]])
    }

    @Test("Days with gaps are asked again a few at a time, each later than before, until they are 60 days old")
    func gapDays() throws {
        let store = archive.queryGaps
        let days = ["2026-02-26", "2026-02-27", "2026-02-28"]
        let gaps = days.map { QueryGap(day: $0, span: "CR", problem: "cut") }
        try store.note(
            gaps + [QueryGap(day: "", span: "CR", problem: "cut")], of: "PACS", closing: nil, now: .mondayMorning)
        func take(_ limit: Int, _ hours: Double) throws -> [String] {
            try store.take(limit, of: "PACS", now: .mondayMorning + hours * 3600)
        }
        #expect(try take(9, 0.9) == [] && take(2, 1) == Array(days[0...1]) && take(2, 1) == [days[2]])
        #expect(try take(9, 2.9) == [])
        // Another gap of a day, or the same once more, begins nothing anew.
        try store.note(gaps, of: "PACS", closing: days[0]...days[2], now: .mondayMorning + 7200)
        try store.note(
            [QueryGap(day: days[0], span: "DX", problem: "cut")], of: "PACS", closing: nil, now: .mondayMorning)
        #expect(try take(9, 2.9) == [] && take(9, 3) == days && take(9, 6.9) == [] && take(9, 7) == days)
        #expect(try take(9, 60 * 24) == [])
        let listed = try store.list(of: "PACS")
        #expect(listed.count == 5 && listed.allSatisfy { $0.hasEnded != $0.day.isEmpty })
        try store.retry(of: "PACS", now: .mondayMorning + 60 * 86_400)
        #expect(try take(9, 60 * 24) == days)
    }

    @Test("The mark of a query goes forward only, and a failure does not move it")
    func marks() throws {
        let marks = archive.queryMarks
        #expect(try marks.mark(of: "PACS") == nil)
        try marks.succeeded("PACS", until: .mondayMorning, now: .mondayMorning + 1)
        try marks.failed("PACS", problem: "away", now: .mondayMorning + 2)
        try marks.succeeded("OTHER", until: .mondayMorning + 500, now: .mondayMorning)
        #expect(try marks.mark(of: "PACS")?.completeUntil == .mondayMorning)
        #expect(try marks.mark(of: "PACS")?.problem == "away")
        try marks.succeeded("PACS", until: .mondayMorning - 60, now: .mondayMorning + 3)
        let mark = try #require(try marks.mark(of: "PACS"))
        #expect(mark.completeUntil == .mondayMorning && mark.problem == nil && mark.lastRun == .mondayMorning + 3)
    }

    @Test("The next run is there to be shown")
    func plan() throws {
        try archive.queryMarks.plan("PACS", next: .mondayMorning + 0.25)
        #expect(try archive.queryMarks.mark(of: "PACS")?.nextRun == .mondayMorning + 0.25)
        try archive.queryMarks.plan("PACS", next: nil)
        #expect(try archive.queryMarks.mark(of: "PACS")?.nextRun == nil)
    }

    @Test("A film that was taken in or refused has arrived; one that nobody saw has not")
    func arrived() throws {
        let uids = (1...3).map(Synthetic.uid)
        _ = try archive.exams.admit(Synthetic.chest(1), film: Synthetic.film("a"))
        try archive.rejections.add(
            Rejection(
                name: ReceivedName(uid: uids[1], sender: "PACS").text, reason: .noPixels, detail: "none",
                received: "2026-03-02", source: "dicom:PACS", keptPath: nil, bytes: 1),
            at: .mondayMorning)
        #expect(try archive.exams.arrived(uids) == Set(uids[0...1]))
        // One that was refused twice under a name that another's begins with.
        let longer = try #require(SOPInstanceUID(rawValue: uids[2].rawValue + ".1"))
        let name = ReceivedName(uid: longer, sender: "P.1").text.replacing(".dcm", with: "-2.dcm")
        try archive.rejections.add(
            Rejection(
                name: name, reason: .noPixels, detail: "none", received: "2026-03-02", source: "dicom:PACS",
                keptPath: nil, bytes: 1),
            at: .mondayMorning)
        #expect(try archive.exams.arrived([uids[2], longer]) == [longer])
        let study = StudyInstanceUID(validated: "1.2.3.1")
        #expect(try archive.exams.count(ofStudy: study) == 1)
        #expect(try archive.exams.series(ofStudy: study) == [uids[0]: SeriesInstanceUID(validated: "1.2.3.1.1")])
    }

    @Test(
        "Moments are read back as they were written, across leap days and centuries",
        arguments: [0, 951_782_400.5, 1_709_164_799.999, 1_772_438_400, 4_107_542_400] as [Double])
    func moments(seconds: Double) throws {
        let moment = Date(timeIntervalSince1970: seconds)
        let back = try #require(UTC.moment(UTC.rfc3339(moment)))
        #expect(abs(back.timeIntervalSince(moment)) < 0.001)
        #expect(UTC.moment("2026-03-02 08:00:00") == nil && UTC.moment("2026-13-02T08:00:00.000Z") == nil)
    }
}

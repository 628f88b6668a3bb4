import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("People say what they see, and may take it back")
struct ReviewStories {
    let folder: TemporaryFolder
    let archive: Archive
    let index: ExamIndex
    let stranger: DatabaseQueue

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        index = ExamIndex(archive, threshold: 5)
        stranger = try DatabaseQueue(path: folder.workspace.database)
    }

    private let film = Synthetic.uid(1)

    private func read(_ ai: Int?, radiologist: Int? = nil) throws {
        try archive.receive(1)
        _ = try archive.readNext(ai)
        guard let radiologist else { return }
        try stranger.write { db in
            try db.execute(
                sql: "INSERT INTO rad_reports (uid, severity, radiologist) VALUES (?, ?, 'Dr. Model Vasile')",
                arguments: [film.rawValue, radiologist])
        }
    }

    @Test(
        "The compared severity follows the table of the rule",
        arguments: [
            (true, 7, 6, 0), (true, nil, nil, 0), (false, 7, 6, 6), (false, 7, 2, 7), (false, 3, 2, 5),
            (false, nil, nil, 5), (nil, 7, 6, 6), (nil, 7, nil, nil), (false, 8, nil, 8), (nil, nil, 0, 0),
        ] as [(Bool?, Int?, Int?, Int?)])
    func rule(review: Bool?, ai: Int?, radiologist: Int?, compared: Int?) throws {
        try read(ai, radiologist: radiologist)
        if let review {
            try archive.reviews.record(film, isNormal: review, by: "ana", threshold: 5, now: .mondayMorning)
        }
        let entry = try #require(try index.entry(film))
        #expect(entry.compared?.score == compared)
        #expect(entry.review?.severity.score == (review == nil ? nil : compared))
        #expect(entry.record.radiologistReport?.radiologist == (radiologist == nil ? nil : "Dr. Model Vasile"))
        let tally = try index.tally()
        #expect(tally.reviewed == (compared == nil ? 0 : 1))
        #expect(tally.comparedSeverities.firstIndex(of: 1) == compared)
        #expect(try archive.exams.verdicts(threshold: 5).map { $0.radiologist?.score } == [compared])
        #expect(try archive.exams.counts(readSince: .mondayMorning).toReview == (compared == nil ? 1 : 0))
    }

    @Test("A review changes the exam's pages, says so in the events, and the latest one counts")
    func latest() throws {
        try read(7)
        let before = try archive.exams.lastChange()
        try archive.reviews.record(film, isNormal: true, by: "ana", threshold: 5, now: .mondayMorning)
        #expect(try archive.exams.records(changedSince: before).map(\.uid) == [film.rawValue])
        #expect(try archive.events.after(0).last?.kind == "radreview")
        #expect(try index.uids(ExamFilter(parameters: ["correct": "no"])) == [film])
        let second = try archive.reviews.record(film, isNormal: false, by: "dan", threshold: 5, now: .mondayMorning + 9)
        #expect(try archive.reviews.standing(film) == second)
        #expect(try index.uids(ExamFilter(parameters: ["correct": "yes"])) == [film])
        #expect(try archive.reviews.history(of: film).map(\.reviewer) == ["ana", "dan"])
    }

    @Test("Taking back brings the review before into force, and none at last; nothing is lost from the history")
    func undo() throws {
        try read(7)
        let first = try archive.reviews.record(film, isNormal: true, by: "ana", threshold: 5, now: .mondayMorning)
        let second = try archive.reviews.record(film, isNormal: false, by: "ana", threshold: 5, now: .mondayMorning)
        #expect(try archive.reviews.undo(film, by: "ana", now: .mondayMorning) == .withdrawn(second))
        #expect(try index.entry(film)?.review == first)
        #expect(try archive.reviews.undo(film, by: "dan", now: .mondayMorning) == .belongsTo(reviewer: "ana"))
        #expect(try archive.reviews.undo(film, by: "dan", anyones: true, now: .mondayMorning) == .withdrawn(first))
        #expect(try archive.reviews.undo(film, by: "ana", now: .mondayMorning) == .nothingStands)
        #expect(try index.entry(film)?.compared == nil)
        #expect(try archive.reviews.history(of: film).map(\.isWithdrawn) == [true, true])
    }

    @Test("A key pressed twice is one review; of an exam that is not there, there is none")
    func twice() throws {
        try read(7)
        for _ in 0..<2 {
            try archive.reviews.record(film, isNormal: true, by: "ana", threshold: 5, now: .mondayMorning)
        }
        #expect(try archive.reviews.history(of: film).count == 1)
        #expect(throws: StoreError.unknownExam(Synthetic.uid(9))) {
            try archive.reviews.record(Synthetic.uid(9), isNormal: true, by: "ana", threshold: 5, now: .mondayMorning)
        }
        #expect(throws: StoreError.unknownExam(Synthetic.uid(9))) {
            try archive.flags.raise(Synthetic.uid(9), by: "ana", now: .mondayMorning)
        }
    }

    @Test(
        "Nobody changes or deletes what was said",
        arguments: ["UPDATE reviews SET normal = 0", "DELETE FROM reviews", "DELETE FROM flags"])
    func appendOnly(sql: String) throws {
        try read(7)
        try archive.reviews.record(film, isNormal: true, by: "ana", threshold: 5, now: .mondayMorning)
        try archive.flags.raise(film, by: "ana", now: .mondayMorning)
        #expect(throws: (any Error).self) { try stranger.write { db in try db.execute(sql: sql) } }
    }

    @Test("A flag stands until it is cleared or another takes its place; its note is cut to a length")
    func flags() throws {
        try read(7)
        try archive.flags.raise(film, by: "ana", note: "cot?", now: .mondayMorning)
        #expect(try index.uids(ExamFilter(parameters: ["flagged": "yes"])) == [film])
        try archive.flags.raise(film, by: "dan", note: String(repeating: "x", count: 5000), now: .mondayMorning)
        let flag = try #require(try index.entry(film)?.flag)
        #expect(flag.login == "dan" && flag.note.count == Flags.longestNote)
        #expect(try archive.flags.clear(film, by: "ana", now: .mondayMorning))
        #expect(try !archive.flags.clear(film, by: "ana", now: .mondayMorning))
        #expect(try index.entry(film)?.flag == nil)
        #expect(try index.uids(ExamFilter(parameters: ["flagged": "yes"])).isEmpty)
        #expect(try archive.flags.history(of: film).map(\.login) == ["ana", "dan"])
    }

    @Test("Accounts keep their day of birth; a new password moves the moment of change")
    func accounts() throws {
        try archive.accounts.put("ana", role: "reviewer", hash: "$argon2id$1", now: .mondayMorning)
        #expect(try archive.accounts.change(hash: "$argon2id$2", of: "ana", now: .mondayMorning + 60))
        try archive.accounts.put("dan", role: "user", hash: "$argon2id$3", now: .mondayMorning)
        let ana = try #require(try archive.accounts.account("ana"))
        #expect((ana.role, ana.hash, ana.created < ana.changed) == ("reviewer", "$argon2id$2", true))
        #expect(try archive.accounts.all().map(\.login) == ["ana", "dan"])
        #expect(try archive.accounts.remove("dan") && !archive.accounts.remove("dan"))
        #expect(try !archive.accounts.change(hash: "", of: "dan", now: .mondayMorning))
    }
}

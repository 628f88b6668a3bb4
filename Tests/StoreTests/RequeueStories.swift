import Foundation
import Radiology
import Store
import Testing

@Suite("Asking for a second reading")
struct RequeueStories {
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    @Test("Text, severity and summary stay until the new answer is there; the first answer's time stays for good")
    func requeue() throws {
        let uid = try archive.receive(1)
        _ = try archive.readNext(7)
        #expect(try archive.exams.requeue(uid, now: .mondayMorning + 100) == .waits)
        let waiting = try #require(try archive.exams.record(uid)?.aiReport)
        #expect((waiting.text, waiting.severity, waiting.summary) == (Synthetic.report(7).text, Severity(7), "normal"))
        #expect((waiting.confidence, waiting.model, waiting.latency) == (nil, nil, nil))
        #expect(waiting.updated == "2026-03-02 08:01:40")

        #expect(try archive.readNext(1, at: .mondayMorning + 200) == uid)
        let answered = try #require(try archive.exams.record(uid)?.aiReport)
        #expect((answered.severity, answered.created) == (Severity(1), "2026-03-02 08:00:05"))
        #expect(answered.updated == "2026-03-02 08:03:25")
        #expect(try archive.aiReports.attempts(of: uid).count == 2)
    }

    @Test("A wish that comes while the exam is being read is not lost", arguments: ["answered", "failed", "ignored"])
    func whileReading(end: String) throws {
        let uid = try archive.receive(1)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        #expect(try archive.exams.requeue(uid, now: .mondayMorning) == .follows)
        switch end {
        case "answered":
            try archive.aiReports.record(
                uid, report: Synthetic.report(3), analyses: [Synthetic.attempt()], threshold: 5, now: .mondayMorning)
        case "failed": try archive.exams.setAside(uid, reason: Synthetic.reason, now: .mondayMorning)
        default: try archive.exams.ignore(uid, reason: Synthetic.reason, now: .mondayMorning)
        }
        #expect(try archive.status(uid) == .requeue)
        #expect(try archive.integrity().isEmpty)
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect((claimed.intent, claimed.attempts, claimed.record.reason) == (.reread, 1, nil))
        #expect(try archive.exams.claimNext(at: .mondayMorning) == nil)
    }

    @Test("An exam that waits already is hastened, not queued twice")
    func waitsAlready() throws {
        let uid = try archive.receive(1)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.exams.retryLater(uid, at: .mondayMorning + 999, reason: Synthetic.reason, now: .mondayMorning)
        #expect(try archive.exams.requeue(uid, priority: 9, now: .mondayMorning) == .waitedAlready)
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect((claimed.priority, claimed.intent) == (9, .read))
    }

    @Test("An exam that was set aside or ignored gets its second chance", arguments: [ExamStatus.error, .ignore])
    func secondChance(end: ExamStatus) throws {
        let uid = try archive.receive(1)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        if end == .error {
            try archive.exams.setAside(uid, reason: Synthetic.reason, now: .mondayMorning)
        } else {
            try archive.exams.ignore(uid, reason: Synthetic.reason, now: .mondayMorning)
        }
        let ended = try #require(try archive.exams.record(uid))
        #expect((ended.status, ended.reason, ended.attempts) == (end, Synthetic.reason.sentence, 1))
        #expect(try archive.exams.requeue(uid, now: .mondayMorning) == .waits)
        #expect(try archive.exams.claimNext(at: .mondayMorning)?.record.reason == nil)
    }

    @Test("An unknown exam is refused by name")
    func unknown() throws {
        #expect(throws: StoreError.unknownExam(Synthetic.uid(404))) {
            try archive.exams.requeue(Synthetic.uid(404), now: .mondayMorning)
        }
    }
}

import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("What pages ask about alarms")
struct AlarmPageStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    private func raise(_ kind: String, about number: Int, partner: Int? = nil) throws {
        let uid = Synthetic.uid(number)
        let detail = partner.map { ["partner": EventValue.text(Synthetic.uid($0).rawValue)] } ?? [:]
        let standing = try archive.aiReports.standing(of: uid)
        try archive.alarms.raise(
            AlarmNote(kind: kind, detail: detail), uid: uid, analysisID: standing?.id, now: .mondayMorning)
    }

    private func canary(_ number: Int, _ day: String, got: Int, changed: Bool, now: Date) throws {
        let reading = Canary(
            uid: Synthetic.uid(number), day: day, expected: Severity(0), got: Severity(got), changed: changed)
        try archive.canaries.record(reading, now: now)
    }

    private func modelChanged(_ address: String, to model: String, now: Date) throws {
        let detail = ["address": EventValue.text(address), "before": .text("m-0"), "model": .text(model)]
        try archive.alarms.raise(AlarmNote(kind: "model-changed", detail: detail), now: now)
    }

    @Test("Asked once for many exams, each has what is odd about its present answer; a partner is one that is there")
    func many() throws {
        for number in 1...4 {
            try archive.receive(number)
            _ = try archive.readNext()
        }
        try raise("near-identical", about: 1, partner: 4)
        try raise("wrong-language", about: 1)
        try raise("near-identical", about: 2, partner: 99)
        try raise("repetition", about: 3)
        _ = try archive.exams.requeue(Synthetic.uid(3), now: .mondayMorning)
        _ = try archive.readNext()
        let found = try archive.alarms.standing(ofExams: (1...4).map(Synthetic.uid))
        #expect(found.keys.sorted() == [1, 2].map(Synthetic.uid))
        #expect(found[Synthetic.uid(1)]?.map(\.kind) == ["near-identical", "wrong-language"])
        #expect(found[Synthetic.uid(1)]?.map(\.partner) == [Synthetic.uid(4), nil])
        #expect(found[Synthetic.uid(2)]?.map(\.partner) == [nil])
        #expect(try archive.alarms.standing(ofExams: []).isEmpty)
    }

    @Test("A raised alarm and an answer that clears it are changes of the exam")
    func changes() throws {
        try archive.receive(1)
        _ = try archive.readNext()
        let before = try archive.exams.lastChange()
        try raise("repetition", about: 1)
        let raised = try archive.exams.lastChange()
        #expect(raised > before)
        _ = try archive.exams.requeue(Synthetic.uid(1), now: .mondayMorning)
        _ = try archive.readNext()
        #expect(try archive.exams.records(changedSince: raised).map(\.uid) == [Synthetic.uid(1).rawValue])
    }

    @Test("A server whose model goes to and fro is one notice, with its first time and how often")
    func toAndFro() throws {
        for minute in 0..<4 {
            try modelChanged("http://one", to: "m-\(minute)", now: .mondayMorning + Double(60 * minute))
        }
        try modelChanged("http://two", to: "n", now: .mondayMorning + 600)
        let notices = try archive.alarms.notices()
        #expect(notices.map(\.times) == [1, 4] && notices.map(\.alarm.kind) == ["model-changed", "model-changed"])
        #expect(notices[1].first == "2026-03-02T08:00:00.000Z" && notices[1].alarm.at == "2026-03-02T08:03:00.000Z")
        #expect(notices[1].alarm.detail.contains("m-3"))
        #expect(try archive.alarms.notices(limit: 1).count == 1)
    }

    @Test("A notice ends when a week has passed in the workspace, not by the clock")
    func week() throws {
        try modelChanged("http://one", to: "m", now: .mondayMorning)
        try archive.events.append("new_exam", at: .mondayMorning + 7 * 86_400)
        #expect(try archive.alarms.notices().count == 1)
        try archive.events.append("new_exam", at: .mondayMorning + 7 * 86_400 + 1)
        #expect(try archive.alarms.notices().isEmpty)
    }

    @Test("A film with a known answer is a notice until it is read as expected again")
    func knownAnswer() throws {
        try archive.receive(1)
        try canary(1, "2026-03-02", got: 0, changed: false, now: .mondayMorning)
        #expect(try archive.alarms.notices().isEmpty)
        for (day, number) in [("2026-03-03", 1.0), ("2026-03-04", 2)] {
            try canary(1, day, got: 7, changed: true, now: .mondayMorning + number * 86_400)
        }
        let notice = try #require(try archive.alarms.notices().first)
        #expect(notice.alarm.partner == Synthetic.uid(1) && notice.times == 2)
        try canary(1, "2026-03-05", got: 0, changed: false, now: .mondayMorning + 3 * 86_400)
        #expect(try archive.alarms.notices().isEmpty)
    }

    @Test("A full record says which request was sent, and from when an answer was taken over")
    func circumstances() throws {
        try archive.receive(1)
        _ = try archive.readNext()
        var taken = Synthetic.attempt()
        taken.request = AskedRequest(hash: "r2", pieces: #"[{"literal":"x"}]"#)
        taken.answeredFrom = try archive.aiReports.standing(of: Synthetic.uid(1))?.id
        try archive.receive(2)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.aiReports.record(
            Synthetic.uid(2), report: Synthetic.report(2), analyses: [taken], threshold: 5, now: .mondayMorning)
        let wanted = AnswerCircumstances(
            requestHash: "r2", request: #"[{"literal":"x"}]"#, takenFrom: "2026-03-02T08:00:05.000Z")
        #expect(try archive.exams.record(Synthetic.uid(2))?.circumstances == wanted)
        #expect(try archive.exams.record(Synthetic.uid(1))?.circumstances == AnswerCircumstances())
        #expect(try archive.exams.record(Synthetic.uid(1), .list)?.circumstances == nil)
    }

    @Test(
        "A million exams do not make it slow: alarms are found by their index",
        arguments: [Alarms.ofExams, Alarms.ofNoExam])
    func plans(sql: String) throws {
        let database = try DatabaseQueue(path: folder.workspace.database)
        let plan = try database.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql.replacing("?", with: "5"))
                .map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("a USING INDEX alarms_uid (uid=?)") }, "\(plan)")
        #expect(!plan.contains { $0 == "SCAN a" || $0.hasPrefix("SCAN n") || $0.hasPrefix("SCAN c") }, "\(plan)")
    }
}

import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Keeping answers")
struct AnswerStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    private func column<Value: DatabaseValueConvertible>(_ sql: String) throws -> Value? {
        try DatabaseQueue(path: folder.workspace.database).read { db in try Value.fetchOne(db, sql: sql) }
    }

    @Test(
        "Positive follows the severity and the threshold; unknown is minus one only in the old columns",
        arguments: [(Int?.none, -1, -1), (0, 0, 0), (4, 4, 0), (5, 5, 1), (10, 10, 1)])
    func projection(severity: Int?, stored: Int, positive: Int) throws {
        let uid = try archive.receive(1)
        _ = try archive.readNext(severity)
        #expect(try column("SELECT severity FROM ai_reports") == stored)
        #expect(try column("SELECT positive FROM ai_reports") == positive)
        #expect(try archive.exams.record(uid)?.aiReport?.severity == severity.flatMap(Severity.init))
    }

    @Test("The provenance of the present answer comes back word for word; failed attempts are not it")
    func provenance() throws {
        let uid = try archive.receive(1)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        let failed = Synthetic.attempt(.failed(code: "http-500"), severity: nil)
        try archive.aiReports.recordFailure(
            uid, analyses: [failed], decision: .retry(at: .mondayMorning + 2, Synthetic.reason), now: .mondayMorning)
        let good = Synthetic.attempt(number: 2)
        _ = try archive.exams.claimNext(at: .mondayMorning + 2)
        try archive.aiReports.record(
            uid, report: Synthetic.report(2), analyses: [good], threshold: 5, now: .mondayMorning + 3)
        #expect(try archive.aiReports.attempts(of: uid) == [failed, good])
        let record = try #require(try archive.exams.record(uid))
        #expect(record.provenance == good.provenance)
        #expect((record.status, record.reason) == (.done, nil))
        #expect(try archive.exams.record(uid, .list)?.provenance == nil)
    }

    @Test(
        "After failed attempts the exam stands where the decision says",
        arguments: [
            (AIReports.Decision.setAside(Synthetic.reason), ExamStatus.error),
            (.ignore(Synthetic.reason), .ignore), (.giveBack, .queued),
            (.retry(at: .mondayMorning + 9, Synthetic.reason), .queued),
        ])
    func failure(decision: AIReports.Decision, status: ExamStatus) throws {
        let uid = try archive.receive(1)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.aiReports.recordFailure(
            uid, analyses: [Synthetic.attempt(.failed(code: "timeout"))], decision: decision, now: .mondayMorning)
        #expect(try archive.status(uid) == status)
        #expect(try archive.aiReports.attempts(of: uid).count == 1)
        #expect(try archive.integrity().isEmpty)
    }

    @Test(
        "Nobody can change or delete an answer or a film revision, not even with SQL",
        arguments: [
            "UPDATE analyses SET severity = 9", "DELETE FROM analyses", "UPDATE film_revisions SET bytes = 1",
            "DELETE FROM film_revisions",
        ])
    func appendOnly(sql: String) throws {
        try archive.receive(1)
        _ = try archive.readNext()
        _ = try archive.exams.admit(Synthetic.chest(1), film: Synthetic.film("f"))
        let stranger = try DatabaseQueue(path: folder.workspace.database)
        #expect(throws: DatabaseError.self) { try stranger.write { db in try db.execute(sql: sql) } }
        #expect(try column("SELECT count(*) FROM analyses") == 1)
        #expect(try column("SELECT count(*) FROM film_revisions") == 1)
    }

    @Test("Earlier answers about the same patient and region are offered, newest first, none too old or unassessed")
    func earlier() throws {
        for (number, created, severity) in [
            (1, "2026-01-01 08:00:00", 3), (2, "2026-02-01 08:00:00", nil), (3, "2026-02-20 08:00:00", 6),
        ] as [(Int, String, Int?)] {
            try archive.receive(number, created: created)
            _ = try archive.readNext(severity, at: .mondayMorning + Double(number))
        }
        let uid = try archive.receive(4)
        let since = try archive.aiReports.earlier(than: uid, since: .mondayMorning)
        #expect(since.map(\.severity) == [Severity(6), Severity(3)])
        #expect(try archive.aiReports.earlier(than: uid, since: .mondayMorning + 7).map(\.severity) == [Severity(6)])
    }
}

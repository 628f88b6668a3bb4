import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Every exam as a few numbers")
struct FactStories {
    let folder: TemporaryFolder
    let archive: Archive
    let uid = Synthetic.uid(1)

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    private func stranger(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: folder.workspace.database, configuration: configuration).write { db in
            try db.execute(sql: sql)
        }
    }

    /// Refreshes, and gives the only exam's fact and the day it lies on.
    private func fact() throws -> (ExamFact, CalendarDay?, FactNames) {
        try archive.facts.refresh()
        var all: [(ExamFact, CalendarDay?, FactNames)] = []
        try archive.facts.walk { day, records, names in records.each { all.append(($0, day, names)) } }
        #expect(all.count == 1)
        return try #require(all.first)
    }

    @Test("A film that was read, reported, reviewed and flagged says all of it")
    func everything() throws {
        try archive.receive(1)
        _ = try archive.readNext(7)
        try stranger(
            """
            UPDATE films SET facts = '{"manufacturer":"GE","device":"Definium"}';
            INSERT INTO rad_reports (uid, created, text, severity, summary, radiologist, latency)
                SELECT uid, '2026-03-02 09:00:00', 'Opacitate.', 6, 'Pneumonia', 'Dr. Model Ana', 4 FROM exams;
            INSERT INTO report_origins (uid, rank, written) SELECT uid, 1, '2026-03-02T08:25:30.000Z' FROM exams;
            """)
        try archive.reviews.record(uid, isNormal: false, by: "ana", threshold: 5, now: .mondayMorning)
        try archive.flags.raise(uid, by: "dan", now: .mondayMorning)
        let (fact, day, names) = try fact()
        #expect(day == CalendarDay("2026-03-02") && fact.day == day && fact.hour == 7 && fact.second == 28_500)
        #expect(fact.status == .done && fact.isFlagged && fact.sex == .female && fact.age == 6)
        #expect(fact.uidHash == ExamFact.hash(of: uid))
        let words = [fact.region, fact.device, fact.radiologist, fact.diagnosis, fact.model, fact.prompt, fact.recipe]
        #expect(
            words.map { names.text($0) } == [
                "chest", "GE Definium", "Dr. Model Ana", "pneumonia", "m-1", "77", "5e6f",
            ])
        #expect(fact.hasAnswer && fact.ai == Severity(7) && fact.radiologistSeverity == Severity(6))
        #expect(fact.review == false && fact.compared(threshold: 5) == Severity(6))
        #expect(fact.confidence == 80 && fact.latency == 3 && fact.checking == 4)
        // 08:25:30 UTC is 10:25:30 in Bucharest; the film was made at 07:55:00 there.
        var time = ReportingTime(zone: try #require(TimeZone(identifier: "Europe/Bucharest")))
        #expect(time.minutes(fact) == 150)
        var late = ReportingTime(zone: try #require(TimeZone(identifier: "America/New_York")))
        #expect(late.minutes(fact) == nil)
    }

    @Test("What is not known is unknown, not zero")
    func nothing() throws {
        try stranger("INSERT INTO exams (uid, status) VALUES ('1.2.3', 'odd')")
        let (fact, day, names) = try fact()
        #expect(day == nil && fact.day == nil && fact.hour == nil && fact.second == nil && fact.status == .none)
        #expect(fact.sex == nil && fact.age == nil && fact.reported == nil && fact.confidence == nil)
        #expect(!fact.hasAnswer && fact.ai == nil && fact.review == nil && fact.compared(threshold: 5) == nil)
        #expect(fact.latency == nil && fact.checking == nil && names.region(fact.region) == "unknown")
    }

    @Test("Failed attempts are counted, and those whose answer nobody could use; an exam set aside says why")
    func failures() throws {
        try archive.receive(1)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        let failed = ["timeout", "reply-unreadable", "reply-empty"].map { Synthetic.attempt(.failed(code: $0)) }
        try archive.aiReports.recordFailure(
            uid, analyses: failed, decision: .setAside(Synthetic.reason), now: .mondayMorning)
        let (fact, _, names) = try fact()
        #expect(fact.failed == 3 && fact.unreadable == 2 && fact.status == .error && !fact.hasAnswer)
        #expect(names.text(fact.error) == "max_retries")
    }

    @Test("The report's time: the hospital's, else its arrival; none without a report, or before the film")
    func reportTimes() throws {
        try archive.receive(1)
        try stranger("INSERT INTO rad_reports (uid, created) SELECT uid, '2026-03-02 09:00:00' FROM exams")
        #expect(try fact().0.reported == nil)
        try stranger("UPDATE rad_reports SET text = 'Fara leziuni.'")
        var time = ReportingTime(zone: .gmt)
        #expect(try time.minutes(fact().0) == 65)
        try stranger(
            "INSERT INTO report_origins (uid, rank, written) SELECT uid, 1, '2026-03-02T08:00:00.000Z' FROM exams")
        #expect(try time.minutes(fact().0) == 5)
        try stranger("UPDATE report_origins SET written = '2026-03-02T07:54:59.000Z'")
        #expect(try time.minutes(fact().0) == nil)
        try stranger("DELETE FROM report_origins")
        #expect(try time.minutes(fact().0) == 65)
    }

    @Test("A report of the night when clocks change is timed by the clock that was in force")
    func clockChange() throws {
        // Bucharest: on 29 March 2026 at 03:00 it became 04:00.
        try stranger(
            """
            INSERT INTO exams (uid, created, status) VALUES ('1.2.3', '2026-03-29 02:50:00', 'done');
            INSERT INTO rad_reports (uid, created, severity) VALUES ('1.2.3', '2026-03-29 01:10:00', 0);
            """)
        var time = ReportingTime(zone: try #require(TimeZone(identifier: "Europe/Bucharest")))
        #expect(try time.minutes(fact().0) == 20)
        try stranger("UPDATE exams SET created = '2026-03-29 04:00:00'")
        #expect(try time.minutes(fact().0) == 10)
    }

    @Test("No name, number, birth date or UID of anybody is in them")
    func nobody() throws {
        try archive.receive(1)
        _ = try archive.readNext(7)
        try archive.facts.refresh()
        try archive.close()
        let kept = try DatabaseQueue(path: folder.workspace.database).read { db in
            try Data.fetchAll(db, sql: "SELECT facts FROM fact_days")
                + String.fetchAll(db, sql: "SELECT text FROM fact_names").map { Data($0.utf8) }
        }
        #expect(kept.count > 2)
        for word in ["P1", "Exemplu", "Ana", "2019", uid.rawValue] {
            #expect(!kept.contains { $0.range(of: Data(word.utf8)) != nil }, "\(word)")
        }
    }

    @Test("Days outside of the bounds are left out; exams without a day come in any case")
    func bounds() throws {
        let ward = try RandomWard(folder.workspace, seed: 1)
        try ward.admitDaily(10)
        try stranger("INSERT INTO exams (uid, created) VALUES ('1.2.3', '2020/01/05 10:00:00')")
        try archive.facts.refresh()
        var days: [String] = []
        try archive.facts.walk(from: CalendarDay("2020-01-03"), to: CalendarDay("2020-01-05")) { day, records, _ in
            days.append((day?.description ?? "none") + " \(records[0].day?.description ?? "")")
        }
        #expect(
            days == [
                "none 2020-01-05", "2020-01-03 2020-01-03", "2020-01-04 2020-01-04", "2020-01-05 2020-01-05",
            ])
    }
}

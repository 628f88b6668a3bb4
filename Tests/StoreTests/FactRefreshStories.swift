import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Facts follow whatever happens to the database")
struct FactRefreshStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    private func blobs() throws -> [Row] {
        try DatabaseQueue(path: folder.workspace.database).read { db in
            try Row.fetchAll(db, sql: "SELECT day, facts FROM fact_days WHERE length(facts) > 16 ORDER BY day")
        }
    }

    /// What facts made anew say.
    private func fresh(_ ward: RandomWard) throws -> FactPicture {
        try ward.forgetFacts()
        try archive.facts.refresh()
        return try FactPicture(archive)
    }

    private func disturb(_ ward: inout RandomWard) throws {
        let number = 1 + Int(ward.numbers.next() % UInt64(ward.exams))
        let uid = ward.uid(number)
        let person = Int(ward.numbers.next() % 520)
        let changes: [(String, StatementArguments)] = [
            ("UPDATE exams SET status = ? WHERE uid = ?", [ward.numbers.pick(RandomWard.statuses), uid]),
            ("UPDATE exams SET created = ? WHERE uid = ?", [ward.time(), uid]),
            ("UPDATE exams SET cnp = ? WHERE uid = ?", [ward.key(person), uid]),
            ("UPDATE exams SET uid = uid || '.1' WHERE uid = ?", [uid]),
            ("UPDATE patients SET birthdate = '2001-02-03' WHERE cnp = ?", [ward.key(person)]),
            ("UPDATE OR IGNORE patients SET cnp = 'Z' || cnp WHERE cnp = ?", [ward.key(person)]),
            ("DELETE FROM patients WHERE cnp = ?", [ward.key(person)]),
            ("DELETE FROM exams WHERE uid = ?", [uid]),
            ("DELETE FROM ai_reports WHERE uid = ?", [uid]),
            ("UPDATE OR IGNORE ai_reports SET uid = ? WHERE uid = ?", [ward.uid(number + 1), uid]),
            ("INSERT OR REPLACE INTO exams (uid, status) VALUES (?, 'none')", [uid]),
            ("DELETE FROM report_origins WHERE uid = ?", [uid]),
            ("UPDATE report_origins SET written = '2026-05-05T05:05:05.000Z' WHERE uid = ?", [uid]),
            ward.patient(person), ward.aiReport(uid), ward.radReport(uid), ward.attempt(uid),
        ]
        try ward.run([ward.numbers.pick(changes)])
        if ward.numbers.happens(20) { try ward.run(ward.opinions(uid)) }
        if ward.numbers.happens(20) { try ward.run(ward.circumstances(uid, number)) }
    }

    @Test("Made at once or step by step, they are the same", arguments: [91, 92, 93] as [UInt64])
    func stepByStep(seed: UInt64) throws {
        var ward = try RandomWard(folder.workspace, seed: seed)
        try ward.admitWithCalls(300)
        try archive.facts.refresh()
        for round in 0..<12 {
            let before = try archive.facts.version()
            if ward.numbers.happens(50) { try ward.admitWithCalls(ward.numbers.pick([1, 3, 15])) }
            for _ in 0..<Int(1 + ward.numbers.next() % 20) { try disturb(&ward) }
            try archive.facts.refresh()
            #expect(try archive.facts.version() != before)
            let stepped = try FactPicture(archive)
            try #require(try stepped == fresh(ward), "round \(round)")
            #expect(try archive.facts.refresh() == FactRefresh(), "nothing is left to do")
        }
    }

    @Test("Walked through as a whole or looked up day by day, the bytes are the same")
    func sameBytes() throws {
        var ward = try RandomWard(folder.workspace, seed: 94)
        try ward.admitWithCalls(400)
        try archive.facts.refresh()
        let whole = try blobs()
        let days = whole.map { $0[0] as String? ?? "" }
        for start in stride(from: 0, to: days.count, by: 60) {
            // So few that each is looked up.
            for day in days[start..<min(start + 60, days.count)] {
                try ward.run([
                    ("DELETE FROM fact_days WHERE day = ?", [day]), ("DELETE FROM fact_changes WHERE day = ?", [day]),
                    ("INSERT INTO fact_changes (day) VALUES (?)", [day]),
                ])
            }
            #expect(try archive.facts.refresh().days <= 60)
        }
        #expect(try blobs() == whole && whole.count > 100)
    }

    @Test(
        "What another programme changes is seen: deleted, moved, replaced, reviewed, reported, born on another day",
        arguments: [
            ("DELETE FROM exams WHERE uid = '1.9.3'", 1),
            ("UPDATE exams SET created = '2020-01-09 08:00:00' WHERE uid = '1.9.3'", 2),
            ("INSERT OR REPLACE INTO exams (uid, created, status) VALUES ('1.9.3', '2020-01-09', 'done')", 2),
            ("INSERT INTO reviews (uid, reviewer, normal, severity, at) VALUES ('1.9.3', 'ana', 1, 0, 't')", 1),
            ("INSERT INTO rad_reports (uid, severity) VALUES ('1.9.3', 4)", 1),
            ("UPDATE patients SET birthdate = '2001-01-01'", 1), ("DELETE FROM patients", 1),
            ("UPDATE patients SET cnp = 'other'", 1),
            ("INSERT INTO flags (uid, login, at) VALUES ('1.9.3', 'dan', 't')", 1),
            ("INSERT INTO reasons (uid, code, sentence, at) VALUES ('1.9.3', 'c', 's', 't')", 1),
        ])
    func others(sql: String, days: Int) throws {
        let ward = try RandomWard(folder.workspace, seed: 95)
        try ward.admitDaily(8)
        try ward.run([
            ("INSERT INTO patients VALUES ('P', '', 'Exemplu^Ana', '2000-01-01', 'F')", []),
            ("UPDATE exams SET cnp = 'P' WHERE uid = '1.9.3'", []),
        ])
        try archive.facts.refresh()
        try ward.run([(sql, [])])
        #expect(try archive.facts.refresh().days == days)
        let seen = try FactPicture(archive)
        #expect(try seen == fresh(ward))
    }

    @Test("Stopped between two transactions nothing is lost: the next one goes on")
    func stopped() throws {
        let ward = try RandomWard(folder.workspace, seed: 96)
        try ward.admitDaily(2500)
        #expect(throws: StoreError.self) {
            try archive.facts.refresh { (_) throws(StoreError) in throw StoreError.busy(what: "stopped") }
        }
        #expect(try archive.facts.version() == nil)
        try ward.run([("UPDATE exams SET region = 'knee' WHERE uid = '1.9.5'", [])])
        var told: [FactProgress] = []
        try archive.facts.refresh { told.append($0) }
        #expect(told.map(\.done) == [1000, 2000, 2500] && told.allSatisfy { $0.total == 2500 })
        let seen = try FactPicture(archive)
        #expect(try seen.exams == 2500 && seen == fresh(ward))
    }

    @Test("One that looked earlier does not undo what one that looked later wrote")
    func overtaken() throws {
        let ward = try RandomWard(folder.workspace, seed: 97)
        try ward.admitDaily(1200)
        let other = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        var hasOvertaken = false
        try archive.facts.refresh { (_) throws(StoreError) in
            if hasOvertaken { return }
            hasOvertaken = true
            // The last day is read and not yet written; it changes, one more is emptied, and somebody else is through first.
            try? ward.run([
                ("UPDATE exams SET region = 'knee' WHERE uid = '1.9.1199'", []),
                ("DELETE FROM exams WHERE uid = '1.9.1198'", []),
            ])
            try other.facts.refresh()
        }
        try archive.facts.refresh()
        let seen = try FactPicture(archive)
        #expect(try seen.exams == 1199 && seen == fresh(ward))
    }

    @Test("Two at once, while somebody writes, end with the same facts as one")
    func twoAtOnce() async throws {
        var ward = try RandomWard(folder.workspace, seed: 98)
        try ward.admitWithCalls(300)
        let other = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for archive in [archive, other] {
                group.addTask { for _ in 0..<25 { try archive.facts.refresh() } }
            }
            for _ in 0..<150 { try disturb(&ward) }
            try await group.waitForAll()
        }
        try archive.facts.refresh()
        let seen = try FactPicture(archive)
        #expect(try seen == fresh(ward))
    }
}

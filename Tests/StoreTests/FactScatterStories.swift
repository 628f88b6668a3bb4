import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Facts when few exams of many days change")
struct FactScatterStories {
    let folder: TemporaryFolder
    let archive: Archive
    let ward: RandomWard

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        ward = try RandomWard(folder.workspace, seed: 121)
    }

    private func blobs() throws -> [Row] {
        try ward.database.read { db in
            try Row.fetchAll(db, sql: "SELECT day, facts FROM fact_days WHERE length(facts) > 16 ORDER BY day")
        }
    }

    /// Numbers of names are given once: with the same ones the bytes of facts made anew can be compared.
    private func expectFresh(_ comment: Comment? = nil) throws {
        let stepped = try blobs()
        try ward.run([("DELETE FROM fact_mark", []), ("DELETE FROM fact_days", [])])
        try archive.facts.refresh()
        #expect(try stepped == blobs(), comment)
    }

    /// Exams of different seconds.
    private func admit(_ days: Int, each: Int) throws {
        try ward.admitDaily(days, each: each)
        try ward.run([
            (
                """
                UPDATE exams SET created = substr(created, 1, 11)
                    || printf('10:%02d:%02d', substr(uid, 5) % ?1 / 60, substr(uid, 5) % ?1 % 60)
                """, [each]
            )
        ])
    }

    @Test("One exam of each of many days: its record is replaced, and no other exam is looked up")
    func scattered() throws {
        try admit(900, each: 40)
        try archive.facts.refresh()
        let exams = "FROM exams WHERE rowid"
        for (sql, changed) in [
            ("INSERT INTO ai_reports (uid, severity, model) SELECT uid, 7, 'm' || (rowid % 3) \(exams) % 40 = 5", 900),
            ("INSERT INTO rad_reports (uid, severity, summary) SELECT uid, 2, 'Normal' \(exams) % 80 < 2", 900),
            (
                "INSERT INTO report_origins (uid, rank, written) SELECT uid, 1, '2026-03-02T08:00:00Z' \(exams) % 80 = 7",
                450
            ),
            ("UPDATE report_origins SET written = '2026-03-03T08:00:00Z' WHERE rowid % 2 = 0", 225),
            ("UPDATE report_origins SET rank = 1", 0),
            ("UPDATE exams SET created = created, status = 'error' WHERE rowid % 160 = 3", 225),
            ("INSERT INTO flags (uid, login, at) SELECT uid, 'dan', 't' FROM exams WHERE rowid % 400 = 9", 90),
        ] {
            try ward.run([(sql, [])])
            #expect(try archive.facts.refresh().exams == changed, "\(sql)")
        }
        try expectFresh()
    }

    @Test("New films of old days take their places between the others; those of one second are ordered by their UIDs")
    func inserted() throws {
        try admit(900, each: 40)
        try archive.facts.refresh()
        try ward.run([
            (
                """
                INSERT INTO exams (uid, created, status)
                SELECT '1.8.' || rowid, substr(created, 1, 11) || '10:00:59.5', 'done' FROM exams WHERE rowid % 80 = 11
                """, []
            ),
            (
                """
                INSERT INTO exams (uid, created, status)
                SELECT '1.7.' || rowid, substr(created, 1, 11) || '09:00:00', 'done' FROM exams
                WHERE rowid <= 36000 AND rowid % 200 = 11
                """, []
            ),
        ])
        #expect(try archive.facts.refresh() == FactRefresh(days: 450 + 180 - 90, exams: 450 + 180))
        try expectFresh()
        let twin = "INSERT INTO exams (uid, created) SELECT '1.10.' || rowid, created FROM exams WHERE rowid = 5"
        try ward.run([(twin, [])])
        #expect(try archive.facts.refresh() == FactRefresh(days: 1, exams: 43))
        try expectFresh()
    }

    @Test("Damaged days are whole afterwards, and their changes are in them")
    func damaged() throws {
        try admit(300, each: 40)
        try archive.facts.refresh()
        try ward.run([
            ("UPDATE fact_days SET facts = zeroblob(length(facts)) WHERE rowid % 3 = 0", []),
            ("UPDATE exams SET status = 'error' WHERE rowid % 40 = 1", []),
        ])
        let made = try archive.facts.refresh()
        #expect(made.days == 300 && made.exams == 200 + 100 * 40)
        try expectFresh()
    }

    static let odd = [
        "2026-02-29", "2024-02-29 08:00:00", "2000-02-29", "1900-02-29 08:00:00", "2026-04-31", "0000-01-01",
        "0001-01-01", "9999-12-31 23:59:59", "2026-13-01", "2026-3-02", "2026-00-10", "20260302", "now", "",
        "2026/03/02 08:00:00", "2026-03-02T08:00", "٢٠٢٦-03-02",
    ]

    @Test(
        "Exams without a day lie in many small blobs, always in the same order, and are looked up like those of a day")
    func undated() throws {
        try ward.admitDaily(3000)
        try ward.run([("UPDATE exams SET created = '7.3.2026 ' || uid WHERE rowid % 10 > 0", [])])
        try archive.facts.refresh()
        let sizes = try blobs().map { ($0[1] as Data?)?.count ?? 0 }
        #expect(sizes.count > 400 && (sizes.max() ?? 0) <= 16 + 64 * 30)
        try ward.run([("UPDATE exams SET status = 'error' WHERE uid IN ('1.9.1', '1.9.2')", [])])
        #expect(try archive.facts.refresh().exams <= 40)
        try expectFresh()
    }

    @Test("SQL and Swift agree where an exam belongs, whatever its time and UID say", arguments: odd.indices)
    func agreed(place: Int) throws {
        try ward.admitDaily(50)
        try archive.facts.refresh()
        let value = Self.odd[place]
        let uids = [
            "1.2.3", "1.2.840.113619.2.55.3.604688119.971.1", "2.25.329800735698586629295641978511506172918", "0",
        ]
        for (number, uid) in uids.enumerated() {
            try ward.run([("INSERT INTO exams (uid, created, status) VALUES (?, ?, 'done')", [uid, value])])
            if number % 2 == 0 { try archive.facts.refresh() }
        }
        try archive.facts.refresh()
        try expectFresh("came")
        for change in [
            "UPDATE exams SET status = 'error'", "UPDATE exams SET created = '2020-01-03 10:00:00'",
            "DELETE FROM exams",
        ] {
            try ward.run([("\(change) WHERE uid IN ('0', '1.2.3')", [])])
            try archive.facts.refresh()
            try expectFresh("\(change)")
        }
        try ward.run([("UPDATE exams SET created = ? WHERE uid LIKE '1.9.%'", [value])])
        try archive.facts.refresh()
        try expectFresh("went there")
    }
}

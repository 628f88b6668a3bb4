import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Facts and files that are not as they should be")
struct FactDamageStories {
    let folder: TemporaryFolder
    let archive: Archive
    let ward: RandomWard

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        var ward = try RandomWard(folder.workspace, seed: 101)
        try ward.admitWithCalls(60)
        self.ward = ward
    }

    @Test(
        "A damaged day is made anew, for whoever asks and for those who come after",
        arguments: [
            "x''", "x'0140'", "x'01'", "substr(facts, 1, length(facts) - 1)", "substr(facts, 1, length(facts) - 64)",
            "facts || facts", "zeroblob(80)", "substr(facts, 1, 20) || x'FF' || substr(facts, 22)",
            "x'02' || substr(facts, 2)", "(SELECT max(facts) FROM fact_days)",
        ])
    func damaged(value: String) throws {
        try archive.facts.refresh()
        let whole = try FactPicture(archive)
        try ward.run([("UPDATE fact_days SET facts = CAST(\(value) AS BLOB)", [])])
        #expect(try FactPicture(archive) == whole)
        let (kept, days) = try ward.database.read { db in
            try (
                Int.fetchOne(db, sql: "SELECT count(DISTINCT facts) FROM fact_days"),
                Int.fetchOne(db, sql: "SELECT count(*) FROM fact_days")
            )
        }
        #expect(kept == days, "they were written back")
        #expect(try FactPicture(archive) == whole)
    }

    @Test("A day that was cut is noticed by the refresh, too; those of another version are all made anew")
    func noticed() throws {
        try archive.facts.refresh()
        let whole = try FactPicture(archive)
        try ward.run([("UPDATE fact_days SET facts = substr(facts, 1, 30) WHERE rowid % 5 = 1", [])])
        #expect(try archive.facts.refresh().days > 5)
        #expect(try FactPicture(archive) == whole)
        try ward.run([
            ("UPDATE fact_days SET facts = CAST(x'7F' || substr(facts, 2) AS BLOB)", []),
            ("UPDATE fact_mark SET form = 127", []),
        ])
        #expect(try archive.facts.version() == nil)
        #expect(try archive.facts.refresh().exams == whole.exams)
        #expect(try FactPicture(archive) == whole && archive.facts.version() != nil)
    }

    @Test("Names that are gone leave exams without names, and a walk that ends; days that are no days are left out")
    func foreignRows() throws {
        try archive.facts.refresh()
        let exams = try FactPicture(archive).exams
        try ward.run([
            ("DELETE FROM fact_names WHERE number % 2 = 0", []),
            ("INSERT INTO fact_names VALUES (-5, 'region', 'x'), (9000000000000000000, 'odd', 'y')", []),
            ("INSERT INTO fact_days VALUES ('someday', 9000000000000000000, x'00'), ('2026-02-31', 0, x'')", []),
        ])
        #expect(try FactPicture(archive).exams == exams)
        #expect(try archive.facts.names().text(UInt32.max).isEmpty)
    }

    @Test("Counters that went back are those of another file: everything is made anew")
    func backwards() throws {
        try archive.facts.refresh()
        let whole = try FactPicture(archive)
        try ward.run([
            ("UPDATE fact_mark SET exams = exams + 1000000", []),
            ("UPDATE fact_days SET sequence = sequence + 1000000", []),
            ("UPDATE exams SET region = 'knee'", []),
        ])
        #expect(try archive.facts.refresh().exams == whole.exams)
        let seen = try FactPicture(archive)
        #expect(seen != whole)
        try ward.forgetFacts()
        try archive.facts.refresh()
        #expect(try seen == FactPicture(archive))
    }

    private static let values = [
        "NULL", "7", "20261121", "-9223372036854775808", "3.7", "9e999", "''", "'7'", "'2026-03-02 07:55:00'", "X''",
        "X'323032362D30332D3032'", "printf('%.*c', 30000, 'x')", "'now'",
    ]

    @Test(
        "Whatever stands in a column, at once and step by step say the same, and mean the same exams as the list",
        arguments: [
            "exams.created", "exams.region", "exams.status", "exams.cnp", "patients.sex", "patients.birthdate",
            "ai_reports.severity", "ai_reports.confidence", "ai_reports.latency", "ai_reports.model",
            "rad_reports.severity", "rad_reports.summary", "rad_reports.radiologist", "rad_reports.latency",
            "rad_reports.created", "rad_reports.text",
        ])
    func foreign(name: String) throws {
        let parts = name.split(separator: ".")
        try archive.facts.refresh()
        for value in Self.values {
            try ward.database.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
                try? db.execute(sql: "UPDATE \(parts[0]) SET \(parts[1]) = \(value) WHERE rowid % 7 = 3")
            }
            try archive.facts.refresh()
            let stepped = try FactPicture(archive)
            try ward.forgetFacts()
            try archive.facts.refresh()
            try #require(try stepped == FactPicture(archive), "\(value)")
            let index = ExamIndex(archive, threshold: 5)
            for filter in Self.filters {
                var found: Set<UInt64> = []
                try archive.facts.walk(filter, threshold: 5) { fact, _ in found.insert(fact.uidHash) }
                try #require(try found == Set(index.uids(filter).map(ExamFact.hash(of:))), "\(value) \(filter)")
            }
        }
    }

    private static let filters = [
        ["correct": "yes"], ["positive": "no"], ["severity": "0-7"], ["confidence": "1-90"], ["sex": "F"],
        ["region": "chest"], ["region": "7"], ["from": "2026-01-01", "to": "2026-12-31"], ["radiologist": "7"],
        ["diagnostic": "7"], ["status": "done"], ["status": "none"],
    ].map { ExamFilter(parameters: $0) }
}

import Foundation
import GRDB
import Radiology
import Store
import Testing

/// Other programs write to the predecessor's tables, which are not STRICT: anything can stand in any column.
@Suite("Values of the wrong type in the predecessor's tables")
struct ForeignValueStories {
    private static let values = [
        "NULL", "0", "7", "20261121", "-9223372036854775808", "3.7", "-0.5", "1e300", "9e999", "''", "'7'", "'seven'",
        "'2026-03-02 07:55:00'", "X''", "X'31'", "X'FF00FE'", "printf('%.*c', 300000, 'x')",
        "printf('%.*c', 300, '9')",
    ]

    private static let columns = [
        "patients": ["id", "name", "birthdate", "sex", "cnp"],
        "exams": ["id", "created", "protocol", "region", "type", "status", "study", "series", "cnp", "uid"],
        "ai_reports": [
            "created", "updated", "text", "positive", "confidence", "severity", "summary", "model", "latency", "uid",
        ],
        "rad_reports": [
            "id", "created", "updated", "text", "text_en", "positive", "severity", "summary", "type", "radiologist",
            "justification", "model", "latency", "uid",
        ],
    ].flatMap { table, names in names.map { "\(table).\($0)" } }.sorted()

    /// Everything that pages, lists, figures and the API ask.
    private func askEverything(_ archive: Archive, _ index: ExamIndex) throws {
        for order in ExamOrder.allCases { _ = try index.page(ExamFilter(), order: order, size: 100) }
        var filter = ExamFilter()
        filter.search = "7"
        _ = try index.page(filter, size: 10)
        for group in [ExamGroup.region, .radiologist, .diagnosis] { _ = try index.tallies(ExamFilter(), by: group) }
        _ = try index.patients(search: nil, size: 10)
        _ = try (index.state(now: .mondayMorning), index.insights(), index.severities(), index.diagnosisStatistics())
        _ = try (index.radiologistStatistics(), index.regions(), index.radiologists(), index.diagnoses())
        var uids: [SOPInstanceUID] = []
        try archive.exams.eachRecord(.full) { uids.append($0.exam.uid) }
        for uid in uids {
            _ = try (archive.exams.record(uid), archive.radReports.report(of: uid), archive.aiReports.priors(of: uid))
            _ = try (archive.reviews.history(of: uid), index.entry(uid), archive.originals.original(uid))
        }
        _ = try archive.exams.records(changedSince: 0, limit: 100, .list)
        _ = try (archive.exams.days(), archive.exams.regions(), archive.exams.severityDistribution())
        _ = try archive.exams.statisticsByDayAndRegion(threshold: 5)
        _ = try (archive.exams.filmsByDayAndRegion(), archive.exams.lastChangeTime(), archive.exams.unassessed())
        _ = try (archive.exams.counts(readSince: .mondayMorning), archive.integrity(originals: false))
        _ = try (archive.exams.series(ofStudy: StudyInstanceUID(validated: "1.2.3.1")), archive.exams.failures())
        _ = try archive.patients.fill(Synthetic.patient(), now: .mondayMorning)
        _ = try archive.patients.patient(PatientKey(rawValue: "P1"))
    }

    /// Three films that were read, with their radiologists' reports, and a connection that respects no constraint.
    private func threeFilms(in folder: TemporaryFolder) throws -> (archive: Archive, other: DatabaseQueue) {
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        for number in 1...3 { try archive.receive(number) }
        while try archive.readNext(7) != nil {}
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let other = try DatabaseQueue(path: folder.workspace.database, configuration: configuration)
        try other.write { db in
            try db.execute(
                sql: "INSERT INTO rad_reports (uid, text, severity) SELECT uid, 'Fara leziuni.', 2 FROM exams")
        }
        return (archive, other)
    }

    @Test(
        "Whatever stands in a column, nothing ends the process, and every list and page still comes", arguments: columns
    )
    func column(_ name: String) throws {
        let folder = try TemporaryFolder()
        let (archive, other) = try threeFilms(in: folder)
        let following = ExamIndex(archive, threshold: 5)
        try askEverything(archive, following)
        let parts = name.split(separator: ".")
        let (table, column) = (parts[0], parts[1])
        let condition = table == "patients" ? "cnp = 'P1'" : "uid = '\(Synthetic.uid(2).rawValue)'"
        let number = try #require(
            try other.read { db in try Int.fetchOne(db, sql: "SELECT rowid FROM \(table) WHERE \(condition)") })
        for value in Self.values {
            let former = try other.write { db -> DatabaseValue? in
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
                let former = try DatabaseValue.fetchOne(
                    db, sql: "SELECT \(column) FROM \(table) WHERE rowid = \(number)")
                // What cannot be written cannot be read.
                try? db.execute(sql: "UPDATE \(table) SET \(column) = \(value) WHERE rowid = \(number)")
                return former
            }
            try askEverything(archive, following)
            let fresh = ExamIndex(archive, threshold: 5)
            try askEverything(archive, fresh)
            if column != "uid" && column != "cnp" {
                #expect(try following.page(ExamFilter(), size: 9) == fresh.page(ExamFilter(), size: 9), "\(value)")
                #expect(try fresh.page(ExamFilter(), size: 9).exams.count == 3, "\(value)")
                continue
            }
            try other.write { db in
                try db.execute(
                    sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = \(number)", arguments: [former])
            }
        }
    }

    @Test("A time that is a number is shown as its digits, a number in words as a number, and bytes as unknown")
    func readAs() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        let uid = try archive.receive(1)
        _ = try archive.readNext(7)
        let other = try DatabaseQueue(path: folder.workspace.database)
        try other.write { db in
            try db.execute(
                sql: """
                    UPDATE exams SET created = '20261121', protocol = X'FF', region = X'636865';
                    UPDATE ai_reports SET latency = 12.0, summary = 5, updated = 1.5, model = X'00';
                    """)
        }
        let record = try #require(try archive.exams.record(uid))
        #expect(record.exam.created == "20261121" && record.exam.protocolName.isEmpty && record.exam.region == nil)
        #expect(record.aiReport?.latency == 12 && record.aiReport?.summary == "5" && record.aiReport?.updated == "1.5")
        #expect(record.aiReport?.model == nil && record.aiReport?.severity == Severity(7))
        #expect(try ExamIndex(archive, threshold: 5).page(ExamFilter(), size: 5).exams.map(\.record.exam.uid) == [uid])
    }
}

import Foundation
import GRDB
import Store
import Testing

@Suite("What is owed, looked for or known already is the first entry of an index")
struct ReadingPlanStories {
    let folder: TemporaryFolder
    let database: DatabaseQueue

    init() throws {
        folder = try TemporaryFolder()
        try Archive.open(paths: folder.workspace, now: .mondayMorning).close()
        database = try DatabaseQueue(path: folder.workspace.database)
    }

    @Test(
        "Nothing is sorted and no table is walked through",
        arguments: [
            (Alerts.next, "alerts_waiting"), (Alerts.sent, "alerts_sent"),
            (RecordSearches.due, "record_searches_due"), (RecordSearches.listed, "record_searches_state"),
            (AIReports.identical, "analyses_request"), (Alarms.ofExam, "alarms_uid"),
        ])
    func plans(sql: String, index: String) throws {
        let asked = sql.replacing(/\?[0-9]?/, with: "5")
        let plan = try database.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + asked).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN") }, "\(plan)")
    }
}

import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Nothing walks through a hundred thousand exams to find one")
struct PlanStories {
    // Closed before its folder goes.
    let database: DatabaseQueue
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try Archive.open(paths: folder.workspace, now: .mondayMorning).close()
        database = try DatabaseQueue(path: folder.workspace.database)
    }

    /// With a value in place of every argument.
    private func plan(_ sql: String) throws -> [String] {
        let asked = sql.replacing(/\?[0-9]?/, with: "5")
        return try database.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + asked).map { $0["detail"] as String }
        }
    }

    @Test(
        "The next exam is the first entry of an index", arguments: [(false, "queue_newest"), (true, "queue_longest")])
    func claim(isFair: Bool, index: String) throws {
        let plan = try plan(Exams.claim(inFairTurn: isFair, inRegion: false))
        #expect(plan.contains { $0.contains("INDEX \(index)") })
        #expect(!plan.contains { $0.contains("TEMP B-TREE") })
    }

    @Test(
        "Lists, days, changes and earlier films use their indexes; no other table is walked through",
        arguments: [
            (RecordSQL.page, "idx_exams_created"), (RecordSQL.day, "idx_exams_created"),
            (RecordSQL.previous, "idx_exams_cnp"), (RecordSQL.changed, "INTEGER PRIMARY KEY"),
        ])
    func records(sql: String, index: String) throws {
        let plan = try plan(sql)
        #expect(plan.contains { $0.contains(index) })
        #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.contains("USING INDEX") })
    }

    @Test(
        "What is to be fetched or passed on next is the first entry of an index",
        arguments: [
            (Retrievals.next, "retrievals_waiting"), (Outbox.next, "outbox_waiting"),
            (Exams.refused, "rejections_received"),
        ])
    func network(sql: String, index: String) throws {
        let plan = try plan(sql)
        #expect(plan.contains { $0.contains("INDEX \(index)") })
        #expect(!plan.contains { $0.contains("TEMP B-TREE") })
    }
}

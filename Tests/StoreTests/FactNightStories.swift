import Dispatch
import Foundation
import GRDB
import Radiology
import Store
import Synchronization
import Testing

@Suite("Facts of an archive that is in use")
struct FactNightStories {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A database of version 013 has its facts after the first refresh")
    func thirteenth() throws {
        let step = try #require(EarlierSchema.steps.first { $0.hasPrefix("013") })
        try FileManager.default.createDirectory(atPath: folder.workspace.backup, withIntermediateDirectories: true)
        try EarlierSchema.make(at: folder.workspace.database, upTo: step)
        let old = try DatabaseQueue(path: folder.workspace.database)
        try old.write { db in
            try db.execute(
                sql: """
                    INSERT INTO patients VALUES ('P1', '7', 'Exemplu^Ana', '2019-05-04', 'F');
                    INSERT INTO exams (uid, cnp, created, region, type, status)
                        VALUES ('1.2.1', 'P1', '2026-03-01 08:00:00', 'chest', 'CR', 'done');
                    INSERT INTO ai_reports (uid, text, severity, positive) VALUES ('1.2.1', 'Opacity.', 8, 1);
                    INSERT INTO rad_reports (uid, text, severity) VALUES ('1.2.1', 'Opacitate.', 2);
                    """)
        }
        try old.close()
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        #expect(try archive.backupBeforeMigration != nil && archive.facts.version() == nil)
        #expect(try archive.facts.refresh() == FactRefresh(days: 1, exams: 1))
        var ages: [Int?] = []
        try archive.facts.walk(ExamFilter(parameters: ["correct": "no"]), threshold: 5) { fact, _ in
            ages.append(fact.age)
        }
        #expect(try ages == [6] && archive.facts.version() != nil)
    }

    @Test("Who writes beside the first refresh waits for less than a tenth of a second")
    func beside() throws {
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        let ward = try RandomWard(folder.workspace, seed: 111)
        try ward.admitDaily(400, each: 60)
        // A busy machine holds anybody up now and then; a refresh that does would do it every time.
        var (longest, writes) = (Duration.seconds(1), 0)
        for _ in 0..<3 where longest >= .milliseconds(100) {
            try ward.forgetFacts()
            (longest, writes) = try longestWait(of: ward) { try archive.facts.refresh() }
        }
        #expect(writes > 3 && longest < .milliseconds(100), "\(longest) of \(writes)")
        var exams = 0
        try archive.facts.walk { _, records, _ in exams += records.count }
        #expect(exams == 24_000)
    }

    /// How long small writes of another thread and connection take at most while something runs, and how many there were.
    private func longestWait(of ward: RandomWard, _ body: () throws -> Void) rethrows -> (Duration, Int) {
        let (clock, writer) = (ContinuousClock(), Writer())
        let thread = Thread {
            while !writer.isStopped {
                let start = clock.now
                try? ward.run([("UPDATE exams SET status = 'done' WHERE uid = '1.9.7'", [])])
                writer.took(clock.now - start)
            }
            writer.ended()
        }
        thread.start()
        defer { writer.stop() }
        try body()
        return writer.longest
    }

    @Test("A day is looked up by indexes: no table is walked through, whatever its day")
    func plans() throws {
        try Archive.open(paths: folder.workspace, now: .mondayMorning).close()
        let database = try DatabaseQueue(path: folder.workspace.database)
        for sql in FactPlans.ofDay {
            let plan = try database.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql.replacing(/\?[0-9]?/, with: "'2026-03-02'")).map {
                    $0["detail"] as String
                }
            }
            #expect(plan.first?.contains("idx_exams_created") == true, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        }
        for (sql, list) in FactPlans.touched.map({ ($0, "") }) + FactPlans.ofUndated.map({ ($0, "") })
            + FactPlans.ofExams.map({ ($0, "SCAN j") })
        {
            let plan = try database.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql.replacing(/\?[0-9]?/, with: "5")).map {
                    $0["detail"] as String
                }
            }
            #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.hasPrefix(list + " ") }, "\(plan)")
        }
    }
}

/// What a thread that writes and a test say to each other.
private final class Writer: Sendable {
    private struct State {
        var isStopped = false
        var waits: [Duration] = []
    }

    private let state = Mutex(State())
    private let end = DispatchSemaphore(value: 0)

    var isStopped: Bool { state.withLock { $0.isStopped } }
    var longest: (Duration, Int) { state.withLock { ($0.waits.max() ?? .zero, $0.waits.count) } }

    func took(_ duration: Duration) { state.withLock { $0.waits.append(duration) } }
    func ended() { end.signal() }

    /// Waits for the last write.
    func stop() {
        state.withLock { $0.isStopped = true }
        end.wait()
    }
}

import GRDB
import Radiology

extension Facts {
    /// Makes the facts of all exams that changed since the last time anew; the first time, all.
    ///
    /// Writers beside it wait for some milliseconds at a time. The mark moves last: whatever stops it on the way, the next
    /// one does it again. Two at once do the same work twice and no harm.
    /// - Parameter progress: is told after each transaction. What it throws stops the refresh.
    @discardableResult
    public func refresh(
        progress: (FactProgress) throws(StoreError) -> Void = { _ in }
    ) throws(StoreError) -> FactRefresh {
        let plan = try connection.read { db in try FactPlan(db) }
        guard !plan.isCurrent else { return FactRefresh() }
        if plan.isOfAnotherFile { try forget(plan) }
        var writing = FactWriting(connection: connection)
        if plan.takesAll {
            var table = try connection.read { db in (try FactTable(.all, in: db), try FactVersion(now: db)) }
            table.0.order()
            let gone = plan.days.subtracting(table.0.dayNames)
            try writing.write(table.0, at: table.1, alsoEmpty: gone, progress)
        } else {
            let others = try patch(plan, &writing, progress)
            try refresh(plan.days.union(others).sorted(), &writing, progress, beside: plan.changed.count)
        }
        try move(to: plan.now)
        return writing.made
    }

    /// Days of which few exams changed.
    /// - Returns: those that have to be made anew all the same.
    private func patch(
        _ plan: FactPlan, _ writing: inout FactWriting, _ progress: (FactProgress) throws(StoreError) -> Void
    ) throws(StoreError) -> [String] {
        var others: [String] = []
        var start = 0
        while start < plan.changed.count {
            let end = min(start + Self.patchedAtOnce, plan.changed.count)
            let patches = try connection.read { db in try FactPatches(plan.changed[start..<end], in: db) }
            others += try writing.add(patches, at: plan.now)
            try writing.flush()
            start = end
            try progress(FactProgress(done: end, total: plan.changed.count + plan.days.count))
        }
        return others
    }

    /// Days one by one, some thousand exams in a transaction.
    /// - Parameter patched: how many days are done already.
    private func refresh(
        _ days: [String], _ writing: inout FactWriting, _ progress: (FactProgress) throws(StoreError) -> Void,
        beside patched: Int = 0
    ) throws(StoreError) {
        for (place, day) in days.enumerated() {
            guard let scope = FactTable.Scope(blob: day) else { continue }
            let (table, version) = try connection.read { db in (try FactTable(scope, in: db), try FactVersion(now: db))
            }
            try writing.add(table, of: day, at: version)
            if writing.isFull || place == days.count - 1 {
                try writing.flush()
                try progress(FactProgress(done: patched + place + 1, total: patched + days.count))
            }
        }
    }

    /// Their blobs are held at once: some megabytes.
    private static let patchedAtOnce = 256

    /// Days that turned out to be damaged.
    func repair(_ days: [String]) throws(StoreError) {
        var writing = FactWriting(connection: connection)
        try refresh(days, &writing) { _ in }
    }

    /// Never backwards: another refresh may have looked later.
    private func move(to version: FactVersion) throws(StoreError) {
        try connection.write(durable: false) { db in
            let sql = """
                INSERT INTO fact_mark (only, form, exams, patients, answers, days) VALUES (1, ?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (only) DO UPDATE SET form = ?1, exams = max(exams, ?2), patients = max(patients, ?3),
                    answers = max(answers, ?4), days = max(days, ?5)
                """
            let numbers = [version.exams, version.patients, version.answers, version.days]
            try db.run(sql, StatementArguments([Int64(FactForm.version)] + numbers))
        }
    }

    /// The counters went back, as none of them does by itself: what was made by the former ones looks later than it is.
    private func forget(_ plan: FactPlan) throws(StoreError) {
        try connection.write { db in
            // Unless another refresh has begun anew already.
            guard try FactVersion(mark: db) == plan.mark else { return }
            try db.run("DELETE FROM fact_mark")
            try db.run("DELETE FROM fact_days")
        }
    }
}

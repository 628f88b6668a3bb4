import Foundation
import GRDB
import Radiology

extension Facts {
    /// Day by day, the oldest first, in one view of the database. It does not look for what changed: see `refresh`.
    ///
    /// - Parameters:
    ///   - from: the first day, and `to` the last.
    ///   - body: gets the day, which is `nil` for exams whose time does not begin with one, `YYYY-MM-DD`. They come first,
    ///     whatever the bounds, since their facts may know a day all the same, and some at a time: `nil` comes more than
    ///     once. Days without exams are left out.
    /// - Returns: up to which changes the facts go.
    @discardableResult
    public func walk(
        from first: CalendarDay? = nil, to last: CalendarDay? = nil,
        _ body: (CalendarDay?, borrowing FactRecords, FactNames) -> Void
    ) throws(StoreError) -> FactVersion? {
        var reading = Reading()
        let version = try connection.read { db in
            reading.names = try FactNames(db)
            // Two questions: for one SQLite would sort all the blobs.
            try db.each(Self.undated, []) { row in try reading.visit(row, in: db, body) }
            try db.each(Self.dated, [first?.description ?? "0", last?.description ?? "9999-12-31"]) { row in
                try reading.visit(row, in: db, body)
            }
            return try FactVersion(mark: db)
        }
        repair(after: reading)
        return version
    }

    /// The latest of all exams: of the undated all days, as `walk` has them, and then the last day, the one before it and
    /// so on, until `body` says that it has seen enough of those.
    public func walkBack(_ body: (CalendarDay?, borrowing FactRecords, FactNames) -> Bool) throws(StoreError) {
        var reading = Reading()
        try connection.read { db in
            reading.names = try FactNames(db)
            try db.each(Self.undated, []) { row in try reading.visit(row, in: db) { _ = body($0, $1, $2) } }
            let rows = try Row.fetchCursor(db.makeStatement(sql: Self.latest), arguments: [])
            var isEnough = false
            while !isEnough, let row = try rows.next() {
                try reading.visit(row, in: db) { isEnough = body($0, $1, $2) }
            }
        }
        repair(after: reading)
    }

    /// What was told is right in any case; who can write spares the next one the work.
    private func repair(after reading: Reading) {
        if !reading.damaged.isEmpty { try? repair(reading.damaged) }
    }

    private struct Reading {
        var names = FactNames()
        var damaged: [String] = []

        mutating func visit(
            _ row: Row, in db: Database, _ body: (CalendarDay?, borrowing FactRecords, FactNames) -> Void
        ) throws {
            let day: String = row[0]
            // Not ours.
            guard FactShelf.number(named: day) != nil else { return }
            var records = FactRecords(Facts.bytes(row, 1), day: day)
            if records == nil {
                damaged.append(day)
                records = try Facts.made(day, &names, in: db)
            }
            guard let records, records.count > 0 else { return }
            body(CalendarDay(day), records, names)
        }
    }

    /// Exam by exam, only what a filter means; days outside of it are not read.
    /// - Parameter found: `ExamFact.hash(of:)` of what its search means; a search finds nothing without it.
    @discardableResult
    public func walk(
        _ filter: ExamFilter, threshold: Int, found: Set<UInt64>? = nil, _ body: (ExamFact, FactNames) -> Void
    ) throws(StoreError) -> FactVersion? {
        var selection: FactSelection?
        var known = 0
        return try walk(from: filter.firstDay, to: filter.lastDay) { _, records, names in
            let ready: FactSelection
            if let selection, known == names.count {
                ready = selection
            } else {
                ready = FactSelection(filter, threshold: threshold, names: names, found: found)
                (selection, known) = (ready, names.count)
            }
            records.each { fact in if ready.admits(fact) { body(fact, names) } }
        }
    }

    private static let undated = "SELECT day, facts FROM fact_days WHERE day < '0' ORDER BY day"
    private static let dated = "SELECT day, facts FROM fact_days WHERE day BETWEEN ? AND ? ORDER BY day"
    private static let latest = "SELECT day, facts FROM fact_days WHERE day >= '0' ORDER BY day DESC"

    static func bytes(_ row: Row, _ column: Int) -> [UInt8] {
        if case .blob(let data) = (row[column] as DatabaseValue).storage { Array(data) } else { [] }
    }

    /// A day's facts out of the tables. Names that the database does not know have numbers for this walk alone.
    private static func made(_ day: String, _ names: inout FactNames, in db: Database) throws -> FactRecords? {
        guard let scope = FactTable.Scope(blob: day) else { return nil }
        var table = try FactTable(scope, in: db)
        table.order()
        var numbers: [UInt32] = [0]
        for word in table.words.all {
            if let known = names.number(word.kind, word.text) {
                numbers.append(known)
            } else {
                numbers.append(UInt32(truncatingIfNeeded: names.count))
                names.put(names.count, word.kind, word.text)
            }
        }
        return FactRecords(FactForm.blob(table.drafts[...], day: day, numbers: numbers), day: day)
    }
}

extension FactNames {
    fileprivate func number(_ kind: FactKind, _ text: String) -> UInt32? {
        all(kind).first { $0.text.utf8.elementsEqual(text.utf8) }?.number
    }
}

import Foundation
import GRDB
import Radiology

/// Writes days in transactions of bounded length. What they hold was read before, in views of their own.
struct FactWriting {
    /// A day that was read and is not written yet.
    private struct Day {
        let name: String
        /// `FactVersion.whole` of the view it was read in.
        let sequence: Int64
        let blob: [UInt8]
    }

    let connection: Connection
    private(set) var made = FactRefresh()
    private var days: [Day] = []
    private var bytes = 0
    /// The numbers of names that are in the database: they stay.
    private var known: [FactKind: [String: [(text: String, number: UInt32)]]] = [:]

    init(connection: Connection) { self.connection = connection }

    /// Half a megabyte is written in a few milliseconds; a thousand days because each row has its price, too.
    var isFull: Bool { bytes >= 1 << 19 || days.count >= 1000 }

    /// - Parameter table: of one day.
    mutating func add(_ table: FactTable, of day: String, at version: FactVersion) throws(StoreError) {
        var table = table
        table.order()
        keep(table.drafts[...], day, version, try numbers(of: table.words))
    }

    /// - Parameters:
    ///   - table: of all days, in order.
    ///   - gone: days that have no exams any more.
    mutating func write(
        _ table: FactTable, at version: FactVersion, alsoEmpty gone: Set<String>,
        _ progress: (FactProgress) throws(StoreError) -> Void
    ) throws(StoreError) {
        let numbers = try numbers(of: table.words)
        let ranges = table.dayRanges
        let names = gone.sorted()
        let total = names.count + ranges.count
        for place in 0..<total {
            if place < names.count {
                keep([], names[place], version, numbers)
            } else {
                let range = ranges[place - names.count]
                keep(table.drafts[range], FactShelf.name(table.drafts[range.lowerBound].day), version, numbers)
            }
            if isFull || place == total - 1 {
                try flush()
                try progress(FactProgress(done: place + 1, total: total))
            }
        }
    }

    /// - Parameter version: of the view in which it was asked what changed: of the blobs' other exams it may be that
    ///   nothing is known that happened later.
    /// - Returns: blobs to be made anew as a whole.
    mutating func add(_ patches: FactPatches, at version: FactVersion) throws(StoreError) -> [String] {
        let numbers = try numbers(of: patches.table.words)
        var others = patches.others
        for patch in patches.all {
            if let blob = patch.patched(numbers) {
                keep(blob, patch.name, version, exams: patch.drafts.count)
            } else {
                others.append(patch.name)
            }
            if isFull { try flush() }
        }
        return others
    }

    private mutating func keep(
        _ drafts: ArraySlice<FactDraft>, _ name: String, _ version: FactVersion, _ numbers: [UInt32]
    ) {
        keep(FactForm.blob(drafts, day: name, numbers: numbers), name, version, exams: drafts.count)
    }

    private mutating func keep(_ blob: [UInt8], _ name: String, _ version: FactVersion, exams: Int) {
        days.append(Day(name: name, sequence: version.whole, blob: blob))
        bytes += blob.count
        made.days += 1
        made.exams += exams
    }

    mutating func flush() throws(StoreError) {
        if days.isEmpty { return }
        let days = days
        // A day that somebody else read later is left as it is.
        let sql = """
            INSERT INTO fact_days (day, sequence, facts) VALUES (?1, ?2, ?3)
            ON CONFLICT (day) DO UPDATE SET sequence = ?2, facts = ?3 WHERE sequence <= ?2
            """
        try connection.write(durable: false) { db in
            for day in days { try db.run(sql, [day.name, day.sequence, Data(day.blob)]) }
        }
        (self.days, bytes) = ([], 0)
    }

    /// The database's numbers of all words, which gives new ones to those it does not know.
    private mutating func numbers(of words: FactWords) throws(StoreError) -> [UInt32] {
        let new = words.all.filter { number($0.kind, $0.text) == nil }
        if !new.isEmpty {
            let found = try connection.write(durable: false) { db in
                try new.map { word in (word, try Self.number(word.kind, word.text, in: db)) }
            }
            for (word, number) in found {
                known[word.kind, default: [:]][word.text, default: []].append((word.text, number))
            }
        }
        return [0] + words.all.map { number($0.kind, $0.text) ?? 0 }
    }

    /// Swift finds texts equal that look alike; the database does not.
    private func number(_ kind: FactKind, _ text: String) -> UInt32? {
        known[kind]?[text]?.first { $0.text.utf8.elementsEqual(text.utf8) }?.number
    }

    private static func number(_ kind: FactKind, _ text: String, in db: Database) throws -> UInt32 {
        let find = "SELECT number FROM fact_names WHERE kind = ? AND text = ?"
        if let row = try db.first(find, [kind.rawValue, text]) { return UInt32(clamping: row[0] as Int) }
        try db.run("INSERT INTO fact_names (kind, text) VALUES (?, ?)", [kind.rawValue, text])
        return UInt32(clamping: db.lastInsertedRowID)
    }
}

extension FactTable {
    /// Where the days lie in the ordered drafts.
    var dayRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for place in drafts.indices where place + 1 == drafts.count || drafts[place + 1].day != drafts[place].day {
            ranges.append(start..<place + 1)
            start = place + 1
        }
        return ranges
    }

    var dayNames: Set<String> { Set(dayRanges.map { FactShelf.name(drafts[$0.lowerBound].day) }) }
}

/// How often two numbers met: a plain table while that is small, else only what was met.
struct CountTable: Sendable {
    private let columns: Int
    private var dense: [UInt32]
    private var sparse: [UInt64: UInt32] = [:]

    init(rows: Int, columns: Int) {
        self.columns = columns
        let cells = rows.multipliedReportingOverflow(by: columns)
        let isSmall = !cells.overflow && cells.partialValue <= Self.largest
        dense = isSmall ? [UInt32](repeating: 0, count: cells.partialValue) : []
    }

    /// - Parameter amount: nothing happens for 0.
    mutating func add(_ amount: UInt8, row: UInt32, column: UInt32) {
        if dense.isEmpty {
            if amount > 0 { sparse[UInt64(row) << 32 | UInt64(column), default: 0] += UInt32(amount) }
        } else {
            dense[Int(row) * columns + Int(column)] &+= UInt32(amount)
        }
    }

    /// Visits what was met at all, in no order.
    func eachCell(_ body: (_ row: Int, _ column: Int, _ count: Int) -> Void) {
        for (cell, count) in dense.enumerated() where count > 0 { body(cell / columns, cell % columns, Int(count)) }
        for (cell, count) in sparse { body(Int(cell >> 32), Int(cell & 0xFFFF_FFFF), Int(count)) }
    }

    /// Eight megabytes.
    private static let largest = 1 << 21
}

extension CountTable {
    /// The tally of each row with exams, of a table whose columns are `VerdictCode`s.
    func tallies(threshold: Int) -> [Int: VerdictTally] {
        var counts: [Int: [Int]] = [:]
        eachCell { row, code, count in
            counts[row, default: [Int](repeating: 0, count: VerdictCode.count)][code] += count
        }
        return counts.mapValues { VerdictTally($0, threshold: threshold) }
    }

    /// For each row the columns that it met most often, then by name.
    /// - Parameter names: of the columns; an empty one is left out.
    func most(_ limit: Int, names: [String]) -> [Int: [NameCount]] {
        var counts: [Int: [NameCount]] = [:]
        eachCell { row, column, count in
            if !names[column].isEmpty { counts[row, default: []].append(NameCount(name: names[column], exams: count)) }
        }
        return counts.mapValues { Array($0.sorted(by: NameCount.isMore).prefix(limit)) }
    }
}

extension NameCount {
    static func isMore(_ a: NameCount, _ b: NameCount) -> Bool {
        a.exams > b.exams || (a.exams == b.exams && a.name < b.name)
    }
}

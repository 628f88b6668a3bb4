/// The part of a table that may be shown, chosen as whole rows and whole columns.
///
/// Readers know the sums of all rows and columns. What is not shown is then known in sum only: of each shown row what lies
/// in hidden columns, of each shown column what lies in hidden rows, and the rest. None of these is small, and no small
/// hidden cell follows from them together.
/// Source: L. H. Cox, Suppression methodology and statistical disclosure control, JASA 75 (1980) 377–385.
struct ShownBlock {
    /// By row and column, the last column what is of none of them; each cell has as many parts.
    private let table: [[[Int]]]
    private let cells: SmallCells
    private(set) var rows: Set<Int>
    private(set) var columns: Set<Int>

    /// - Parameters:
    ///   - table: positive and negative exams by row and column, or exams alone.
    ///   - rest: of each row what is in no column.
    init(_ table: [[[Int]]], rest: [[Int]], rows: Set<Int>, columns: Set<Int>, _ cells: SmallCells) {
        self.table = zip(table, rest).map { $0 + [$1] }
        (self.rows, self.columns, self.cells) = (rows, columns, cells)
        while !self.rows.isEmpty, let line = nextToHide() {
            switch line {
            case .row(let row): self.rows.remove(row)
            case .column(let column): self.columns.remove(column)
            }
        }
    }

    private enum Line { case row(Int), column(Int) }

    private func nextToHide() -> Line? {
        if let line = thinnest() { return line }
        if let row = rows.sorted().first(where: { isSmall(inRow: $0) }) { return .row(row) }
        for column in columns.sorted() where isSmall(sum(hiddenRows, [column])) {
            // Together with the smallest row that has something there, the hidden ones are more.
            return smallest(rows.filter { size([$0], [column]) > 0 }).map(Line.row) ?? .column(column)
        }
        guard isSmall(sum(hiddenRows, hiddenColumns)) || hasOpenCell else { return nil }
        return smallest(rows).map(Line.row)
    }

    private var hiddenRows: [Int] { table.indices.filter { !rows.contains($0) } }
    private var hiddenColumns: [Int] { (table.first?.indices ?? [].indices).filter { !columns.contains($0) } }

    private func isSmall(_ parts: [Int]) -> Bool { parts.contains(where: cells.isSmall) }
    private func isSmall(inRow row: Int) -> Bool { isSmall(sum([row], hiddenColumns)) }

    private func sum(_ rows: [Int], _ columns: [Int]) -> [Int] {
        var sum: [Int] = []
        for row in rows {
            for column in columns {
                let parts = table[row][column]
                sum = sum.isEmpty ? parts : zip(sum, parts).map { $0 + $1 }
            }
        }
        return sum
    }

    private func size(_ rows: [Int], _ columns: [Int]) -> Int { sum(rows, columns).reduce(0, +) }

    private func smallest(_ rows: some Sequence<Int>) -> Int? {
        let all = Array(columns)
        return rows.map { (size([$0], all), $0) }.min { $0 < $1 }?.1
    }

    /// Of the rows and columns with small cells the one that has most of them for its length: little else is lost with it.
    private func thinnest() -> Line? {
        var (inRow, inColumn): ([Int: Int], [Int: Int]) = ([:], [:])
        for row in rows {
            for column in columns where isSmall(table[row][column]) {
                inRow[row, default: 0] += 1
                inColumn[column, default: 0] += 1
            }
        }
        // Shares as products: small cells of a row × rows, against those of a column × columns.
        let row = inRow.max { ($0.value, $1.key) < ($1.value, $0.key) }
        let column = inColumn.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let row, let column else { return nil }
        return row.value * rows.count >= column.value * columns.count ? .row(row.key) : .column(column.key)
    }

    // MARK: - What follows from all sums together

    /// Whether a small hidden cell has one possible value only.
    ///
    /// Cells are the flow from rows to columns; another solution exists exactly if a cycle of changes leads through the
    /// cell, up and down in turn, each within 0 and all exams of its cell.
    private var hasOpenCell: Bool {
        let hidden = table.indices.map { row in table[row].indices.map { !rows.contains(row) || !columns.contains($0) }
        }
        return table.indices.contains { row in
            table[row].indices.contains { column in
                hidden[row][column] && isSmall(table[row][column]) && !canChange(row, column, hidden)
            }
        }
    }

    private func canRise(_ row: Int, _ column: Int) -> Bool {
        let parts = table[row][column]
        return parts.count == 1 || parts[0] < parts.reduce(0, +)
    }

    private func canFall(_ row: Int, _ column: Int) -> Bool { table[row][column][0] > 0 }

    private func canChange(_ row: Int, _ column: Int, _ hidden: [[Bool]]) -> Bool {
        if canRise(row, column), reaches(row, column, hidden, rising: true) { return true }
        return canFall(row, column) && reaches(row, column, hidden, rising: false)
    }

    /// Whether the change of a cell can be made good by others: from its column, where it was too much, back to its row.
    /// - Parameter rising: whether the cell rises; else all changes are the other way round.
    private func reaches(_ row: Int, _ column: Int, _ hidden: [[Bool]], rising: Bool) -> Bool {
        let count = table[row].count
        var (seenRows, seenColumns) = (Set<Int>(), Set([column]))
        var waiting = [column]
        while let next = waiting.popLast() {
            for other in table.indices where hidden[other][next] && !seenRows.contains(other) {
                let isSelf = other == row && next == column
                guard !isSelf, rising ? canFall(other, next) : canRise(other, next) else { continue }
                if other == row { return true }
                seenRows.insert(other)
                for place in 0..<count where hidden[other][place] && !seenColumns.contains(place) {
                    guard rising ? canRise(other, place) : canFall(other, place) else { continue }
                    seenColumns.insert(place)
                    waiting.append(place)
                }
            }
        }
        return false
    }
}

extension SmallCells {
    /// Which cells of a table to hide, so that none follows from the sums of its rows and columns.
    /// - Parameter also: rows and columns that are hidden for another reason.
    /// - Returns: marks by row and column.
    public func hidden(
        _ table: [[Int]], rows hiddenRows: Set<Int> = [], columns hiddenColumns: Set<Int> = []
    ) -> [[Bool]] {
        let columns = table.first?.indices ?? [].indices
        let block = ShownBlock(
            table.map { $0.map { [$0] } }, rest: table.map { _ in [0] },
            rows: Set(table.indices).subtracting(hiddenRows),
            columns: Set(columns).subtracting(hiddenColumns), self)
        return table.indices.map { row in columns.map { !block.rows.contains(row) || !block.columns.contains($0) } }
    }
}

import Statistics
import Testing

@Suite("Tables whose sums are known")
struct ShownBlockTests {
    /// All tables of whole numbers with these sums of rows and columns that agree with what is shown.
    private struct Readings {
        let table: [[Int]]
        let hidden: [[Bool]]
        /// By cell: the values that it has in one of them.
        private(set) var values: [[Set<Int>]]

        init(_ table: [[Int]], _ hidden: [[Bool]]) {
            (self.table, self.hidden) = (table, hidden)
            values = table.map { $0.map { _ in [] } }
            var tried = table.map { $0.map { _ in 0 } }
            fill(
                0, &tried, rows: table.map { $0.reduce(0, +) },
                columns: table[0].indices.map { column in table.reduce(0) { $0 + $1[column] } })
        }

        private mutating func fill(_ place: Int, _ tried: inout [[Int]], rows: [Int], columns: [Int]) {
            let width = table[0].count
            guard place < table.count * width else {
                guard rows.allSatisfy({ $0 == 0 }), columns.allSatisfy({ $0 == 0 }) else { return }
                for row in table.indices { for column in 0..<width { values[row][column].insert(tried[row][column]) } }
                return
            }
            let (row, column) = (place / width, place % width)
            let most = min(rows[row], columns[column])
            let choice = hidden[row][column] ? Array(0...max(0, most)) : [table[row][column]]
            for value in choice where value <= most {
                // The last of a row takes what is left.
                if column == width - 1, value != rows[row] { continue }
                var (restOfRows, restOfColumns) = (rows, columns)
                restOfRows[row] -= value
                restOfColumns[column] -= value
                tried[row][column] = value
                fill(place + 1, &tried, rows: restOfRows, columns: restOfColumns)
            }
        }
    }

    @Test("No small hidden number has one possible value only", arguments: 1...60)
    func open(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let shape = (rows: 2 + seed % 3, columns: 2 + seed % 2)
        let table = (0..<shape.rows).map { _ in
            (0..<shape.columns).map { _ in [0, 0, 2, 5, 6, 8, 11][generator.below(7)] }
        }
        let hidden = SmallCells().hidden(table)
        let readings = Readings(table, hidden)
        for row in table.indices {
            for column in table[row].indices where (1...4).contains(table[row][column]) {
                #expect(hidden[row][column], "\(table)")
                // With one row or one column with anything in it, the sums are the cells: nothing can hide these.
                let isAlone =
                    table.count { $0.reduce(0, +) > 0 } == 1
                    || table[0].indices.count { at in table.contains { $0[at] > 0 } } == 1
                #expect(
                    isAlone || readings.values[row][column].count > 1 || sum(table, row, column), "\(table) \(hidden)")
            }
        }
    }

    /// Whether the cell is the sum of its row or column, which is known whatever is hidden.
    private func sum(_ table: [[Int]], _ row: Int, _ column: Int) -> Bool {
        let cell = table[row][column]
        return cell == table[row].reduce(0, +) || cell == table.reduce(0) { $0 + $1[column] }
    }

    @Test("A large table with one small cell keeps most of itself")
    func useful() {
        var table = (0..<6).map { row in (0..<12).map { 20 + row + $0 } }
        table[5][3] = 2
        let hidden = SmallCells().hidden(table)
        #expect(hidden[5][3])
        #expect(hidden.joined().count { !$0 } >= 40, "\(hidden.joined().count { !$0 })")
    }

    @Test("Rows and columns that are hidden for another reason stay hidden")
    func already() {
        let table = [[9, 9, 9], [9, 9, 9], [9, 9, 9]]
        let hidden = SmallCells().hidden(table, rows: [1], columns: [2])
        #expect(hidden == [[false, false, true], [true, true, true], [false, false, true]])
        #expect(SmallCells().hidden([[Int]]()).isEmpty)
    }
}

/// A two-byte character set as rows of equal length, built once from its generated table.
struct CharacterGrid: Sendable {
    /// Characters of a row.
    let width: Int
    private let scalars: [Unicode.Scalar]

    init(_ rows: [String], width: Int) {
        self.width = width
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(rows.count * width)
        for row in rows {
            let characters = row.unicodeScalars.prefix(width)
            scalars += characters
            scalars += [Unicode.Scalar](repeating: "\u{FFFD}", count: width - characters.count)
        }
        self.scalars = scalars
    }

    /// `nil` outside of the grid and where it has no character.
    subscript(row: Int, column: Int) -> Unicode.Scalar? {
        guard row >= 0, (0..<width).contains(column), row * width + column < scalars.count else { return nil }
        let scalar = scalars[row * width + column]
        return scalar == "\u{FFFD}" ? nil : scalar
    }

    static let jisX0208 = CharacterGrid(CharacterTables.jisX0208, width: 94)
    static let jisX0212 = CharacterGrid(CharacterTables.jisX0212, width: 94)
    static let ksX1001 = CharacterGrid(CharacterTables.ksX1001, width: 94)
    static let gb18030 = CharacterGrid(CharacterTables.gb18030, width: 190)

    /// GB 2312 is the part of GB 18030 whose two bytes both begin at A1; `row` and `column` from 0 to 93.
    static func gb2312(row: Int, column: Int) -> Unicode.Scalar? {
        gb18030[row + 0x20, column + 0xA1 - 0x80 + 63]
    }
}

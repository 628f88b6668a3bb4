extension Film {
    /// Levels run from white to black: MONOCHROME1 with a rising rescale, or MONOCHROME2 with a falling one.
    public var isStoredInverted: Bool { grey.isLevelOrderInverted }

    /// The header's VOI LUTs and windows, as a person may choose among them.
    public var windows: [VOIFunction] { grey.windows }

    /// Levels that are no film, drawn as background.
    var padding: ClosedRange<UInt16>? { grey.padding }

    /// Unpacks one row of levels into `line`, which holds `columns` of them.
    func copyLevels(_ row: Int, into line: inout [UInt16]) {
        frame.copyRow(row, into: &line)
        guard let levels = grey.levels else { return }
        let table = levels.span
        var line = line.mutableSpan
        for x in line.indices { line[x] = table[Int(line[x])] }
    }

    /// The level of one pixel. - Precondition: `column` and `row` lie within the frame.
    func level(column: Int, row: Int) -> UInt16 {
        let sample = frame.sample(column: column, row: row)
        return grey.levels.map { $0[Int(sample)] } ?? sample
    }

    /// Lowest and highest level that is film; `nil` when all is padding.
    var levelEnds: ClosedRange<UInt16>? {
        var (low, high) = (UInt16.max, UInt16.min)
        var line = [UInt16](repeating: 0, count: columns)
        for row in 0..<rows {
            copyLevels(row, into: &line)
            if let padding {
                for level in line where !padding.contains(level) { (low, high) = (min(low, level), max(high, level)) }
            } else {
                let line = line.span
                for x in 0..<line.count {
                    low = min(low, line[unchecked: x])
                    high = max(high, line[unchecked: x])
                }
            }
        }
        return low <= high ? low...high : nil
    }
}

extension Film {
    /// The film for an interactive viewer.
    ///
    /// - Parameters:
    ///   - size: largest long side; never enlarged.
    ///   - bits: 8 for picture values 0 … 255, anything more for 16 bits.
    public func viewerFilm(size: Int, bits: Int) -> ViewerFilm {
        let average = AreaAverage(columns: columns, rows: rows, longSide: size)
        var levels = average.isIdentity ? LevelPicture(whole: self) : LevelPicture(self, average)
        if bits <= 8 { levels.reduceToBytes() }
        return ViewerFilm(
            picture: DeepPicture(checkedWidth: average.width, height: average.height, pixels: levels.values),
            bits: bits <= 8 ? 8 : 16, slope: grey.slope * levels.step,
            intercept: grey.modalityValue(levels.first), unit: grey.unit, isInverted: grey.isInverted,
            padding: levels.padding.map { Int($0.lowerBound)...Int($0.upperBound) }, windows: windows,
            initial: windows.isEmpty ? .linear(windowWithoutHeader) : .header(0), percentileWindow: percentileWindow,
            wholeWindow: wholeWindow, filmColumns: columns, filmRows: rows)
    }
}

/// Levels of a film, whole or averaged, on a scale of their own: a level is `first + step · value`.
private struct LevelPicture {
    private(set) var values: [UInt16]
    private(set) var padding: ClosedRange<UInt16>?
    private(set) var first = 0.0
    private(set) var step = 1.0

    /// Every pixel.
    init(whole film: Film) {
        var values: [UInt16] = []
        var line = [UInt16](repeating: 0, count: film.columns)
        values.reserveCapacity(film.rows * film.columns)
        for row in 0..<film.rows {
            film.copyLevels(row, into: &line)
            values.append(contentsOf: line)
        }
        (self.values, padding) = (values, film.padding)
    }

    /// Means, rounded. A mean of film must not be taken for padding, nor the other way round: padding gets a value outside
    /// of all that occur.
    init(_ film: Film, _ average: AreaAverage) {
        var values: [UInt16] = []
        var isPadding: [Bool] = []
        values.reserveCapacity(average.width * average.height)
        average.forEachRow(from: film.copyLevels, leavingOut: film.padding) { _, row in
            for x in row.indices {
                if film.padding != nil { isPadding.append(row[x] != row[x]) }
                values.append(row[x] == row[x] ? UInt16(row[x] + 0.5) : 0)
            }
        }
        self.values = values
        guard film.padding != nil else { return }
        let ends = Self.ends(values) { !isPadding[$0] } ?? 1...1
        // Where film takes up all 65 536 values, its lowest is moved up by one.
        let spare: UInt16 = ends.lowerBound > 0 || ends.upperBound == .max ? 0 : .max
        let lowest: UInt16 = spare == 0 ? 1 : 0
        for index in values.indices { self.values[index] = isPadding[index] ? spare : max(values[index], lowest) }
        padding = spare...spare
    }

    /// 256 steps from the lowest to the highest value; padding, where there is any, takes 0.
    mutating func reduceToBytes() {
        let (padding, old) = (padding, values)
        let ends = Self.ends(old) { padding?.contains(old[$0]) != true } ?? 0...0
        let (lowest, steps): (Double, Double) = padding == nil ? (0, 255) : (1, 254)
        let span = Double(ends.upperBound - ends.lowerBound)
        let scale = max(span / steps, 1)
        let table = (0...65_535).map { level -> UInt16 in
            if padding?.contains(UInt16(level)) == true { return 0 }
            let place = (Double(level) - Double(ends.lowerBound)) / scale
            return UInt16((place.rounded() + lowest).clamped(to: 0...255))
        }
        values = old.map { table[Int($0)] }
        (first, step) = (Double(ends.lowerBound) - scale * lowest, scale)
        self.padding = padding == nil ? nil : 0...0
    }

    private static func ends(_ values: [UInt16], where isFilm: (Int) -> Bool) -> ClosedRange<UInt16>? {
        var (low, high) = (UInt16.max, UInt16.min)
        for index in values.indices where isFilm(index) {
            (low, high) = (min(low, values[index]), max(high, values[index]))
        }
        return low <= high ? low...high : nil
    }
}

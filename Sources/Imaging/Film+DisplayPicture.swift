extension Film {
    /// The picture that a person looks at: long side at most `size`, never enlarged, no gamma.
    ///
    /// Windowed as `DisplayWindow` says, then inverted (once, here) when the film is stored inverted. Padding is black, and
    /// so is a film of one value. The picture is drawn as stored: it is not flipped to a hanging position.
    public func displayPicture(size: Int = 2048) -> GreyPicture {
        let average = AreaAverage(columns: columns, rows: rows, longSide: size)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(average.width * average.height)
        guard let ends = DisplayWindow.ends(of: self) else {
            return GreyPicture(
                checkedWidth: average.width, height: average.height,
                pixels: [UInt8](repeating: 0, count: average.width * average.height))
        }
        var window = StretchedWindow(low: ends.low, high: ends.high, inverted: isStoredInverted)
        var line = [Float](repeating: 0, count: average.width)
        average.forEachRow(from: frame.copyRow, leavingOut: padding) { _, row in
            for x in row.indices { line[x] = row[x] }
            pixels.append(contentsOf: window.greys(of: &line))
        }
        return GreyPicture(checkedWidth: average.width, height: average.height, pixels: pixels)
    }

    /// All values of the film in 16 bits: the lowest to the highest that occurs is stretched to 0 … 65 535 without
    /// clipping, then inverted when the film is stored inverted. Padding is black, and so is a film of one value.
    ///
    /// - Parameter size: largest long side; `nil` keeps every pixel.
    public func deepPicture(size: Int? = nil) -> DeepPicture {
        let average = AreaAverage(columns: columns, rows: rows, longSide: size ?? max(columns, rows))
        let (low, high) = filmEnds
        var pixels: [UInt16] = []
        pixels.reserveCapacity(average.width * average.height)
        let (base, span) = (Float(low), low < high ? Float(high - low) : 0)
        let flip: UInt16 = isStoredInverted ? .max : 0
        average.forEachRow(from: frame.copyRow, leavingOut: padding) { _, row in
            for x in row.indices {
                let share = span > 0 && row[x] == row[x] ? min(max((row[x] - base) / span, 0), 1) : -1
                pixels.append(share < 0 ? 0 : UInt16(share * 65_535 + 0.5) ^ flip)
            }
        }
        return DeepPicture(checkedWidth: average.width, height: average.height, pixels: pixels)
    }

    /// Lowest and highest sample that is not padding; the former is above the latter when all is padding.
    private var filmEnds: (low: UInt16, high: UInt16) {
        var (low, high) = (UInt16.max, UInt16.min)
        var line = [UInt16](repeating: 0, count: columns)
        for row in 0..<rows {
            frame.copyRow(row, into: &line)
            for sample in line where padding?.contains(sample) != true {
                (low, high) = (min(low, sample), max(high, sample))
            }
        }
        return (low, high)
    }
}

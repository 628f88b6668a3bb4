extension Film {
    /// All values of the film in 16 bits: the lowest to the highest that occurs is stretched to 0 … 65 535 without
    /// clipping, then inverted when low values are white. Padding is black, and so is a film of one value.
    ///
    /// - Parameter size: largest long side; `nil` keeps every pixel.
    public func deepPicture(size: Int? = nil) -> DeepPicture {
        let average = AreaAverage(columns: columns, rows: rows, longSide: size ?? max(columns, rows))
        let ends = levelEnds ?? 0...0
        var pixels: [UInt16] = []
        pixels.reserveCapacity(average.width * average.height)
        let (base, span) = (Float(ends.lowerBound), Float(ends.upperBound - ends.lowerBound))
        let flip: UInt16 = isStoredInverted ? .max : 0
        average.forEachRow(from: copyLevels, leavingOut: padding) { _, row in
            for x in row.indices {
                let share = span > 0 && row[x] == row[x] ? min(max((row[x] - base) / span, 0), 1) : -1
                pixels.append(share < 0 ? 0 : UInt16(share * 65_535 + 0.5) ^ flip)
            }
        }
        return DeepPicture(checkedWidth: average.width, height: average.height, pixels: pixels)
    }
}

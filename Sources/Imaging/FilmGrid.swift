/// A film seen through a regular grid of at most 512 × 512 single pixels: enough for percentiles and shares, and small.
///
/// Deterministic: the grid depends on the film's size alone.
struct FilmGrid {
    /// Sides of the grid.
    let width: Int
    let height: Int
    /// Pixels from one grid point to the next, both ways.
    let step: Int
    /// Row-major levels.
    let samples: [UInt16]
    /// Which grid points are padding.
    let isPadding: [Bool]

    init(_ film: Film) {
        let step = (max(film.columns, film.rows) + 511) / 512
        let (width, height) = ((film.columns + step - 1) / step, (film.rows + step - 1) / step)
        var samples: [UInt16] = []
        samples.reserveCapacity(width * height)
        for y in stride(from: 0, to: film.rows, by: step) {
            for x in stride(from: 0, to: film.columns, by: step) {
                samples.append(film.level(column: x, row: y))
            }
        }
        (self.width, self.height, self.step, self.samples) = (width, height, step, samples)
        isPadding = samples.map { film.padding?.contains($0) ?? false }
    }

    /// The grid points that lie in the outer `share` of the picture on any side.
    func isWithinMargin(_ index: Int, share: Double) -> Bool {
        let (x, y) = (index % width, index / width)
        let (across, down) = (Int(Double(width) * share), Int(Double(height) * share))
        return x < across || x >= width - across || y < down || y >= height - down
    }

    /// The four corners, a tenth of each side.
    func isInCorner(_ index: Int) -> Bool {
        let (x, y) = (index % width, index / width)
        return (x < width / 10 || x >= width - width / 10) && (y < height / 10 || y >= height - height / 10)
    }

    /// The middle half of each side.
    func isInMiddle(_ index: Int) -> Bool {
        let (x, y) = (index % width, index / width)
        return (width / 4..<width - width / 4).contains(x) && (height / 4..<height - height / 4).contains(y)
    }
}

import Radiology

extension Charts {
    /// Stacked bars: films by day, coloured by region. At most the latest 31 days that have films; the six most frequent
    /// regions have a colour of their own.
    /// - Parameters:
    ///   - font: path of a TrueType file, e.g. `debianFont`.
    ///   - scale: 1, or 2 for sharp screens.
    public static func examsByDayAndRegion(
        _ counts: [DayRegionCount], font: String, scale: Int = 1
    ) throws(ReportsError) -> [UInt8] {
        let grid = DayRegionGrid(counts)
        let canvas = try canvas(font, scale)
        canvas.text("Films by day and region", x: 16, y: 20, size: 13, Palette.ink)
        guard grid.total > 0 else {
            canvas.text("No films yet", x: Double(width) / 2, y: Double(height) / 2, Palette.quiet, anchor: .middle)
            return try canvas.png()
        }
        let isCrowded = grid.days.count > 9
        let largest = grid.films.map { $0.reduce(0, +) }.max() ?? 0
        let plot = Plot(bottom: Double(height) - (isCrowded ? 72 : 32), axis: CountAxis(upTo: largest))
        plot.drawAxis(on: canvas)
        try drawLegend(Array(zip(grid.columns, grid.colours)), on: canvas)
        let slot = (plot.right - plot.left) / Double(grid.days.count)
        let bar = min(48, slot * 0.7)
        for (index, day) in grid.days.enumerated() {
            let middle = plot.left + slot * (Double(index) + 0.5)
            var below = 0
            for (column, films) in grid.films[index].enumerated() where films > 0 {
                let (lower, upper) = (plot.y(below), plot.y(below + films))
                // A hair of background between the parts, so that they are told apart without colour.
                let gap = below > 0 && lower - upper > 3 ? 1.0 : 0
                canvas.fill(
                    x: middle - bar / 2, y: upper, width: bar, height: lower - upper - gap, grid.colours[column])
                below += films
            }
            drawDay(day, at: middle, plot, isCrowded, on: canvas)
            if slot > 20 {
                canvas.text(
                    CountWords.grouped(below), x: middle, y: plot.y(below) - 4, size: 10, Palette.quiet, anchor: .middle
                )
            }
        }
        return try canvas.png()
    }

    private static func drawDay(_ day: String, at middle: Double, _ plot: Plot, _ isCrowded: Bool, on canvas: Canvas) {
        if isCrowded {
            canvas.text(
                day, x: middle + 4, y: plot.bottom + 12, size: 10, Palette.quiet, anchor: .end, angle: Canvas.slanted)
        } else {
            canvas.text(day, x: middle, y: plot.bottom + 18, size: 10, Palette.quiet, anchor: .middle)
        }
    }
}

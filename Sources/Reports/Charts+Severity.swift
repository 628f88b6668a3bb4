import Radiology

extension Charts {
    /// Pairs of bars: read films by severity, AI beside radiologist; "not assessed" stands apart at the left.
    /// - Parameters:
    ///   - font: path of a TrueType file, e.g. `debianFont`.
    ///   - scale: 1, or 2 for sharp screens.
    public static func severityDistribution(
        _ counts: [SeverityCount], font: String, scale: Int = 1
    ) throws(ReportsError) -> [UInt8] {
        let columns = SeverityColumns(counts)
        let canvas = try canvas(font, scale)
        canvas.text("Read films by severity", x: 16, y: 20, size: 13, Palette.ink)
        let largest = max(columns.ai.max() ?? 0, columns.radiologist.max() ?? 0)
        guard largest > 0 else {
            canvas.text(
                "No film has been read yet", x: Double(width) / 2, y: Double(height) / 2, Palette.quiet,
                anchor: .middle)
            return try canvas.png()
        }
        let plot = Plot(bottom: Double(height) - 62, axis: CountAxis(upTo: largest))
        plot.drawAxis(on: canvas)
        try drawLegend([("AI", Palette.ai), ("Radiologist", Palette.radiologist)], on: canvas)
        let slot = (plot.right - plot.left - gapAfterUnassessed) / 12
        for column in 0..<12 {
            let middle = middle(of: column, plot, slot)
            drawBar(columns.ai[column], at: middle - barWidth / 2 - 1, plot, Palette.ai, on: canvas)
            drawBar(columns.radiologist[column], at: middle + barWidth / 2 + 1, plot, Palette.radiologist, on: canvas)
            canvas.text(
                SeverityColumns.label(column), x: middle, y: plot.bottom + 18, Palette.ink, anchor: .middle)
        }
        drawBands(plot, slot, on: canvas)
        return try canvas.png()
    }

    private static let barWidth = 22.0
    private static let gapAfterUnassessed = 36.0

    private static func middle(of column: Int, _ plot: Plot, _ slot: Double) -> Double {
        plot.left + slot * (Double(column) + 0.5) + (column == 0 ? gapAfterUnassessed / 4 : gapAfterUnassessed)
    }

    private static func drawBar(
        _ films: Int, at middle: Double, _ plot: Plot, _ colour: Canvas.Colour, on canvas: Canvas
    ) {
        guard films > 0 else { return }
        let top = plot.y(films)
        canvas.fill(x: middle - barWidth / 2, y: top, width: barWidth, height: plot.bottom - top, colour)
        canvas.text(CountWords.grouped(films), x: middle, y: top - 4, size: 10, Palette.quiet, anchor: .middle)
    }

    /// Under the numbers, the three bands with their colours and shapes.
    private static func drawBands(_ plot: Plot, _ slot: Double, on canvas: Canvas) {
        let bands: [(Range<Int>, String, Canvas.Colour)] = [
            (1..<4, "low", Palette.low), (4..<8, "medium", Palette.medium), (8..<12, "high", Palette.high),
        ]
        let y = plot.bottom + 30
        for (columns, words, colour) in bands {
            let left = middle(of: columns.lowerBound, plot, slot) - slot / 2 + 4
            let right = middle(of: columns.upperBound - 1, plot, slot) + slot / 2 - 4
            canvas.fill(x: left, y: y, width: right - left, height: 2, colour)
            let middle = (left + right) / 2
            canvas.text(words, x: middle + 8, y: y + 20, Palette.ink, anchor: .start)
            let (x, centre) = (middle - 2, y + 16.0)
            switch words {
            case "low": canvas.circle(x: x, y: centre, radius: 5, colour)
            case "medium": canvas.polygon([(x, centre - 5), (x + 6, centre + 5), (x - 6, centre + 5)], colour)
            default: canvas.polygon([(x, centre - 6), (x + 6, centre), (x, centre + 6), (x - 6, centre)], colour)
            }
        }
    }
}

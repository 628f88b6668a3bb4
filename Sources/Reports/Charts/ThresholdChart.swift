/// What if the threshold were another? Four rates with intervals over the thresholds, and the counts beneath.
public struct ThresholdChart: StatisticsChart {
    public struct Row: Sendable, Equatable {
        public let threshold: Int
        public let truePositives, falseNegatives, falsePositives, trueNegatives: Int
        /// Sensitivity, specificity, PPV, NPV; `nil` without a denominator.
        let rates: [ChartRate?]

        public init(
            threshold: Int, truePositives: Int, falseNegatives: Int, falsePositives: Int, trueNegatives: Int,
            sensitivity: ChartRate?, specificity: ChartRate?, positivePredictiveValue: ChartRate?,
            negativePredictiveValue: ChartRate?
        ) {
            self.threshold = threshold
            (self.truePositives, self.falseNegatives) = (truePositives, falseNegatives)
            (self.falsePositives, self.trueNegatives) = (falsePositives, trueNegatives)
            rates = [sensitivity, specificity, positivePredictiveValue, negativePredictiveValue]
        }

        var counts: [Int] { [truePositives, falseNegatives, falsePositives, trueNegatives] }
    }

    public let title: String
    let rows: [Row]
    let inForce: Int?

    /// - Parameter rows: by rising threshold, at most eleven.
    public init(title: String = "What if the threshold were another?", rows: [Row], inForce: Int? = nil) {
        (self.title, self.rows, self.inForce) = (title, Array(rows.prefix(11)), inForce)
    }

    static let names = ["sensitivity", "specificity", "PPV", "NPV"]
    public var size: ChartSize { ChartSize(Charts.width, 460) }

    public var altText: String {
        guard rows.contains(where: { $0.counts.reduce(0, +) > 0 }) else {
            return "\(title): no exam has been compared yet."
        }
        let words = rows.map { row in
            "from \(row.threshold)\(row.threshold == inForce ? " (in force)" : ""): "
                + zip(Self.names, row.rates).map { name, rate in
                    "\(name) \(rate.map { NumberWords.percent($0.value, digits: 1) } ?? "not assessed")"
                }.joined(separator: ", ")
        }
        return "\(title) Positive \(words.joined(separator: "; "))."
    }

    public var table: ChartTable {
        let rates = Self.names.flatMap { [$0, "\($0) lower", "\($0) upper"] }
        return ChartTable(
            ["positive from", "TP", "FN", "FP", "TN"] + rates,
            rows.map { row in
                [.words(String(row.threshold))] + row.counts.map { .count($0) }
                    + row.rates.flatMap { $0?.cells ?? ChartRate.noCells }
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard rows.contains(where: { $0.counts.reduce(0, +) > 0 }) else {
            return try nothing("No exam has been compared yet", font: font, scale: scale)
        }
        let canvas = try canvas(
            font, scale, subtitle: inForce.map { "in force: positive from \($0); bars: 95 % intervals" } ?? "")
        let plot = PlotArea(
            left: 92, right: Double(Charts.width) - 132, top: 58, bottom: Double(size.height) - 138, axis: .shares)
        drawInForce(plot, on: canvas)
        plot.drawLevels(on: canvas)
        for index in Self.names.indices.reversed() { draw(index, plot, on: canvas) }
        drawNames(plot, on: canvas)
        try drawCounts(plot, on: canvas)
        return try canvas.png()
    }

    private func drawInForce(_ plot: PlotArea, on canvas: Canvas) {
        guard let index = rows.firstIndex(where: { $0.threshold == inForce }) else { return }
        let width = min(120, (plot.right - plot.left) / Double(rows.count))
        canvas.fill(
            x: plot.x(slot: index, of: rows.count) - width / 2, y: plot.top - 6, width: width,
            height: Double(size.height) - plot.top - 6, Palette.faint(Palette.other, 0.2))
    }

    /// Rates stand a little beside each other, so that their intervals can be told apart.
    private func place(_ slot: Int, _ rate: Int, _ value: Double, _ plot: PlotArea) -> Canvas.Point {
        let apart = min(9, (plot.right - plot.left) / Double(rows.count) / 7)
        return (plot.x(slot: slot, of: rows.count) + apart * (Double(rate) - 1.5), plot.y(value))
    }

    private func draw(_ index: Int, _ plot: PlotArea, on canvas: Canvas) {
        let colour = Palette.lines[index]
        var points: [Canvas.Point] = []
        for (slot, row) in rows.enumerated() {
            guard let rate = row.rates[index] else { continue }
            let point = place(slot, index, rate.value, plot)
            points.append(point)
            if let lower = rate.lower, let upper = rate.upper {
                canvas.whisker(x: point.x, from: plot.y(lower), to: plot.y(upper), Palette.faint(colour, 0.65))
            }
        }
        canvas.polyline(points, width: 1.6, Palette.faint(colour, 0.75))
        for point in points { canvas.rimmed(TrendChart.marks[index], x: point.x, y: point.y, size: 4, colour) }
    }

    private func drawNames(_ plot: PlotArea, on canvas: Canvas) {
        let ends = Self.names.indices.map { index -> Canvas.Point in
            let last = rows.indices.last { rows[$0].rates[index] != nil }
            return last.flatMap { slot in rows[slot].rates[index].map { place(slot, index, $0.value, plot) } }
                ?? (plot.right, plot.bottom)
        }
        let places = LabelColumn.spread(ends.map(\.y), gap: 17, in: plot.top...plot.bottom)
        for (index, name) in Self.names.enumerated() where rows.contains(where: { $0.rates[index] != nil }) {
            canvas.line(
                (ends[index].x + 6, ends[index].y), (plot.right + 12, places[index]), width: 0.8,
                Palette.faint(Palette.quiet, 0.6))
            canvas.mark(TrendChart.marks[index], x: plot.right + 19, y: places[index], size: 4, Palette.lines[index])
            canvas.text(name, x: plot.right + 29, y: places[index] + 4, Palette.ink)
        }
    }

    private func drawCounts(_ plot: PlotArea, on canvas: Canvas) throws(ReportsError) {
        let room = (plot.right - plot.left) / Double(rows.count) - 10
        var widest = 0.0
        for count in rows.flatMap(\.counts) { widest = max(widest, try canvas.width(of: CountWords.grouped(count))) }
        canvas.text("positive from", x: plot.left - 8, y: plot.bottom + 20, Palette.ink, anchor: .end)
        for (slot, row) in rows.enumerated() {
            canvas.text(
                String(row.threshold), x: plot.x(slot: slot, of: rows.count), y: plot.bottom + 20, size: 12,
                Palette.ink,
                anchor: .middle)
        }
        for (line, part) in zip(["TP", "FN", "FP", "TN"], VerdictBars.parts).enumerated() {
            let y = plot.bottom + 46 + 20 * Double(line)
            canvas.fill(x: plot.left - 46, y: y - 9, width: 10, height: 10, part.1.colour)
            canvas.text(part.0, x: plot.left - 8, y: y, Palette.ink, anchor: .end)
            for (slot, row) in rows.enumerated() {
                canvas.text(
                    widest > room ? NumberWords.compact(row.counts[line]) : CountWords.grouped(row.counts[line]),
                    x: plot.x(slot: slot, of: rows.count), y: y, Palette.quiet,
                    anchor: .middle)
            }
        }
    }
}

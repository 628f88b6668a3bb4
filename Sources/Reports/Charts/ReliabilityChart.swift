/// What the AI said of its confidence against how often it was right, with the number of exams beneath.
public struct ReliabilityChart: StatisticsChart {
    public struct Bin: Sendable, Equatable {
        /// Mean stated confidence, 0…1.
        public let stated: Double
        /// How often it was right, with the interval.
        public let observed: ChartRate
        public let exams: Int

        public init(stated: Double, observed: ChartRate, exams: Int) {
            (self.stated, self.observed, self.exams) = (stated, observed, exams)
        }
    }

    public let title: String
    let bins: [Bin]
    let calibrationError: Double?
    let brier: Double?
    /// How many exams error and score are of: more than the bins' where some are hidden.
    let exams: Int?

    /// - Parameter bins: only those with exams, by rising confidence.
    public init(
        title: String = "Stated confidence and how often it was right", bins: [Bin], calibrationError: Double? = nil,
        brier: Double? = nil, exams: Int? = nil
    ) {
        (self.title, self.bins, self.calibrationError, self.brier) = (
            title, bins.filter { $0.exams > 0 }, calibrationError, brier
        )
        self.exams = exams
    }

    public var size: ChartSize { ChartSize(472, 600) }
    private var total: Int { bins.reduce(0) { $0 + $1.exams } }

    private var summary: String {
        let all = max(exams ?? total, total)
        var words = [
            all == total
                ? NumberWords.exams(total) : "bins of \(CountWords.grouped(total)) of \(NumberWords.exams(all))"
        ]
        if let calibrationError {
            words.append("calibration error \(NumberWords.percent(calibrationError, digits: 1))")
        }
        if let brier { words.append("Brier score \(NumberWords.decimal(brier, 3))") }
        return words.joined(separator: "; ")
    }

    public var altText: String {
        guard total > 0 else { return "\(title): no exam with a stated confidence has been compared yet." }
        let words = bins.map {
            "stated \(NumberWords.percent($0.stated)), right \($0.observed.words) of \(NumberWords.exams($0.exams))"
        }
        return "\(title). \(summary). \(words.joined(separator: "; "))."
    }

    public var table: ChartTable {
        ChartTable(
            ["stated", "right", "right, lower", "right, upper", "exams"],
            bins.map { [.share($0.stated)] + $0.observed.cells + [.count($0.exams)] })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard total > 0 else { return try nothing("No stated confidence to compare yet", font: font, scale: scale) }
        let canvas = try canvas(font, scale, subtitle: summary)
        let plot = Charts.squarePlot
        plot.drawShares(across: "", up: "was right", on: canvas)
        canvas.dashed((plot.left, plot.bottom), (plot.right, plot.top), Palette.quiet)
        canvas.text("more right than it says", x: plot.left + 10, y: plot.top + 18, size: 10, Palette.quiet)
        canvas.text(
            "less right than it says", x: plot.right - 10, y: plot.bottom - 10, size: 10, Palette.quiet, anchor: .end)
        let places = bins.map { (x: plot.x(share: $0.stated), y: plot.y($0.observed.value)) }
        for (bin, place) in zip(bins, places) {
            guard let lower = bin.observed.lower, let upper = bin.observed.upper else { continue }
            canvas.whisker(
                x: place.x, from: plot.y(lower), to: plot.y(upper), Palette.mix(Palette.ai, Palette.background, 0.35))
        }
        canvas.polyline(places, width: 2, Palette.ai)
        for place in places { canvas.rimmed(.square, x: place.x, y: place.y, size: 3.6, Palette.ai) }
        try drawCounts(plot, on: canvas)
        return try canvas.png()
    }

    /// Bars under the plot, at the same places.
    private func drawCounts(_ plot: PlotArea, on canvas: Canvas) throws(ReportsError) {
        let largest = bins.map(\.exams).max() ?? 1
        let (top, bottom) = (plot.bottom + 48, plot.bottom + 108)
        canvas.fill(x: plot.left, y: bottom, width: plot.right - plot.left, height: 1, Palette.quiet)
        canvas.text(
            "exams", x: plot.left - 50, y: (top + bottom) / 2, Palette.ink, anchor: .middle, angle: Canvas.quarterTurn)
        let apart = zip(bins, bins.dropFirst()).map { plot.x(share: $1.stated) - plot.x(share: $0.stated) }.min() ?? 24
        let width = min(18, max(3, 0.75 * apart))
        var free = -Double.infinity
        for bin in bins {
            let (x, height) = (plot.x(share: bin.stated), max(1, (bottom - top) * Double(bin.exams) / Double(largest)))
            canvas.fill(x: x - width / 2, y: bottom - height, width: width, height: height, Palette.other)
            let words = NumberWords.compact(bin.exams)
            let half = try canvas.width(of: words, size: 9) / 2
            guard x - half > free else { continue }
            free = x + half + 3
            canvas.text(words, x: x, y: bottom - height - 4, size: 9, Palette.quiet, anchor: .middle)
        }
        canvas.text("stated confidence", x: (plot.left + plot.right) / 2, y: bottom + 30, Palette.ink, anchor: .middle)
        for tick in ValueAxis.shares.ticks {
            canvas.text(
                ValueAxis.shares.words(tick), x: plot.x(share: tick), y: bottom + 14, size: 10, Palette.quiet,
                anchor: .middle)
        }
    }
}

/// Pairs of bars: how often the AI and the radiologist gave each severity; "not assessed" stands apart.
///
/// Heights are shares of each reader's own exams, because they rarely have read equally many; the counts stand on top.
public struct SeverityBars: StatisticsChart {
    public let title: String
    let ai: SeverityFrequencies
    let radiologist: SeverityFrequencies
    let threshold: Int?

    public init(
        title: String = "Severity: AI and radiologist", ai: SeverityFrequencies, radiologist: SeverityFrequencies,
        threshold: Int? = nil
    ) {
        (self.title, self.ai, self.radiologist, self.threshold) = (title, ai, radiologist, threshold)
    }

    public var size: ChartSize { ChartSize(Charts.width, 350) }
    private var readers: [(name: String, counts: SeverityFrequencies, colour: Canvas.Colour)] {
        [("AI", ai, Palette.ai), ("Radiologist", radiologist, Palette.radiologist)]
    }

    public var altText: String {
        let words = readers.map { name, counts, _ in
            guard counts.total > 0 else { return "\(name): none yet" }
            var words =
                "\(name): \(NumberWords.exams(counts.total)), \(CountWords.grouped(counts.notAssessed)) not assessed"
            if let mean = counts.mean { words += ", mean severity \(NumberWords.decimal(mean, 2))" }
            if let threshold {
                words +=
                    ", \(CountWords.grouped(counts.scores.dropFirst(threshold).reduce(0, +))) at \(threshold) or above"
            }
            return words
        }
        return "\(title), bars by severity 0 to 10. \(words.joined(separator: ". "))."
    }

    public var table: ChartTable {
        ChartTable(
            ["severity", "AI", "AI share", "radiologist", "radiologist share"],
            (0..<12).map { column in
                [.words(column == 11 ? "not assessed" : String(column))]
                    + [ai, radiologist].flatMap { counts -> [ChartTable.Cell] in
                        [.count(counts.all[column]), .share(counts.share(column))]
                    }
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard ai.total + radiologist.total > 0 else {
            return try nothing("No exam has a severity yet", font: font, scale: scale)
        }
        let canvas = try canvas(font, scale)
        let shares = (0..<12).flatMap { column in [ai, radiologist].compactMap { $0.share(column) } }
        let plot = PlotArea(
            left: 64, right: Double(Charts.width) - 16, top: 68, bottom: Double(size.height) - 52,
            axis: ValueAxis(covering: shares, unit: .share, fromZero: true))
        plot.drawLevels(on: canvas)
        try Charts.drawKey(
            readers.map { ("\($0.name): \(NumberWords.exams($0.counts.total))", $0.colour) }, y: 44, on: canvas)
        let slot = (plot.right - plot.left - 30) / 12
        for column in 0..<12 {
            // Not assessed stands apart at the right.
            let middle = plot.left + slot * (Double(column) + 0.5) + (column == 11 ? 30 : 0)
            for (index, reader) in readers.enumerated() {
                guard let share = reader.counts.share(column), share > 0 else { continue }
                let x = middle + (index == 0 ? -1 - Self.bar : 1)
                let top = min(plot.y(share), plot.bottom - 1)
                canvas.fill(x: x, y: top, width: Self.bar, height: plot.bottom - top, reader.colour)
                canvas.text(
                    NumberWords.compact(reader.counts.all[column]), x: x + Self.bar / 2, y: top - 4, size: 9,
                    Palette.quiet, anchor: .middle)
            }
            canvas.text(
                column == 11 ? "not assessed" : String(column), x: min(middle, plot.right - 34), y: plot.bottom + 18,
                Palette.ink, anchor: .middle)
        }
        drawThreshold(plot, slot, on: canvas)
        return try canvas.png()
    }

    private static let bar = 25.0

    private func drawThreshold(_ plot: PlotArea, _ slot: Double, on canvas: Canvas) {
        guard let threshold, (1...10).contains(threshold) else { return }
        let x = plot.left + slot * Double(threshold)
        canvas.dashed((x, plot.top - 6), (x, plot.bottom + 40), Palette.quiet)
        canvas.text("positive from \(threshold)", x: x + 6, y: plot.bottom + 38, Palette.quiet)
        canvas.text("negative", x: x - 6, y: plot.bottom + 38, Palette.quiet, anchor: .end)
    }
}

/// How often each severity was given.
public struct SeverityFrequencies: Sendable, Equatable {
    /// Eleven counts, 0…10.
    let scores: [Int]
    let notAssessed: Int

    /// - Parameter scores: counts of severity 0, 1, … 10; what is missing is 0.
    public init(scores: [Int], notAssessed: Int = 0) {
        self.scores = (0..<11).map { $0 < scores.count ? max(0, scores[$0]) : 0 }
        self.notAssessed = max(0, notAssessed)
    }

    var all: [Int] { scores + [notAssessed] }
    var total: Int { all.reduce(0, +) }
    var mean: Double? {
        let assessed = total - notAssessed
        return assessed > 0 ? Double(zip(0..<11, scores).reduce(0) { $0 + $1.0 * $1.1 }) / Double(assessed) : nil
    }

    func share(_ column: Int) -> Double? { total > 0 ? Double(all[column]) / Double(total) : nil }
}

extension Charts {
    /// Coloured squares with their words, in one line.
    static func drawKey(_ entries: [(String, Canvas.Colour)], y: Double, on canvas: Canvas) throws(ReportsError) {
        var x = 16.0
        for (words, colour) in entries {
            canvas.fill(x: x, y: y - 9, width: 10, height: 10, colour)
            canvas.text(words, x: x + 15, y: y, Palette.ink)
            x += try canvas.width(of: words) + 36
        }
    }
}

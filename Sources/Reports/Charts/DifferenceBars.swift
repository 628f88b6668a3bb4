/// Bars by how far the AI's severity lies from the radiologist's, −10…+10.
public struct DifferenceBars: StatisticsChart {
    public let title: String
    /// 21 counts, −10 first.
    let counts: [Int]

    /// - Parameter counts: exams by AI − radiologist; differences outside of −10…10 are ignored.
    public init(title: String = "AI severity less radiologist's severity", counts: [Int: Int]) {
        self.title = title
        self.counts = (-10...10).map { max(0, counts[$0] ?? 0) }
    }

    public var size: ChartSize { ChartSize(Charts.width, 330) }
    private var total: Int { counts.reduce(0, +) }
    private var mean: Double {
        Double(zip(-10...10, counts).reduce(0) { $0 + $1.0 * $1.1 }) / Double(max(1, total))
    }

    private func share(within distance: Int) -> Double {
        Double(counts[(10 - distance)...(10 + distance)].reduce(0, +)) / Double(max(1, total))
    }

    private var summary: String {
        "\(NumberWords.exams(total)); equal \(NumberWords.percent(share(within: 0), digits: 1)); within ±1 "
            + "\(NumberWords.percent(share(within: 1), digits: 1)); within ±2 "
            + "\(NumberWords.percent(share(within: 2), digits: 1)); mean difference \(NumberWords.decimal(mean, 2))"
    }

    public var altText: String {
        guard total > 0 else { return "\(title): no exam has both severities yet." }
        let (lower, higher) = (counts[..<10].reduce(0, +), counts[11...].reduce(0, +))
        return
            "\(title), bars from −10 to +10. \(summary); AI higher in \(CountWords.grouped(higher)), radiologist higher in "
            + "\(CountWords.grouped(lower))."
    }

    public var table: ChartTable {
        ChartTable(
            ["AI − radiologist", "exams", "share"],
            zip(-10...10, counts).map { difference, count in
                [
                    .decimal(Double(difference), digits: 0), .count(count),
                    .share(total > 0 ? Double(count) / Double(total) : nil),
                ]
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard total > 0 else { return try nothing("No exam has both severities yet", font: font, scale: scale) }
        let canvas = try canvas(font, scale, subtitle: summary)
        let plot = PlotArea(
            left: 64, right: Double(Charts.width) - 16, top: 68, bottom: Double(size.height) - 52,
            axis: ValueAxis(covering: counts.map(Double.init), unit: .count, fromZero: true))
        plot.drawLevels(on: canvas)
        let width = (plot.right - plot.left) / 21 * 0.72
        for (slot, (difference, count)) in zip(-10...10, counts).enumerated() {
            let middle = plot.x(slot: slot, of: 21)
            let sign = difference > 0 ? "+" : difference < 0 ? "−" : ""
            canvas.text("\(sign)\(difference.magnitude)", x: middle, y: plot.bottom + 17, Palette.ink, anchor: .middle)
            guard count > 0 else { continue }
            let colour = difference == 0 ? Palette.regions[5] : difference > 0 ? Palette.ai : Palette.radiologist
            let top = min(plot.y(Double(count)), plot.bottom - 1)
            canvas.fill(x: middle - width / 2, y: top, width: width, height: plot.bottom - top, colour)
            canvas.text(
                NumberWords.compact(count), x: middle, y: top - 4, size: 10, Palette.quiet, anchor: .middle)
        }
        let y = plot.bottom + 38
        let (low, high) = (plot.x(slot: 9, of: 21), plot.x(slot: 11, of: 21))
        canvas.text("radiologist higher", x: low, y: y, Palette.ink, anchor: .end)
        canvas.text("equal", x: plot.x(slot: 10, of: 21), y: y, Palette.ink, anchor: .middle)
        canvas.text("AI higher", x: high, y: y, Palette.ink)
        arrow(at: low - (try canvas.width(of: "radiologist higher")) - 12, y: y - 4, toLeft: true, on: canvas)
        arrow(at: high + (try canvas.width(of: "AI higher")) + 12, y: y - 4, toLeft: false, on: canvas)
        return try canvas.png()
    }

    private func arrow(at x: Double, y: Double, toLeft: Bool, on canvas: Canvas) {
        let reach = toLeft ? -5.0 : 5
        canvas.polygon(
            [(x + reach, y), (x - reach, y - 5), (x - reach, y + 5)], toLeft ? Palette.radiologist : Palette.ai)
    }
}

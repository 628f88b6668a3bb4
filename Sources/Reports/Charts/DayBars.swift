import Radiology

/// Stacked bars: exams by day, coloured by region. The six most frequent regions have a colour of their own.
public struct DayBars: StatisticsChart {
    public let title: String
    let counts: CrossCounts

    /// - Parameter counts: by day and region, the most frequent region first; `nil` where so few must not be shown.
    public init(title: String = "Exams by day and region", counts: CrossCounts) {
        (self.title, self.counts) = (title, counts)
    }

    public var size: ChartSize { ChartSize(Charts.width, 340) }
    private var own: Int { min(counts.groups.count, Palette.regions.count) }

    private func words(_ column: Int) -> String { GroupWords.region(counts.groups[column]) }

    private var columns: [(words: String, colour: Canvas.Colour)] {
        let regions = counts.groups.prefix(own).map { BodyRegion(rawValue: $0) as BodyRegion? }
        var columns = zip(0..<own, Palette.assign(regions)).map { (words: words($0), colour: $1) }
        if counts.groups.count > own { columns.append(("other regions", Palette.other)) }
        return columns
    }

    /// Of one day, as it is drawn: hidden ones are left out.
    private func films(_ day: Int) -> [Int] {
        let all = counts.counts[day].map { $0 ?? 0 }
        return Array(all.prefix(own)) + (all.count > own ? [all.dropFirst(own).reduce(0, +)] : [])
    }

    private var hides: Bool { counts.counts.contains { $0.contains(nil) } }
    private var total: Int { counts.times.indices.reduce(0) { $0 + films($1).reduce(0, +) } }

    public var altText: String {
        guard total > 0 else { return "\(title): no exams with a day yet." }
        let days = counts.times.indices.map { (counts.times[$0], films($0).reduce(0, +)) }
        let largest = days.max { ($0.1, $1.0) < ($1.1, $0.0) }
        let parts = columns.indices.map { column in
            "\(columns[column].words) \(CountWords.grouped(counts.times.indices.reduce(0) { $0 + films($1)[column] }))"
        }
        return
            "\(title), stacked bars: \(NumberWords.exams(total)) on \(days.count) days; \(parts.joined(separator: ", "));"
            + " most on \(largest?.0 ?? ""), \(CountWords.grouped(largest?.1 ?? 0))."
            + (hides ? " Groups of few exams are left out." : "")
    }

    public var table: ChartTable {
        ChartTable(
            ["day"] + counts.groups.indices.map(words),
            zip(counts.times, counts.counts).map { day, row in
                [.words(day)] + row.map { $0.map { .count($0) } ?? .few }
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard total > 0 else { return try nothing("No exams with a day yet", font: font, scale: scale) }
        let canvas = try Charts.canvas(font, scale)
        canvas.text(
            title + (hides ? " (groups of few exams are left out)" : ""), x: 16, y: 20, size: 13, Palette.ink)
        let isCrowded = counts.times.count > 9
        let largest = counts.times.indices.map { films($0).reduce(0, +) }.max() ?? 0
        let plot = Charts.Plot(bottom: Double(Charts.height) - (isCrowded ? 72 : 32), axis: CountAxis(upTo: largest))
        plot.drawAxis(on: canvas)
        try Charts.drawLegend(columns.map { ($0.words, $0.colour) }, on: canvas)
        let slot = (plot.right - plot.left) / Double(counts.times.count)
        for (index, day) in counts.times.enumerated() {
            let middle = plot.left + slot * (Double(index) + 0.5)
            draw(films(index), at: middle, width: min(48, slot * 0.7), isNumbered: slot > 20, plot, on: canvas)
            draw(day, at: middle, plot, isCrowded, on: canvas)
        }
        return try canvas.png()
    }

    private func draw(
        _ films: [Int], at middle: Double, width: Double, isNumbered: Bool, _ plot: Charts.Plot, on canvas: Canvas
    ) {
        var below = 0
        for (part, colour) in zip(films, columns.map(\.colour)) where part > 0 {
            let (lower, upper) = (plot.y(below), plot.y(below + part))
            // A hair of background between the parts, so that they are told apart without colour.
            let gap = below > 0 && lower - upper > 3 ? 1.0 : 0
            canvas.fill(x: middle - width / 2, y: upper, width: width, height: lower - upper - gap, colour)
            below += part
        }
        guard isNumbered, below > 0 else { return }
        canvas.text(
            CountWords.grouped(below), x: middle, y: plot.y(below) - 4, size: 10, Palette.quiet, anchor: .middle)
    }

    private func draw(_ day: String, at middle: Double, _ plot: Charts.Plot, _ isCrowded: Bool, on canvas: Canvas) {
        if isCrowded {
            canvas.text(
                day, x: middle + 4, y: plot.bottom + 12, size: 10, Palette.quiet, anchor: .end, angle: Canvas.slanted)
        } else {
            canvas.text(day, x: middle, y: plot.bottom + 18, size: 10, Palette.quiet, anchor: .middle)
        }
    }
}

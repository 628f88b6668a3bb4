/// A line a group: a figure with its interval, and that of all exams as a dashed line to compare them with.
public struct ForestChart: StatisticsChart {
    public struct Row: Sendable, Equatable {
        public let name: String
        /// `nil` where there is nothing, or where it is hidden.
        public let value: ChartRate?
        /// What it rests on, such as `12/40`; `few` where it is hidden.
        public let counts: String

        public init(name: String, value: ChartRate?, counts: String) {
            (self.name, self.value, self.counts) = (name, value, counts)
        }
    }

    public let title: String
    let unit: ChartUnit
    let rows: [Row]
    let overall: ChartRate?

    /// - Parameters:
    ///   - rows: in the order to be shown; beyond 40 they are in the table only.
    ///   - overall: of all groups together.
    public init(title: String, unit: ChartUnit, rows: [Row], overall: ChartRate?) {
        (self.title, self.unit, self.rows, self.overall) = (title, unit, rows, overall)
    }

    static let most = 40
    private var shown: ArraySlice<Row> { rows.prefix(Self.most) }
    private static let (top, pitch, right) = (62.0, 22.0, 660.0)

    public var size: ChartSize {
        let foot = rows.count > Self.most ? 62.0 : 48
        return ChartSize(Charts.width, max(160, Int(Self.top + Self.pitch * Double(shown.count) + foot)))
    }

    /// Whether there are values and none of them may be shown.
    private var isHidden: Bool {
        rows.allSatisfy { $0.value == nil } && rows.contains { $0.counts == FigureText.few }
    }

    public var altText: String {
        let known = rows.compactMap { row in row.value.map { (row, $0) } }
        guard let most = known.max(by: { ($0.1.value, $1.0.name) < ($1.1.value, $0.0.name) }),
            let least = known.min(by: { ($0.1.value, $0.0.name) < ($1.1.value, $1.0.name) })
        else { return isHidden ? "\(title): of few exams, so not shown." : "\(title): no values yet." }
        var words = "\(title), \(rows.count) groups with intervals"
        if let overall { words += "; all together \(unit.words(overall.value))" }
        words += "; highest \(most.0.name) \(unit.words(most.1.value)) (\(most.0.counts))"
        return words + ", lowest \(least.0.name) \(unit.words(least.1.value)) (\(least.0.counts))."
    }

    public var table: ChartTable {
        ChartTable(
            ["group", "value", "lower", "upper", "of"],
            rows.map { row in
                let isHidden = row.counts == FigureText.few
                let cells = [row.value?.value, row.value?.lower, row.value?.upper]
                return [.words(row.name)] + cells.map { isHidden ? .few : unit.cell($0) }
                    + [isHidden ? .few : .words(row.counts)]
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard rows.contains(where: { $0.value != nil }) else {
            let words = isHidden ? "Of few exams, so not shown" : "No values yet"
            return try nothing(words, font: font, scale: scale)
        }
        let canvas = try canvas(
            font, scale, subtitle: "bars: 95 % intervals" + (overall == nil ? "" : "; dashed: all exams"))
        var (names, widest) = ([String](), 0.0)
        for row in shown {
            let name = try canvas.fitted(row.name, within: 220)
            widest = max(widest, try canvas.width(of: name))
            names.append(name)
        }
        let values = (shown.map(\.value) + [overall]).compactMap { $0 }
        let axis = ValueAxis(
            covering: values.flatMap { [$0.value, $0.upper, $0.lower].compactMap { $0 } }, unit: unit, fromZero: true)
        let plot = PlotArea(
            left: 16 + widest + 14, right: Self.right, top: Self.top,
            bottom: Self.top + Self.pitch * Double(shown.count), axis: axis)
        drawScale(plot, on: canvas)
        for (index, row) in shown.enumerated() { draw(row, names[index], index, plot, on: canvas) }
        if rows.count > Self.most {
            canvas.text(
                "\(rows.count - Self.most) more in the table", x: 16, y: Double(size.height) - 10, Palette.quiet)
        }
        return try canvas.png()
    }

    private func x(_ value: Double, _ plot: PlotArea) -> Double {
        plot.x(share: (value - plot.axis.low) / (plot.axis.high - plot.axis.low))
    }

    private func drawScale(_ plot: PlotArea, on canvas: Canvas) {
        for (index, tick) in plot.axis.ticks.enumerated() {
            canvas.fill(
                x: x(tick, plot) - 0.5, y: plot.top - 4, width: 1, height: plot.bottom - plot.top + 8,
                index == 0 ? Palette.quiet : Palette.grid)
            canvas.text(
                plot.axis.words(tick), x: x(tick, plot), y: plot.bottom + 20, size: 10, Palette.quiet, anchor: .middle)
        }
        guard let overall else { return }
        canvas.dashed((x(overall.value, plot), plot.top - 4), (x(overall.value, plot), plot.bottom + 4), Palette.quiet)
    }

    private func draw(_ row: Row, _ name: String, _ index: Int, _ plot: PlotArea, on canvas: Canvas) {
        let y = plot.top + Self.pitch * (Double(index) + 0.5)
        canvas.text(name, x: plot.left - 10, y: y + 4, Palette.ink, anchor: .end)
        canvas.text(row.counts, x: Double(Charts.width) - 16, y: y + 4, Palette.quiet, anchor: .end)
        guard let value = row.value else { return }
        if let lower = value.lower, let upper = value.upper {
            canvas.line(
                (x(lower, plot), y), (x(upper, plot), y), width: 1.6, Palette.mix(Palette.ink, Palette.background, 0.35)
            )
            for end in [lower, upper] {
                canvas.line(
                    (x(end, plot), y - 4), (x(end, plot), y + 4), width: 1.2,
                    Palette.mix(Palette.ink, Palette.background, 0.35))
            }
        }
        canvas.rimmed(.diamond, x: x(value.value, plot), y: y, size: 3.8, Palette.ink)
        canvas.text(unit.words(value.value), x: Self.right + 16, y: y + 4, Palette.ink)
    }
}

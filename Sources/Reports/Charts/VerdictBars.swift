/// Stacked bars, one a group: how the reader's verdicts stand to the reference's.
///
/// What the radiologist calls positive comes first (found, missed), then what he does not (false alarm, rightly passed):
/// the first two show the sensitivity, the last two the specificity.
public struct VerdictBars: StatisticsChart {
    public struct Row: Sendable, Equatable {
        public let name: String
        /// Found, missed, false alarms, rightly passed; `nil` where so few must not be shown.
        let parts: [Int]?

        public init(name: String, truePositives: Int, falseNegatives: Int, falsePositives: Int, trueNegatives: Int) {
            self.name = name
            parts = [truePositives, falseNegatives, falsePositives, trueNegatives].map { max(0, $0) }
        }

        /// A group whose numbers are hidden.
        public init(hidden name: String) { (self.name, parts) = (name, nil) }

        var total: Int { parts?.reduce(0, +) ?? 0 }
    }

    public enum Measure: Sendable { case exams, shares }

    public let title: String
    let rows: [Row]
    let measure: Measure

    /// - Parameter rows: in the order to be shown; beyond 40 they are in the table only.
    public init(title: String = "Agreement by region", rows: [Row], measure: Measure = .exams) {
        (self.title, self.rows, self.measure) = (title, rows, measure)
    }

    static let most = 40
    static let parts: [(words: String, colour: Canvas.Colour)] = [
        ("both positive (TP)", Palette.truePositive), ("only radiologist positive (FN)", Palette.falseNegative),
        ("only AI positive (FP)", Palette.falsePositive), ("both negative (TN)", Palette.trueNegative),
    ]
    private var shown: ArraySlice<Row> { rows.prefix(Self.most) }
    private var rowHeight: Double { shown.count > 16 ? 18 : 24 }
    private static let top = 66.0

    public var size: ChartSize {
        ChartSize(
            Charts.width, max(160, Int(Self.top + rowHeight * Double(shown.count)) + (rows.count > Self.most ? 54 : 40))
        )
    }

    public var altText: String {
        let sums = (0..<4).map { part in rows.reduce(0) { $0 + ($1.parts?[part] ?? 0) } }
        let all = sums.reduce(0, +)
        guard all > 0 else { return "\(title): no exam has been compared yet." }
        let words = zip(Self.parts, sums).map { "\($0.words) \(CountWords.grouped($1))" }.joined(separator: ", ")
        let agreed = NumberWords.percent(Double(sums[0] + sums[3]) / Double(all), digits: 1)
        let largest = rows.max { ($0.total, $1.name) < ($1.total, $0.name) }
        return
            "\(title), stacked bars of \(NumberWords.exams(all)) in \(rows.count) groups: \(words); \(agreed) agree; "
            + "most in \(largest?.name ?? ""), \(CountWords.grouped(largest?.total ?? 0))."
    }

    public var table: ChartTable {
        ChartTable(
            ["group", "TP", "FN", "FP", "TN", "compared"],
            rows.map { row in
                let counts: [ChartTable.Cell]
                if let parts = row.parts {
                    counts = (parts + [row.total]).map { .count($0) }
                } else {
                    counts = Array(repeating: .few, count: 5)
                }
                return [.words(row.name)] + counts
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard rows.contains(where: { $0.total > 0 }) else {
            return try nothing("No exam has been compared yet", font: font, scale: scale)
        }
        let canvas = try canvas(font, scale)
        var (names, widest) = ([String](), 0.0)
        for row in shown {
            let name = try canvas.fitted(row.name, within: 200)
            widest = max(widest, try canvas.width(of: name))
            names.append(name)
        }
        let (left, right) = (16 + widest + 10, Double(Charts.width) - 76)
        let bottom = Self.top + rowHeight * Double(shown.count)
        let largest = measure == .shares ? 1 : Double(shown.map(\.total).max() ?? 1)
        let axis = measure == .shares ? ValueAxis.shares : ValueAxis(covering: [largest], unit: .count, fromZero: true)
        try drawLegend(on: canvas)
        drawAxis(axis, left, right, bottom, on: canvas)
        for (index, row) in shown.enumerated() {
            let y = Self.top + rowHeight * Double(index)
            canvas.text(names[index], x: left - 8, y: y + rowHeight / 2 + 4, Palette.ink, anchor: .end)
            canvas.text(
                row.parts == nil ? "few" : CountWords.grouped(row.total), x: Double(Charts.width) - 16,
                y: y + rowHeight / 2 + 4, Palette.quiet, anchor: .end)
            try draw(row, y: y, from: left, perUnit: (right - left) / axis.high, on: canvas)
        }
        if rows.count > Self.most {
            canvas.text(
                "\(rows.count - Self.most) more in the table", x: 16, y: Double(size.height) - 10, Palette.quiet)
        }
        return try canvas.png()
    }

    private func drawLegend(on canvas: Canvas) throws(ReportsError) {
        var x = 16.0
        for (words, colour) in Self.parts {
            canvas.fill(x: x, y: 34, width: 10, height: 10, colour)
            canvas.text(words, x: x + 15, y: 43, Palette.ink)
            x += try canvas.width(of: words) + 36
        }
        canvas.text("compared", x: Double(Charts.width) - 16, y: 43, Palette.quiet, anchor: .end)
    }

    private func drawAxis(_ axis: ValueAxis, _ left: Double, _ right: Double, _ bottom: Double, on canvas: Canvas) {
        for tick in axis.ticks {
            let x = left + (right - left) * tick / axis.high
            canvas.fill(
                x: x - 0.5, y: Self.top - 4, width: 1, height: bottom - Self.top + 8,
                tick == 0 ? Palette.quiet : Palette.grid)
            canvas.text(axis.words(tick), x: x, y: bottom + 20, Palette.quiet, anchor: .middle)
        }
    }

    private func draw(_ row: Row, y: Double, from left: Double, perUnit: Double, on canvas: Canvas) throws(ReportsError)
    {
        guard let parts = row.parts, row.total > 0 else { return }
        let thickness = rowHeight - 6
        var x = left
        for (part, (_, colour)) in zip(parts, Self.parts) where part > 0 {
            let width = perUnit * (measure == .shares ? Double(part) / Double(row.total) : Double(part))
            // A hair of background between the parts, so that they are told apart without colour.
            let isLast = x + width > left + perUnit * (measure == .shares ? 1 : Double(row.total)) - 0.01
            canvas.fill(
                x: x, y: y + 3, width: max(width - (isLast || width < 3 ? 0 : 1), 0.7), height: thickness, colour)
            let words = CountWords.grouped(part)
            if try canvas.width(of: words, size: 10) + 8 <= width {
                canvas.text(
                    words, x: x + width / 2, y: y + rowHeight / 2 + 3.5, size: 10, Palette.ink(on: colour),
                    anchor: .middle)
            }
            x += width
        }
    }
}

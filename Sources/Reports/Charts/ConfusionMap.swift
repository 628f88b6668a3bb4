/// The 11 × 11 confusion of severities as a heat map, with a row and a column for "not assessed".
///
/// Shades follow the logarithm of the count: without it the one cell of healthy films would leave all others white.
public struct ConfusionMap: StatisticsChart {
    public let title: String
    /// 12 × 12: radiologist down, AI across; the last of each is "not assessed".
    let cells: [[Int]]
    let threshold: Int?

    /// - Parameter count: exams with this pair; `nil` is "not assessed".
    public init(
        title: String = "Severity: AI against radiologist", threshold: Int? = nil,
        count: (_ ai: Int?, _ radiologist: Int?) -> Int
    ) {
        (self.title, self.threshold) = (title, threshold)
        cells = (0..<12).map { row in
            (0..<12).map { column in max(0, count(column == 11 ? nil : column, row == 11 ? nil : row)) }
        }
    }

    public var size: ChartSize { ChartSize(700, 500) }
    private var compared: Int { cells[..<11].reduce(0) { $0 + $1[..<11].reduce(0, +) } }
    private var total: Int { cells.reduce(0) { $0 + $1.reduce(0, +) } }

    private func share(within distance: Int) -> Double {
        let near = (0..<11).reduce(0) { sum, row in
            sum + (0..<11).filter { abs($0 - row) <= distance }.reduce(0) { $0 + cells[row][$1] }
        }
        return Double(near) / Double(max(1, compared))
    }

    private var summary: String {
        guard compared > 0 else { return "\(NumberWords.exams(total)), none with both severities" }
        return
            "\(NumberWords.exams(compared)) with both severities: equal \(NumberWords.percent(share(within: 0), digits: 1)), "
            + "within ±1 \(NumberWords.percent(share(within: 1), digits: 1)), within ±2 "
            + "\(NumberWords.percent(share(within: 2), digits: 1)); \(CountWords.grouped(total - compared)) others"
    }

    public var altText: String {
        guard total > 0 else { return "\(title): no exam has been read yet." }
        return "\(title), heat map of 11 by 11 severities and a row and a column for not assessed. \(summary)."
    }

    private static func name(_ index: Int) -> String { index == 11 ? "not assessed" : String(index) }

    public var table: ChartTable {
        ChartTable(
            ["radiologist ↓ AI →"] + (0..<12).map(Self.name),
            cells.enumerated().map { row, counts in [.words(Self.name(row))] + counts.map { .count($0) } })
    }

    private static let (left, top, width, height, gap) = (104.0, 84.0, 42.0, 29.0, 10.0)
    private static func x(_ column: Int) -> Double { left + width * Double(column) + (column == 11 ? gap : 0) }
    private static func y(_ row: Int) -> Double { top + height * Double(row) + (row == 11 ? gap : 0) }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard total > 0 else { return try nothing("No exam has been read yet", font: font, scale: scale) }
        let canvas = try canvas(font, scale, subtitle: summary)
        let most = Self.logarithm(cells.flatMap { $0 }.max() ?? 1)
        for row in 0..<12 {
            for column in 0..<12 { draw(cells[row][column], row, column, most, on: canvas) }
        }
        try drawHeadings(on: canvas)
        drawThreshold(on: canvas)
        drawScale(most, on: canvas)
        return try canvas.png()
    }

    private func draw(_ count: Int, _ row: Int, _ column: Int, _ most: Double, on canvas: Canvas) {
        let (x, y) = (Self.x(column), Self.y(row))
        let colour = count == 0 ? Self.empty : Palette.ramp(Self.logarithm(count) / max(1, most))
        canvas.fill(x: x, y: y, width: Self.width - 1, height: Self.height - 1, colour)
        if row == column, row < 11 {
            canvas.frame(x: x, y: y, width: Self.width - 1, height: Self.height - 1, line: 1.3, Palette.quiet)
        }
        if count > 0 {
            canvas.text(
                NumberWords.compact(count), x: x + Self.width / 2, y: y + Self.height / 2 + 4, size: 10,
                Palette.ink(on: colour), anchor: .middle)
        }
    }

    private static let empty: Canvas.Colour = 0xEEF0F2

    private func drawHeadings(on canvas: Canvas) throws(ReportsError) {
        for index in 0..<12 {
            let words = index == 11 ? "n. a." : String(index)
            canvas.text(words, x: Self.x(index) + Self.width / 2, y: Self.top - 7, Palette.ink, anchor: .middle)
            canvas.text(words, x: Self.left - 8, y: Self.y(index) + Self.height / 2 + 4, Palette.ink, anchor: .end)
        }
        let (across, down) = (Self.left + Self.width * 5.5, Self.top + Self.height * 5.5)
        canvas.fill(x: across - 24, y: 55, width: 8, height: 8, Palette.ai)
        canvas.text("AI", x: across - 10, y: 63, Palette.ink)
        canvas.circle(x: 36, y: down + (try canvas.width(of: "Radiologist")) / 2 + 12, radius: 4.5, Palette.radiologist)
        canvas.text("Radiologist", x: 40, y: down, Palette.ink, anchor: .middle, angle: Canvas.quarterTurn)
    }

    /// Lines between negative and positive, and the names of the four quarters in their outer corners.
    private func drawThreshold(on canvas: Canvas) {
        guard let threshold, (1...10).contains(threshold) else { return }
        let (right, bottom) = (Self.x(10) + Self.width, Self.y(10) + Self.height)
        let (x, y) = (Self.x(threshold) - 1.5, Self.y(threshold) - 1.5)
        for (rim, colour) in [(1.5, Palette.background), (0, Palette.ink)] {
            canvas.fill(x: x - rim, y: Self.top - 20, width: 2 + 2 * rim, height: bottom - Self.top + 20, colour)
            canvas.fill(x: Self.left - 26, y: y - rim, width: right - Self.left + 26, height: 2 + 2 * rim, colour)
        }
        canvas.text("positive from \(threshold)", x: Self.left - 26, y: Self.top - 24, size: 10, Palette.quiet)
    }

    private func drawScale(_ most: Double, on canvas: Canvas) {
        let (left, y) = (Self.left, Double(size.height) - 32)
        for step in 0..<60 {
            canvas.fill(x: left + 3 * Double(step), y: y, width: 3, height: 10, Palette.ramp(Double(step) / 59))
        }
        let largest = cells.flatMap { $0 }.max() ?? 1
        canvas.text("1", x: left, y: y + 23, size: 10, Palette.quiet, anchor: .middle)
        canvas.text(CountWords.grouped(largest), x: left + 180, y: y + 23, size: 10, Palette.quiet, anchor: .middle)
        canvas.text("exams, logarithmic; n. a. = not assessed", x: left + 214, y: y + 9, Palette.quiet)
    }

    /// log₂(1 + count), by halving: only shades depend on it.
    private static func logarithm(_ count: Int) -> Double {
        let value = Double(count) + 1
        return Double(value.exponent) + (value.significand - 1)
    }
}

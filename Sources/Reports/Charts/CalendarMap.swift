import Radiology

/// A square a day, weeks across and weekdays down: when films came, or how a rate went.
public struct CalendarMap: StatisticsChart {
    public struct Day: Sendable, Equatable {
        public let day: CalendarDay
        /// `nil` where so few must not be shown.
        public let value: Double?

        public init(_ day: CalendarDay, _ value: Double?) { (self.day, self.value) = (day, value) }
    }

    public let title: String
    let unit: ChartUnit
    let days: [Day]

    /// - Parameter days: in any order; a day that is missing has no exams. The latest five calendar years are drawn.
    public init(title: String, unit: ChartUnit, days: [Day]) {
        (self.title, self.unit) = (title, unit)
        self.days = days.sorted { $0.day < $1.day }
    }

    private static let mostYears = 5
    private static let (left, top, pitch, block) = (56.0, 62.0, 14.8, 132.0)
    private var years: [Int] { Set(days.map(\.day.year)).sorted().suffix(Self.mostYears).reversed() }
    private var values: [Double] { days.compactMap(\.value) }
    private var axis: ValueAxis { ValueAxis(covering: values, unit: unit, fromZero: true) }

    public var size: ChartSize {
        ChartSize(Charts.width, Int(Self.top + Self.block * Double(max(1, years.count))) + 10)
    }

    public var altText: String {
        guard let first = days.first, let last = days.last, let most = days.max(by: Self.isLess), let value = most.value
        else {
            return "\(title): no days yet."
        }
        let mean = values.reduce(0, +) / Double(values.count)
        return "\(title), calendar from \(first.day) to \(last.day): \(days.count) days with exams, mean "
            + "\(unit.words(mean)), most on \(most.day) with \(unit.words(value))."
    }

    private static func isLess(_ a: Day, _ b: Day) -> Bool { (a.value ?? -.infinity) < (b.value ?? -.infinity) }

    public var table: ChartTable {
        ChartTable(
            ["day", "value"],
            days.map { [.words($0.day.description), $0.value.map { unit.cell($0) } ?? .few] })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard !values.isEmpty else { return try nothing("No days yet", font: font, scale: scale) }
        let canvas = try canvas(font, scale)
        let axis = axis
        for (index, year) in years.enumerated() {
            drawYear(
                year, days.filter { $0.day.year == year }, axis, top: Self.top + Self.block * Double(index), on: canvas)
        }
        try drawKey(axis, on: canvas)
        return try canvas.png()
    }

    private func drawYear(_ year: Int, _ days: [Day], _ axis: ValueAxis, top: Double, on canvas: Canvas) {
        guard let first = CalendarDay(year: year, month: 1, day: 1)?.dayNumber,
            let last = CalendarDay(year: year, month: 12, day: 31)?.dayNumber
        else { return }
        // Before the first day and after the last one nothing is known: not even that there were no exams.
        let (earliest, latest) = (self.days.first?.day.dayNumber ?? first, self.days.last?.day.dayNumber ?? last)
        guard earliest <= last, first <= latest else { return }
        let values = Dictionary(days.map { ($0.day.dayNumber, $0.value) }, uniquingKeysWith: { first, _ in first })
        let monday = first - Self.weekday(first)
        canvas.text(String(year), x: 16, y: top + 4, Palette.ink)
        for (row, words) in [(0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")] {
            canvas.text(
                words, x: Self.left - 6, y: top + 18 + Self.pitch * Double(row) + 10, size: 9, Palette.quiet,
                anchor: .end)
        }
        for number in max(first, earliest)...min(last, latest) {
            let x = Self.left + Self.pitch * Double((number - monday) / 7)
            let y = top + 18 + Self.pitch * Double(Self.weekday(number))
            drawDay(values[number], axis, x: x, y: y, on: canvas)
            if let day = CalendarDay(dayNumber: number), day.day == 1 {
                let column = (number - monday + 6) / 7
                canvas.text(
                    Self.months[day.month - 1], x: Self.left + Self.pitch * Double(column), y: top + 12, size: 9,
                    Palette.quiet)
            }
        }
    }

    /// - Parameter value: the outer `nil` is "no exams", the inner one "few".
    private func drawDay(_ value: Double??, _ axis: ValueAxis, x: Double, y: Double, on canvas: Canvas) {
        let side = Self.pitch - 2
        guard let value else {
            canvas.fill(x: x, y: y, width: side, height: side, Self.nothing)
            return
        }
        guard let value else {
            canvas.fill(x: x, y: y, width: side, height: side, Self.nothing)
            canvas.line((x + 2, y + side - 2), (x + side - 2, y + 2), width: 1.2, Palette.other)
            return
        }
        canvas.fill(
            x: x, y: y, width: side, height: side,
            Palette.ramp(0.08 + 0.92 * (value - axis.low) / (axis.high - axis.low)))
    }

    private static let nothing: Canvas.Colour = 0xEBEDF0
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// 0 is Monday; 1970-01-01 was a Thursday.
    private static func weekday(_ number: Int) -> Int { ((number + 3) % 7 + 7) % 7 }

    private func drawKey(_ axis: ValueAxis, on canvas: Canvas) throws(ReportsError) {
        var x = 16.0
        func square(_ words: String, _ colour: Canvas.Colour, crossed: Bool = false) throws(ReportsError) {
            canvas.fill(x: x, y: 33, width: 12, height: 12, colour)
            if crossed { canvas.line((x + 2, 43), (x + 10, 35), width: 1.2, Palette.other) }
            canvas.text(words, x: x + 17, y: 43, size: 10, Palette.quiet)
            x += try canvas.width(of: words, size: 10) + 34
        }
        try square("no exams", Self.nothing)
        if days.contains(where: { $0.value == nil }) { try square("few", Self.nothing, crossed: true) }
        canvas.text(axis.words(axis.low), x: x, y: 43, size: 10, Palette.quiet)
        x += try canvas.width(of: axis.words(axis.low), size: 10) + 8
        for step in 0..<40 {
            canvas.fill(
                x: x + 3 * Double(step), y: 33, width: 3, height: 12, Palette.ramp(0.08 + 0.92 * Double(step) / 39))
        }
        canvas.text(axis.words(axis.high), x: x + 128, y: 43, size: 10, Palette.quiet)
    }
}

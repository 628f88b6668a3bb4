/// Lines over days, months or hours, each with the band of its interval where it has one.
public struct TrendChart: StatisticsChart {
    public struct Line: Sendable, Equatable {
        public let name: String
        public let subject: ChartSubject
        /// One for each label below; `nil` where there is nothing: the line has a gap there.
        public let values: [ChartRate?]
        /// Where there is something that is of few exams, so not shown.
        let few: Set<Int>

        public init(name: String, subject: ChartSubject = .other, values: [ChartRate?], few: Set<Int> = []) {
            (self.name, self.subject, self.values, self.few) = (name, subject, values, few)
        }

        var latest: (slot: Int, rate: ChartRate)? {
            values.indices.last { values[$0] != nil }.flatMap { slot in values[slot].map { (slot, $0) } }
        }
    }

    public let title: String
    let unit: ChartUnit
    let labels: [String]
    let lines: [Line]

    /// - Parameters:
    ///   - labels: oldest first.
    ///   - lines: the most important first; six are drawn, the others are in the table.
    public init(title: String, unit: ChartUnit, labels: [String], lines: [Line]) {
        (self.title, self.unit, self.labels) = (title, unit, labels)
        self.lines = lines.map { line in
            let missing = max(0, labels.count - line.values.count)
            return Line(
                name: line.name, subject: line.subject,
                values: line.values.prefix(labels.count) + [ChartRate?](repeating: nil, count: missing), few: line.few)
        }
    }

    static let most = 6
    static let marks: [Canvas.Mark] = [.circle, .square, .triangle, .diamond, .falling, .bar]
    public var size: ChartSize { ChartSize(Charts.width, 360) }
    private var shown: [Line] { Array(lines.filter { $0.latest != nil }.prefix(Self.most)) }

    public var altText: String {
        guard let first = labels.first, let last = labels.last, !shown.isEmpty else {
            return "\(title): no values yet."
        }
        let words = lines.compactMap { line in
            line.latest.map { latest -> String in
                let values = line.values.compactMap { $0?.value }
                let (least, most) = (values.min() ?? 0, values.max() ?? 0)
                return
                    "\(line.name) between \(unit.words(least)) and \(unit.words(most)), last \(unit.words(latest.rate.value))"
                    + " (\(labels[latest.slot]))"
            }
        }
        return "\(title), lines from \(first) to \(last): \(words.prefix(12).joined(separator: "; "))."
    }

    public var table: ChartTable {
        let columns = lines.flatMap { line in
            hasBounds(line) ? [line.name, "\(line.name) lower", "\(line.name) upper"] : [line.name]
        }
        return ChartTable(
            ["when"] + columns,
            labels.enumerated().map { slot, label in
                [.words(label)]
                    + lines.flatMap { line -> [ChartTable.Cell] in
                        let rate = line.values[slot]
                        let cells = hasBounds(line) ? [rate?.value, rate?.lower, rate?.upper] : [rate?.value]
                        return cells.map { line.few.contains(slot) ? .few : unit.cell($0) }
                    }
            })
    }

    private func hasBounds(_ line: Line) -> Bool { line.values.contains { $0?.lower != nil } }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard !shown.isEmpty else { return try nothing("No values yet", font: font, scale: scale) }
        let left = lines.count - shown.count
        let canvas = try canvas(
            font, scale,
            subtitle: left > 0
                ? "\(left) more in the table" : lines.contains(where: hasBounds) ? "bands: 95 % intervals" : "")
        var names: [String] = []
        for line in shown { names.append(try canvas.fitted(line.name, within: 150)) }
        var widest = 0.0
        for name in names { widest = max(widest, try canvas.width(of: name)) }
        let all = shown.flatMap {
            $0.values.compactMap { $0 }.flatMap { [$0.value, $0.lower, $0.upper].compactMap { $0 } }
        }
        let axis = ValueAxis(covering: all, unit: unit, fromZero: true)
        let plot = PlotArea(
            left: 64, right: Double(Charts.width) - widest - 44, top: 58, bottom: Double(size.height) - 34, axis: axis)
        plot.drawLevels(on: canvas)
        try plot.drawSlots(labels, on: canvas)
        let colours = Palette.colours(of: shown.map(\.subject))
        for (line, colour) in zip(shown, colours) { drawBands(line, colour, plot, on: canvas) }
        for (index, line) in shown.enumerated().reversed() {
            draw(line, colours[index], Self.marks[index], plot, on: canvas)
        }
        drawNames(names, colours, plot, on: canvas)
        return try canvas.png()
    }

    /// Stretches without a gap.
    private func stretches(_ line: Line) -> [[(slot: Int, rate: ChartRate)]] {
        var (stretches, current): ([[(slot: Int, rate: ChartRate)]], [(slot: Int, rate: ChartRate)]) = ([], [])
        for (slot, rate) in line.values.enumerated() {
            if let rate {
                current.append((slot, rate))
            } else if !current.isEmpty {
                stretches.append(current)
                current = []
            }
        }
        return current.isEmpty ? stretches : stretches + [current]
    }

    private func drawBands(_ line: Line, _ colour: Canvas.Colour, _ plot: PlotArea, on canvas: Canvas) {
        let faint = Palette.faint(colour, shown.count > 3 ? 0.1 : 0.18)
        for stretch in stretches(line) {
            func edge(_ value: (ChartRate) -> Double?) -> [Canvas.Point] {
                stretch.map { (plot.x(slot: $0.slot, of: labels.count), plot.y(value($0.rate) ?? $0.rate.value)) }
            }
            canvas.band(upper: edge(\.upper), lower: edge(\.lower), faint)
            if stretch.count == 1, let lower = stretch[0].rate.lower, let upper = stretch[0].rate.upper {
                let x = plot.x(slot: stretch[0].slot, of: labels.count)
                canvas.whisker(x: x, from: plot.y(lower), to: plot.y(upper), Palette.faint(colour, 0.6))
            }
        }
    }

    private func draw(
        _ line: Line, _ colour: Canvas.Colour, _ mark: Canvas.Mark, _ plot: PlotArea, on canvas: Canvas
    ) {
        for stretch in stretches(line) {
            let points = stretch.map { (x: plot.x(slot: $0.slot, of: labels.count), y: plot.y($0.rate.value)) }
            if Palette.isPale(colour) { canvas.polyline(points, width: 3, Palette.mix(colour, Palette.ink, 0.5)) }
            canvas.polyline(points, width: 2, colour)
            for point in points where labels.count <= 45 || points.count == 1 {
                canvas.mark(mark, x: point.x, y: point.y, size: labels.count > 24 ? 2.6 : 3.4, colour)
            }
        }
    }

    /// At the end of each line, moved apart where lines end together.
    private func drawNames(_ names: [String], _ colours: [Canvas.Colour], _ plot: PlotArea, on canvas: Canvas) {
        let ends = shown.map { line -> Canvas.Point in
            line.latest.map { (plot.x(slot: $0.slot, of: labels.count), plot.y($0.rate.value)) } ?? (0, 0)
        }
        let places = LabelColumn.spread(ends.map(\.y), gap: 16, in: plot.top...plot.bottom)
        for (index, name) in names.enumerated() {
            let y = places[index]
            if ends[index].x + 14 < plot.right || (y - ends[index].y).magnitude > 3 {
                canvas.line(
                    (ends[index].x + 5, ends[index].y), (plot.right + 14, y), width: 0.8,
                    Palette.faint(Palette.quiet, 0.6))
            }
            canvas.mark(Self.marks[index], x: plot.right + 20, y: y, size: 3.8, colours[index])
            canvas.text(name, x: plot.right + 29, y: y + 4, Palette.ink)
        }
    }
}

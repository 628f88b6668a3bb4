/// A figure night by night between its limits, with known events and found changes.
public struct ControlChartPicture: StatisticsChart {
    public enum Signal: String, Sendable {
        case beyondLimits = "beyond the limits"
        case run = "run on one side"
    }

    public struct Limits: Sendable, Equatable {
        public let center: Double
        public let lower: Double
        public let upper: Double

        public init(center: Double, lower: Double, upper: Double) {
            (self.center, self.lower, self.upper) = (center, lower, upper)
        }
    }

    public struct Night: Sendable, Equatable {
        public let label: String
        /// `nil` on a night without exams.
        public let value: Double?
        /// `nil` where there is no baseline yet.
        public let limits: Limits?
        public let signal: Signal?

        public init(
            _ label: String, value: Double?, limits: Limits? = nil,
            signal: Signal? = nil
        ) {
            (self.label, self.value, self.limits, self.signal) = (label, value, limits, signal)
        }
    }

    /// A known change (model, prompt, recipe), or one that was found in the figures.
    public struct Event: Sendable, Equatable {
        /// Index of the first night after it.
        public let night: Int
        public let words: String
        public let isFound: Bool

        public init(night: Int, words: String, isFound: Bool = false) {
            (self.night, self.words, self.isFound) = (night, words, isFound)
        }
    }

    public let title: String
    let unit: ChartUnit
    let nights: [Night]
    let events: [Event]

    public init(title: String, unit: ChartUnit, nights: [Night], events: [Event] = []) {
        (self.title, self.unit, self.nights) = (title, unit, nights)
        self.events = events.filter { nights.indices.contains($0.night) }.sorted { $0.night < $1.night }
    }

    private static let mostLanes = 4
    private var lanes: Int { events.isEmpty ? 0 : min(Self.mostLanes, events.count) }
    public var size: ChartSize { ChartSize(Charts.width, 340 + 17 * lanes) }
    private var values: [Double] { nights.compactMap(\.value) }
    private var signals: [(night: Night, signal: Signal)] {
        nights.compactMap { night in night.signal.map { (night, $0) } }
    }

    public var altText: String {
        guard let first = nights.first, let last = nights.last, let least = values.min(), let most = values.max() else {
            return "\(title): no nights yet."
        }
        let count = nights.count == 1 ? "1 night" : "\(nights.count) nights"
        var words =
            "\(title), control chart of \(count) from \(first.label) to \(last.label): between "
            + "\(unit.words(least)) and \(unit.words(most))"
        if let limits = nights.last(where: { $0.limits != nil })?.limits {
            words +=
                "; centre now \(unit.words(limits.center)), limits \(unit.words(limits.lower)) to \(unit.words(limits.upper))"
        }
        words +=
            signals.isEmpty
            ? "; no signal."
            : "; \(signals.count == 1 ? "1 signal" : "\(signals.count) signals"): "
                + signals.prefix(8).map { "\($0.night.label) \($0.signal.rawValue)" }.joined(separator: ", ") + "."
        let marks = events.prefix(8).map {
            "\($0.isFound ? "change found" : "change") at \(nights[$0.night].label): \($0.words)"
        }
        return words + (marks.isEmpty ? "" : " " + marks.joined(separator: "; ") + ".")
    }

    public var table: ChartTable {
        ChartTable(
            ["night", "value", "centre", "lower", "upper", "signal", "events"],
            nights.enumerated().map { index, night in
                [
                    .words(night.label), unit.cell(night.value), unit.cell(night.limits?.center),
                    unit.cell(night.limits?.lower), unit.cell(night.limits?.upper),
                    .words(night.signal?.rawValue ?? ""),
                    .words(
                        events.filter { $0.night == index }.map { ($0.isFound ? "found: " : "") + $0.words }.joined(
                            separator: "; ")),
                ]
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard !values.isEmpty else { return try nothing("No nights yet", font: font, scale: scale) }
        let canvas = try canvas(font, scale)
        let all = values + nights.compactMap(\.limits).flatMap { [$0.lower, $0.upper] }
        let plot = PlotArea(
            left: 72, right: Double(Charts.width) - 16, top: 64 + 17 * Double(lanes), bottom: Double(size.height) - 34,
            axis: ValueAxis(covering: all, unit: unit, fromZero: false))
        drawLimits(plot, on: canvas)
        plot.drawLevels(on: canvas)
        drawCentre(plot, on: canvas)
        if case .number(let name) = unit, !name.isEmpty {
            canvas.text(name, x: plot.left - 8, y: plot.top - 10, size: 10, Palette.quiet, anchor: .end)
        }
        try plot.drawSlots(nights.map(\.label), on: canvas)
        try drawEvents(plot, on: canvas)
        drawNights(plot, on: canvas)
        try drawKey(on: canvas)
        return try canvas.png()
    }

    /// Limits are steps: they belong to a night, and change with the exams of that night.
    private func drawLimits(_ plot: PlotArea, on canvas: Canvas) {
        let half = (plot.right - plot.left) / Double(nights.count) / 2
        let paper = Palette.mix(Palette.background, Palette.other, 0.16)
        for (index, night) in nights.enumerated() {
            guard let limits = night.limits else { continue }
            let (x, upper) = (plot.x(slot: index, of: nights.count) - half, plot.y(limits.upper))
            canvas.fill(x: x, y: upper, width: 2 * half, height: plot.y(limits.lower) - upper, paper)
        }
        for edge in [\Limits.upper, \.lower] {
            var before: Double?
            for (index, night) in nights.enumerated() {
                let (x, y) = (
                    plot.x(slot: index, of: nights.count) - half, night.limits.map { plot.y($0[keyPath: edge]) }
                )
                if let y { canvas.fill(x: x, y: y - 0.5, width: 2 * half, height: 1, Palette.other) }
                if let y, let before {
                    canvas.fill(x: x - 0.5, y: min(y, before), width: 1, height: (y - before).magnitude, Palette.other)
                }
                before = y
            }
        }
    }

    private func drawCentre(_ plot: PlotArea, on canvas: Canvas) {
        let half = (plot.right - plot.left) / Double(nights.count) / 2
        for (index, night) in nights.enumerated() {
            guard let limits = night.limits else { continue }
            let x = plot.x(slot: index, of: nights.count) - half
            canvas.fill(x: x, y: plot.y(limits.center) - 0.6, width: 2 * half, height: 1.2, Palette.quiet)
        }
    }

    private func drawNights(_ plot: PlotArea, on canvas: Canvas) {
        var stretch: [Canvas.Point] = []
        for (index, night) in nights.enumerated() {
            if let value = night.value { stretch.append((plot.x(slot: index, of: nights.count), plot.y(value))) }
            if night.value == nil || index == nights.count - 1 {
                canvas.polyline(stretch, width: 1.5, Palette.regions[5])
                stretch = []
            }
        }
        let size = nights.count > 120 ? 1.8 : nights.count > 60 ? 2.4 : 3
        for (index, night) in nights.enumerated() {
            guard let value = night.value else { continue }
            let (x, y) = (plot.x(slot: index, of: nights.count), plot.y(value))
            switch night.signal {
            case nil: canvas.circle(x: x, y: y, radius: size, Palette.regions[5])
            case .beyondLimits: canvas.rimmed(.diamond, x: x, y: y, size: size + 2, Palette.high)
            case .run: canvas.rimmed(.triangle, x: x, y: y, size: size + 1.6, Palette.medium)
            }
        }
    }

    private func drawKey(on canvas: Canvas) throws(ReportsError) {
        var x = 16.0
        for (mark, colour, words) in [
            (Canvas.Mark.circle, Palette.regions[5], "night"), (.diamond, Palette.high, "beyond the limits"),
            (.triangle, Palette.medium, "eighth or later night on one side"),
        ] {
            canvas.mark(mark, x: x + 5, y: 40, size: 4, colour)
            canvas.text(words, x: x + 15, y: 44, Palette.ink)
            x += try canvas.width(of: words) + 36
        }
        canvas.fill(x: x, y: 33, width: 18, height: 14, Palette.faint(Palette.other, 0.25))
        canvas.fill(x: x, y: 39.4, width: 18, height: 1.2, Palette.quiet)
        canvas.text("centre and limits", x: x + 24, y: 44, Palette.ink)
    }

    /// A line down the plot at each event, and its words in the first lane above with room; without room, a mark. All
    /// lines come before all words, so that none runs through another's.
    private func drawEvents(_ plot: PlotArea, on canvas: Canvas) throws(ReportsError) {
        guard lanes > 0 else { return }
        let half = (plot.right - plot.left) / Double(nights.count) / 2
        var free = [Double](repeating: -.infinity, count: lanes)
        var flags: [(event: Event, words: String, left: Double, top: Double, width: Double)] = []
        for event in events {
            let x = plot.x(slot: event.night, of: nights.count) - half
            let words = try canvas.fitted(event.words, within: 190, size: 10)
            let width = try canvas.width(of: words, size: 10) + 10
            // Words that would leave the picture stand at the left of their line.
            let left = x + width > plot.right ? x - width : x
            let lane = free.indices.first { free[$0] <= left }
            let top = plot.top - 12 - 17 * Double(lane ?? 0)
            drawLine(event, x: x, from: lane == nil ? plot.top - 3 : top, to: plot.bottom, on: canvas)
            guard let lane else {
                canvas.mark(.falling, x: x, y: plot.top - 4, size: 2.8, Palette.quiet)
                continue
            }
            free[lane] = left + width + 6
            flags.append((event, words, left, top, width))
        }
        for flag in flags {
            canvas.fill(
                x: flag.left, y: flag.top - 9, width: flag.width, height: 14,
                flag.event.isFound ? 0xF0E2EE : Palette.grid)
            canvas.text(flag.words, x: flag.left + 5, y: flag.top + 2, size: 10, Palette.ink)
        }
    }

    /// Solid for what was found in the figures, dashed for what is known.
    private func drawLine(_ event: Event, x: Double, from top: Double, to bottom: Double, on canvas: Canvas) {
        let colour: Canvas.Colour = event.isFound ? 0x8E4585 : Palette.quiet
        if event.isFound {
            canvas.line((x, top), (x, bottom), width: 1.4, colour)
        } else {
            canvas.dashed((x, top), (x, bottom), width: 1.2, colour)
        }
    }
}

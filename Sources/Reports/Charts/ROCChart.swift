/// Sensitivity against false alarms over every threshold, with the area and its interval.
public struct ROCChart: StatisticsChart {
    public struct Point: Sendable, Equatable {
        /// `nil` for the corner where nothing is called positive.
        public let threshold: Int?
        public let falsePositiveRate: Double
        public let truePositiveRate: Double

        public init(threshold: Int?, falsePositiveRate: Double, truePositiveRate: Double) {
            self.threshold = threshold
            (self.falsePositiveRate, self.truePositiveRate) = (falsePositiveRate, truePositiveRate)
        }
    }

    public struct Curve: Sendable, Equatable {
        public let name: String
        public let subject: ChartSubject
        /// From (0, 0) to (1, 1).
        public let points: [Point]
        public let area: ChartRate
        public let positives: Int
        public let negatives: Int

        public init(
            name: String, subject: ChartSubject = .ai, points: [Point], area: ChartRate, positives: Int, negatives: Int
        ) {
            (self.name, self.subject, self.points, self.area) = (name, subject, points, area)
            (self.positives, self.negatives) = (positives, negatives)
        }
    }

    public let title: String
    let curves: [Curve]
    let inForce: Int?

    /// - Parameters:
    ///   - curves: the most important first; four are drawn. Thresholds are written at the first.
    ///   - inForce: the threshold now in use.
    public init(title: String = "ROC: severity as a test", curves: [Curve], inForce: Int? = nil) {
        (self.title, self.curves, self.inForce) = (title, curves, inForce)
    }

    private var shown: [Curve] { Array(curves.filter { $0.points.count > 1 }.prefix(4)) }
    public var size: ChartSize { Charts.square }

    public var altText: String {
        guard !shown.isEmpty else { return "\(title): it needs exams that the radiologist calls positive and others." }
        let words = curves.map { curve in
            "\(curve.name): area \(curve.area.decimalWords), \(CountWords.grouped(curve.positives)) positive and "
                + "\(CountWords.grouped(curve.negatives)) negative exams"
        }
        return "\(title). \(words.joined(separator: "; ")). \(operating.map { $0 + "." } ?? "")"
    }

    /// The first curve's point at the threshold in force.
    private var operatingPoint: Point? {
        inForce.flatMap { threshold in shown.first?.points.first { $0.threshold == threshold } }
    }

    private var operating: String? {
        operatingPoint.map { point in
            "In force, positive from \(point.threshold ?? 0): sensitivity "
                + "\(NumberWords.percent(point.truePositiveRate, digits: 1)), specificity "
                + NumberWords.percent(1 - point.falsePositiveRate, digits: 1)
        }
    }

    public var table: ChartTable {
        ChartTable(
            ["curve", "positive from", "sensitivity", "1 − specificity"],
            curves.flatMap { curve in
                curve.points.map { point in
                    [
                        .words(curve.name), .words(point.threshold.map(String.init) ?? "never"),
                        .share(point.truePositiveRate), .share(point.falsePositiveRate),
                    ]
                }
            })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard !shown.isEmpty else {
            return try nothing("No positive and negative exams yet", font: font, scale: scale)
        }
        let canvas = try canvas(font, scale, subtitle: operating ?? "")
        let plot = Charts.squarePlot
        plot.drawShares(across: "1 − specificity", up: "sensitivity", on: canvas)
        canvas.dashed((plot.left, plot.bottom), (plot.right, plot.top), Palette.quiet)
        let colours = Palette.colours(of: shown.map(\.subject))
        let places = shown.map { $0.points.map { place($0, plot) } }
        for (index, points) in places.enumerated().reversed() {
            canvas.polyline(points, width: 2.2, colours[index])
            for point in points {
                canvas.rimmed(TrendChart.marks[index], x: point.x, y: point.y, size: 3, colours[index])
            }
        }
        var spots = LabelSpots(left: plot.left + 2, top: plot.top, right: plot.right - 2, bottom: plot.bottom - 2)
        for points in places {
            for point in points { spots.take(point: point, radius: 4) }
            for (from, to) in zip(points, points.dropFirst()) { spots.take(line: from, to) }
        }
        try drawKey(colours, plot, &spots, on: canvas)
        spots.take(line: (plot.left, plot.bottom), (plot.right, plot.top))
        try drawThresholds(plot, &spots, on: canvas)
        return try canvas.png()
    }

    private func place(_ point: Point, _ plot: PlotArea) -> Canvas.Point {
        (plot.x(share: point.falsePositiveRate), plot.y(point.truePositiveRate))
    }

    private func drawThresholds(_ plot: PlotArea, _ spots: inout LabelSpots, on canvas: Canvas) throws(ReportsError) {
        // Beside several curves only the threshold in force is written: another's points would be taken for its own.
        let written = (shown.first?.points ?? []).filter { shown.count == 1 || $0.threshold == inForce }
        let points = written.compactMap { point in
            point.threshold.map { Charts.ThresholdMark(threshold: $0, place: place(point, plot)) }
        }
        let colour = Palette.colours(of: shown.map(\.subject))[0]
        try Charts.drawThresholds(points, inForce: inForce, colour, &spots, on: canvas)
    }

    private func drawKey(
        _ colours: [Canvas.Colour], _ plot: PlotArea, _ spots: inout LabelSpots, on canvas: Canvas
    ) throws(ReportsError) {
        var lines = shown.enumerated().flatMap { index, curve -> [(String, Int?)] in
            [(curve.name, index), ("AUC \(curve.area.decimalWords)", nil)]
        }
        if let only = shown.first, shown.count == 1 {
            lines.append(
                ("\(CountWords.grouped(only.positives)) positive, \(CountWords.grouped(only.negatives)) negative", nil))
        }
        try Charts.drawCornerKey(lines, colours: colours, plot, &spots, on: canvas)
    }
}

extension Charts {
    /// Two of these stand beside each other on a page.
    static let square = ChartSize(472, 496)
    static let squarePlot = PlotArea(left: 70, right: 446, top: 58, bottom: 434, axis: .shares)

    struct ThresholdMark {
        let threshold: Int
        let place: Canvas.Point
    }

    /// A ring around the threshold in force, and "≥ 4" beside each where there is room; the one in force comes first, so
    /// that it is never left out for another.
    static func drawThresholds(
        _ marks: [ThresholdMark], inForce: Int?, _ colour: Canvas.Colour, _ spots: inout LabelSpots, on canvas: Canvas
    ) throws(ReportsError) {
        let first = marks.filter { $0.threshold == inForce }
        for mark in first {
            canvas.circle(x: mark.place.x, y: mark.place.y, radius: 7.5, Palette.ink)
            canvas.circle(x: mark.place.x, y: mark.place.y, radius: 6, Palette.background)
            canvas.circle(x: mark.place.x, y: mark.place.y, radius: 4, colour)
            spots.take(point: mark.place, radius: 7)
        }
        for mark in first + marks.filter({ $0.threshold != inForce }) {
            let words = "≥\(mark.threshold)"
            let width = try canvas.width(of: words, size: 10)
            guard let spot = spots.place(width: width, beside: mark.place) else { continue }
            canvas.fill(x: spot.x - 1, y: spot.y - 9, width: width + 2, height: 11, Palette.background)
            canvas.text(
                words, x: spot.x, y: spot.y, size: 10, mark.threshold == inForce ? Palette.ink : Palette.quiet)
        }
    }

    /// A list in the first corner of a plot that nothing runs through (lower right, upper right, upper left, lower left);
    /// lines with a number begin with that curve's mark.
    static func drawCornerKey(
        _ lines: [(words: String, curve: Int?)], colours: [Canvas.Colour], _ plot: PlotArea, _ spots: inout LabelSpots,
        on canvas: Canvas
    ) throws(ReportsError) {
        var (fitted, widest) = ([String](), 0.0)
        for line in lines {
            let words = try canvas.fitted(line.words, within: 215)
            widest = max(widest, try canvas.width(of: words))
            fitted.append(words)
        }
        let (width, height) = (widest + 28, 16 * Double(lines.count) + 10)
        let near: Canvas.Point = (plot.left + 6, plot.top + 6)
        let far: Canvas.Point = (plot.right - 6 - width, plot.bottom - 6 - height)
        let corners: [Canvas.Point] = [far, (far.x, near.y), near, (near.x, far.y)]
        let corner =
            corners.first(where: { corner in
                spots.isFree(left: corner.x, top: corner.y, right: corner.x + width, bottom: corner.y + height)
            }) ?? far
        canvas.fill(x: corner.x, y: corner.y, width: width, height: height, Palette.background)
        canvas.frame(x: corner.x, y: corner.y, width: width, height: height, Palette.grid)
        spots.take(left: corner.x, top: corner.y, right: corner.x + width, bottom: corner.y + height)
        for (index, line) in lines.enumerated() {
            let y = corner.y + 16 * Double(index) + 16
            if let curve = line.curve {
                canvas.mark(TrendChart.marks[curve], x: corner.x + 11, y: y - 4, size: 4, colours[curve])
            }
            canvas.text(fitted[index], x: corner.x + 22, y: y, line.curve == nil ? Palette.quiet : Palette.ink)
        }
    }
}

/// Precision against recall over every threshold: says more than ROC where positives are rare.
///
/// Steps, not slopes: between two thresholds nothing is interpolated, and the area under the steps is the average
/// precision.
public struct PrecisionRecallChart: StatisticsChart {
    public struct Point: Sendable, Equatable {
        /// "score ≥ threshold is positive".
        public let threshold: Int
        public let recall: Double
        public let precision: Double

        public init(threshold: Int, recall: Double, precision: Double) {
            (self.threshold, self.recall, self.precision) = (threshold, recall, precision)
        }
    }

    public let title: String
    let name: String
    let points: [Point]
    let averagePrecision: Double
    let prevalence: Double
    let positives: Int
    let inForce: Int?

    /// - Parameters:
    ///   - points: by falling threshold, so by rising recall.
    ///   - prevalence: the precision of a reader without knowledge.
    public init(
        title: String = "Precision and recall", name: String = "AI", points: [Point], averagePrecision: Double,
        prevalence: Double, positives: Int, inForce: Int? = nil
    ) {
        (self.title, self.name, self.points, self.averagePrecision) = (title, name, points, averagePrecision)
        (self.prevalence, self.positives, self.inForce) = (prevalence, positives, inForce)
    }

    public var size: ChartSize { Charts.square }
    private var operatingPoint: Point? { points.first { $0.threshold == inForce } }

    private var operating: String? {
        operatingPoint.map { point in
            "In force, positive from \(point.threshold): precision \(NumberWords.percent(point.precision, digits: 1)), recall "
                + NumberWords.percent(point.recall, digits: 1)
        }
    }

    public var altText: String {
        guard !points.isEmpty else { return "\(title): it needs exams that the radiologist calls positive." }
        return "\(title), \(name): average precision \(NumberWords.decimal(averagePrecision, 3)) with "
            + "\(CountWords.grouped(positives)) positive exams; without knowledge it would be "
            + "\(NumberWords.decimal(prevalence, 3)). \(operating.map { $0 + "." } ?? "")"
    }

    public var table: ChartTable {
        ChartTable(
            ["positive from", "recall", "precision"],
            points.map { [.words(String($0.threshold)), .share($0.recall), .share($0.precision)] })
    }

    public func png(font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        guard !points.isEmpty else { return try nothing("No positive exams yet", font: font, scale: scale) }
        let canvas = try canvas(font, scale, subtitle: operating ?? "")
        let plot = Charts.squarePlot
        plot.drawShares(across: "recall (sensitivity)", up: "precision (PPV)", on: canvas)
        let chance = plot.y(prevalence)
        canvas.dashed((plot.left, chance), (plot.right, chance), Palette.quiet)
        let places = points.map { (x: plot.x(share: $0.recall), y: plot.y($0.precision)) }
        let corners = steps(places, from: plot.left)
        canvas.polyline(corners, width: 2.2, Palette.ai)
        for place in places { canvas.rimmed(.circle, x: place.x, y: place.y, size: 3, Palette.ai) }
        var spots = LabelSpots(left: plot.left + 2, top: plot.top, right: plot.right - 2, bottom: plot.bottom - 2)
        let key: [(String, Int?)] = [
            (name, 0), ("average precision \(NumberWords.decimal(averagePrecision, 3))", nil),
            (
                "\(CountWords.grouped(positives)) positive; prevalence \(NumberWords.percent(prevalence, digits: 1))",
                nil
            ),
        ]
        for place in places { spots.take(point: place, radius: 4) }
        for (from, to) in zip(corners, corners.dropFirst()) { spots.take(line: from, to) }
        spots.take(line: (plot.left, chance), (plot.right, chance))
        try Charts.drawCornerKey(key, colours: [Palette.ai], plot, &spots, on: canvas)
        let marks = zip(points, places).map { Charts.ThresholdMark(threshold: $0.threshold, place: $1) }
        try Charts.drawThresholds(marks, inForce: inForce, Palette.ai, &spots, on: canvas)
        return try canvas.png()
    }

    private func steps(_ places: [Canvas.Point], from left: Double) -> [Canvas.Point] {
        var (corners, x): ([Canvas.Point], Double) = ([], left)
        for place in places {
            corners += [(x, place.y), place]
            x = place.x
        }
        return corners
    }
}

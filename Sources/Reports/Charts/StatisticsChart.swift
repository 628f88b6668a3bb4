/// A picture of figures with everything that stands beside it: a sentence for those who cannot see it, and its numbers.
///
/// Values come in counted and rounded by nobody; a chart only places them. Every chart can be drawn from nothing at all
/// (it says so), from one value, and from more than fits (it says what it left to its table).
public protocol StatisticsChart: Sendable {
    var title: String { get }
    /// Logical pixels; the picture is `scale` times as large.
    var size: ChartSize { get }
    /// A few sentences with the numbers that matter, for `alt`.
    var altText: String { get }
    /// Everything that is drawn, and what had no room.
    var table: ChartTable { get }
    /// - Parameters:
    ///   - font: path of a TrueType file, e.g. `Charts.debianFont`.
    ///   - scale: 1, or 2 for sharp screens.
    func png(font: String, scale: Int) throws(ReportsError) -> [UInt8]
}

public struct ChartSize: Sendable, Equatable {
    public let width: Int
    public let height: Int

    init(_ width: Int, _ height: Int) { (self.width, self.height) = (width, height) }
}

extension StatisticsChart {
    /// A canvas of the chart's size with its title, ready to be drawn on.
    func canvas(_ font: String, _ scale: Int, subtitle: String = "") throws(ReportsError) -> Canvas {
        let canvas = try Canvas(
            width: size.width, height: size.height, scale: scale, font: font, background: Palette.background)
        let room = Double(size.width - 32)
        canvas.text(try canvas.fitted(title, within: room, size: 13), x: 16, y: 22, size: 13, Palette.ink)
        if !subtitle.isEmpty {
            canvas.text(try canvas.fitted(subtitle, within: room), x: 16, y: 40, Palette.quiet)
        }
        return canvas
    }

    /// What a chart without values shows.
    func nothing(_ words: String, font: String, scale: Int) throws(ReportsError) -> [UInt8] {
        let canvas = try canvas(font, scale)
        canvas.text(
            words, x: Double(size.width) / 2, y: Double(size.height) / 2, Palette.quiet, anchor: .middle)
        return try canvas.png()
    }
}

/// A rate with its interval, as `Statistics` computes them: 0…1.
public struct ChartRate: Sendable, Equatable {
    public let value: Double
    public let lower: Double?
    public let upper: Double?

    public init(_ value: Double, lower: Double? = nil, upper: Double? = nil) {
        (self.value, self.lower, self.upper) = (value, lower, upper)
    }

    /// `84.2 % (78.9–88.4)`.
    var words: String { NumberWords.percent(value, digits: 1) + bounds { NumberWords.decimal(100 * $0, 1) } }

    /// `0.842 (0.789–0.884)`.
    var decimalWords: String { NumberWords.decimal(value, 3) + bounds { NumberWords.decimal($0, 3) } }

    private func bounds(_ words: (Double) -> String) -> String {
        guard let lower, let upper else { return "" }
        return " (\(words(lower))–\(words(upper)))"
    }

    var cells: [ChartTable.Cell] { [.share(value), .share(lower), .share(upper)] }
    static let noCells: [ChartTable.Cell] = [.share(nil), .share(nil), .share(nil)]
}

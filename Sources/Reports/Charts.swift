import Radiology

/// Charts as PNG bytes: they print, mail and open without JavaScript. Same numbers, same font file → same bytes.
public enum Charts {
    /// Where Debian's package fonts-dejavu-core puts its sans-serif face.
    public static let debianFont = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

    /// Logical pixels; the picture is `scale` times as large.
    public static let width = 880
    public static let height = 340

    static func canvas(_ font: String, _ scale: Int) throws(ReportsError) -> Canvas {
        try Canvas(width: width, height: height, scale: scale, font: font, background: Palette.background)
    }

    /// Where the bars stand, and how high a film is.
    struct Plot {
        let left = 52.0
        let right = Double(Charts.width) - 16
        let top = 62.0
        let bottom: Double
        let axis: CountAxis

        func y(_ count: Int) -> Double { bottom - (bottom - top) * Double(count) / Double(axis.top) }

        /// Grid lines, numbers at the left, and the base line.
        func drawAxis(on canvas: Canvas) {
            for tick in stride(from: 0, through: axis.top, by: axis.step) {
                let colour = tick == 0 ? Palette.quiet : Palette.grid
                canvas.fill(x: left, y: y(tick) - 0.5, width: right - left, height: 1, colour)
                canvas.text(
                    CountWords.grouped(tick), x: left - 8, y: y(tick) + 4, Palette.quiet, anchor: .end)
            }
        }
    }

    /// Coloured squares with their words, in one line from the left; what does not fit begins a second line.
    static func drawLegend(_ entries: [(String, Canvas.Colour)], on canvas: Canvas) throws(ReportsError) {
        var (x, y) = (52.0, 36.0)
        for (words, colour) in entries {
            let length = try canvas.width(of: words) + 34
            if x + length > Double(width) - 16, x > 52 { (x, y) = (52, y + 16) }
            canvas.fill(x: x, y: y - 9, width: 10, height: 10, colour)
            canvas.text(words, x: x + 15, y: y, Palette.ink)
            x += length
        }
    }
}

/// An axis of whole numbers from 0 with four to six steps of 1, 2 or 5 times a power of ten.
package struct CountAxis: Equatable {
    package let step: Int
    package let top: Int

    package init(upTo largest: Int) {
        let largest = max(1, largest)
        var power = 1
        while largest / power > 50 { power *= 10 }
        let step = [1, 2, 5, 10].map { $0 * power }.first { largest <= 5 * $0 } ?? 10 * power
        self.step = step
        top = (largest + step - 1) / step * step
    }
}

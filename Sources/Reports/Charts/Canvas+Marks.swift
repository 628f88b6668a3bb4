extension Canvas {
    typealias Point = (x: Double, y: Double)

    /// Marks differ in shape, so that series are told apart without colour.
    enum Mark: CaseIterable { case circle, square, triangle, diamond, falling, bar }

    func line(_ from: Point, _ to: Point, width: Double = 1, _ colour: Colour) {
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return }
        let (u, v) = (dy / length * width / 2, -dx / length * width / 2)
        polygon(
            [(from.x + u, from.y + v), (to.x + u, to.y + v), (to.x - u, to.y - v), (from.x - u, from.y - v)], colour)
    }

    /// Joined by round corners.
    func polyline(_ points: [Point], width: Double, _ colour: Colour) {
        for (from, to) in zip(points, points.dropFirst()) { line(from, to, width: width, colour) }
        for point in points.dropFirst().dropLast() { circle(x: point.x, y: point.y, radius: width / 2, colour) }
    }

    func dashed(_ from: Point, _ to: Point, width: Double = 1, dash: Double = 4, gap: Double = 3, _ colour: Colour) {
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return }
        var at = 0.0
        while at < length {
            let end = min(at + dash, length)
            line(
                (from.x + dx * at / length, from.y + dy * at / length),
                (from.x + dx * end / length, from.y + dy * end / length), width: width, colour)
            at += dash + gap
        }
    }

    /// What lies between two curves over the same places, as one shape; for one place alone, a bar.
    func band(upper: [Point], lower: [Point], _ colour: Colour) {
        guard upper.count > 1, upper.count == lower.count else { return }
        polygon(upper + lower.reversed(), colour)
    }

    /// A bar with feet: an interval at one place.
    func whisker(x: Double, from low: Double, to high: Double, _ colour: Colour, width: Double = 1.2) {
        line((x, low), (x, high), width: width, colour)
        for y in [low, high] { line((x - 3, y), (x + 3, y), width: width, colour) }
    }

    /// - Parameter size: half of the width.
    func mark(_ mark: Mark, x: Double, y: Double, size: Double = 3.5, _ colour: Colour) {
        switch mark {
        case .circle: circle(x: x, y: y, radius: size, colour)
        case .square: fill(x: x - size * 0.9, y: y - size * 0.9, width: size * 1.8, height: size * 1.8, colour)
        case .triangle:
            polygon([(x, y - size * 1.2), (x + size * 1.15, y + size), (x - size * 1.15, y + size)], colour)
        case .diamond:
            polygon([(x, y - size * 1.3), (x + size * 1.3, y), (x, y + size * 1.3), (x - size * 1.3, y)], colour)
        case .falling: polygon([(x, y + size * 1.2), (x + size * 1.15, y - size), (x - size * 1.15, y - size)], colour)
        case .bar: fill(x: x - size * 1.2, y: y - size * 0.45, width: size * 2.4, height: size * 0.9, colour)
        }
    }

    /// With a rim of the background, so that a mark on a line or another mark stays readable.
    func rimmed(_ mark: Mark, x: Double, y: Double, size: Double = 3.5, _ colour: Colour) {
        self.mark(mark, x: x, y: y, size: size + 1.2, Palette.background)
        self.mark(mark, x: x, y: y, size: size, colour)
    }

    func frame(x: Double, y: Double, width: Double, height: Double, line: Double = 1, _ colour: Colour) {
        fill(x: x, y: y, width: width, height: line, colour)
        fill(x: x, y: y + height - line, width: width, height: line, colour)
        fill(x: x, y: y, width: line, height: height, colour)
        fill(x: x + width - line, y: y, width: line, height: height, colour)
    }

    /// The words, cut with an ellipsis where they are too long; line breaks and other controls become spaces.
    func fitted(_ words: String, within room: Double, size: Double = 11) throws(ReportsError) -> String {
        let line = String(words.unicodeScalars.prefix(400).map { $0.properties.isPrintable ? Character($0) : " " })
        guard try width(of: line, size: size) > room else { return line }
        var (fits, tooLong) = (0, line.count)
        while tooLong - fits > 1 {
            let middle = (fits + tooLong) / 2
            if try width(of: line.prefix(middle) + "…", size: size) <= room { fits = middle } else { tooLong = middle }
        }
        return line.prefix(fits).trimmingSuffix() + "…"
    }
}

extension Unicode.Scalar.Properties {
    /// No control, format, surrogate, private or unassigned character.
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

extension Substring {
    /// Without spaces at the end.
    fileprivate func trimmingSuffix() -> Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

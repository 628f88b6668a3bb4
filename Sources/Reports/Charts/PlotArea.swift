/// An axis of numbers whose ticks are 1, 2 or 5 times a power of ten apart.
package struct ValueAxis: Sendable, Equatable {
    package let low: Double
    package let high: Double
    package let step: Double
    let unit: ChartUnit

    /// 0…100 %.
    static let shares = ValueAxis(low: 0, high: 1, step: 0.2, unit: .share)

    private init(low: Double, high: Double, step: Double, unit: ChartUnit) {
        (self.low, self.high, self.step, self.unit) = (low, high, step, unit)
    }

    /// The narrowest axis of about five steps that holds all the values.
    /// - Parameter fromZero: 0 belongs to the axis, as it must where heights are compared.
    package init(covering values: [Double], unit: ChartUnit, fromZero: Bool) {
        let values = values.filter { $0.isFinite && $0.magnitude < 1e15 }
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        let (low, high) = (fromZero ? min(0, least) : least, fromZero ? max(0, most) : most)
        let spread = high > low ? high - low : max(high.magnitude, unit == .share ? 0.05 : 1) * 0.2
        let centre = (low + high) / 2
        var (from, to) = high > low ? (low, high) : (fromZero ? low : centre - spread / 2, centre + spread / 2)
        // No share is below nothing.
        if unit == .share, least >= 0, from < 0 { (from, to) = (0, to - from) }
        var step = Self.step((to - from) / 5)
        if unit == .count { step = max(step, 1) }
        self.step = step
        self.low = (from / step + 1e-9).rounded(.down) * step
        let top = (to / step - 1e-9).rounded(.up) * step
        self.high = unit == .share && most <= 1 ? min(top, 1) : top
        self.unit = unit
    }

    private static func step(_ rough: Double) -> Double {
        var power = 1.0
        while power > rough, power > 1e-9 { power /= 10 }
        while power * 10 <= rough { power *= 10 }
        return ([1, 2, 5].first { rough <= $0 * power * 1.0001 } ?? 10) * power
    }

    package var ticks: [Double] {
        let first = Int((low / step).rounded())
        return (first...first + max(0, Int(((high - low) / step + 1e-6).rounded(.down)))).map { Double($0) * step }
    }

    func words(_ value: Double) -> String { unit.words(value, step: step) }
}

/// The rectangle of a chart in which values have a place.
struct PlotArea {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    let axis: ValueAxis

    func y(_ value: Double) -> Double {
        let share = (value - axis.low) / (axis.high - axis.low)
        return bottom - (bottom - top) * min(max(share, 0), 1)
    }

    /// Across, 0…1.
    func x(share: Double) -> Double { left + (right - left) * min(max(share, 0), 1) }

    /// The middle of one of `count` equal slots.
    func x(slot: Int, of count: Int) -> Double { left + (right - left) * (Double(slot) + 0.5) / Double(max(1, count)) }

    /// Grid lines across with their numbers at the left; the lowest is the base line.
    func drawLevels(on canvas: Canvas) {
        for (index, tick) in axis.ticks.enumerated() {
            canvas.fill(
                x: left, y: y(tick) - 0.5, width: right - left, height: 1, index == 0 ? Palette.quiet : Palette.grid)
            canvas.text(axis.words(tick), x: left - 8, y: y(tick) + 4, Palette.quiet, anchor: .end)
        }
    }

    /// Of a square of shares: grid lines both ways, numbers below and at the left, and the words of both axes.
    func drawShares(across: String, up: String, on canvas: Canvas) {
        for tick in ValueAxis.shares.ticks {
            let isBase = tick == 0
            let colour = isBase ? Palette.quiet : Palette.grid
            canvas.fill(x: left, y: y(tick) - 0.5, width: right - left, height: 1, colour)
            canvas.fill(x: x(share: tick) - 0.5, y: top, width: 1, height: bottom - top, colour)
            canvas.text(axis.words(tick), x: left - 8, y: y(tick) + 4, Palette.quiet, anchor: .end)
            canvas.text(axis.words(tick), x: x(share: tick), y: bottom + 17, Palette.quiet, anchor: .middle)
        }
        canvas.text(across, x: (left + right) / 2, y: bottom + 36, Palette.ink, anchor: .middle)
        canvas.text(
            up, x: left - 50, y: (top + bottom) / 2, Palette.ink, anchor: .middle, angle: Canvas.quarterTurn)
    }

    /// Labels under equal slots, as many as there is room for; the last is always there.
    func drawSlots(_ labels: [String], on canvas: Canvas) throws(ReportsError) {
        let slot = (right - left) / Double(max(1, labels.count))
        var widest = 0.0
        for label in labels { widest = max(widest, try canvas.width(of: label, size: 10)) }
        let stride = max(1, Int(((widest + 12) / slot).rounded(.up)))
        var free = Double(canvas.width)
        for (index, label) in labels.enumerated().reversed() where (labels.count - 1 - index) % stride == 0 {
            let middle = x(slot: index, of: labels.count)
            // The first and the last stay inside of the picture; one that would touch its neighbour then is left out.
            let place = min(max(middle, widest / 2 + 4), Double(canvas.width) - widest / 2 - 4)
            guard place + widest / 2 < free else { continue }
            free = place - widest / 2 - 8
            canvas.fill(x: middle - 0.5, y: bottom, width: 1, height: 4, Palette.quiet)
            canvas.text(label, x: place, y: bottom + 17, size: 10, Palette.quiet, anchor: .middle)
        }
    }
}

/// Places labels one under the other where they would lie on top of each other.
package enum LabelColumn {
    /// The nearest places to the wanted ones that keep `gap` between neighbours (in the order wanted) and stay inside
    /// `range`, if there is room: neighbours that touch are moved together (pool adjacent violators).
    package static func spread(_ wanted: [Double], gap: Double, in range: ClosedRange<Double>) -> [Double] {
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        var blocks: [(sum: Double, count: Int)] = []
        for (rank, index) in order.enumerated() {
            // Less the room that earlier labels take, so that "no overlap" becomes "not falling".
            blocks.append((wanted[index] - gap * Double(rank), 1))
            while blocks.count > 1, let last = blocks.last,
                blocks[blocks.count - 2].sum / Double(blocks[blocks.count - 2].count) > last.sum / Double(last.count)
            {
                blocks.removeLast()
                blocks[blocks.count - 1] = (
                    blocks[blocks.count - 1].sum + last.sum, blocks[blocks.count - 1].count + last.count
                )
            }
        }
        let highest = max(range.lowerBound, range.upperBound - gap * Double(max(0, wanted.count - 1)))
        let levels = blocks.flatMap { Array(repeating: $0.sum / Double($0.count), count: $0.count) }
        var placed = wanted
        for (rank, index) in order.enumerated() {
            placed[index] = min(max(levels[rank], range.lowerBound), highest) + gap * Double(rank)
        }
        return placed
    }
}

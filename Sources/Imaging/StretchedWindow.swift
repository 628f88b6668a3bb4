/// A linear stretch of `low … high` to 0 … 255, truncated, and inverted after that where the film needs it.
struct StretchedWindow {
    let low: Float
    let high: Float
    let inverted: Bool
    private var sum = 0
    private var film = 0

    /// - Precondition: `low < high`, both finite.
    init(low: Float, high: Float, inverted: Bool) {
        (self.low, self.high, self.inverted) = (low, high, inverted)
    }

    /// Mean grey (0 … 255) of all film drawn so far, without background.
    var meanOfFilm: Double { film == 0 ? 0 : Double(sum) / Double(film) }

    /// Greys of values, which are scaled in place; NaN is background and black whatever the polarity.
    mutating func greys(of values: inout [Float]) -> [UInt8] {
        scale(&values)
        let flip: UInt8 = inverted ? 255 : 0
        var (sum, film) = (0, 0)
        let scaled = values.span
        let greys = [UInt8](unsafeUninitializedCapacity: scaled.count) { out, count in
            for i in scaled.indices {
                let value = scaled[i]
                if value != value {
                    out[i] = 0
                } else {
                    // 255 - grey is grey ^ 255; a scaled value lies within 0 … 255, so the conversion cannot trap.
                    let grey = UInt8(truncatingIfNeeded: Int32(value)) ^ flip
                    out[i] = grey
                    sum &+= Int(grey)
                    film &+= 1
                }
            }
            count = scaled.count
        }
        self.sum += sum
        self.film += film
        return greys
    }

    /// A loop of its own, and unchecked, because it is vectorised this way: a third of the time. NaN stays NaN.
    private func scale(_ values: inout [Float]) {
        var values = values.mutableSpan
        let (low, high, span) = (low, high, high - low)
        for i in 0..<values.count {
            values[unchecked: i] = (min(max(values[unchecked: i], low), high) - low) / span * 255
        }
    }
}

/// Shrinks a picture by giving each new pixel the mean of the box of old pixels that it covers, fractions included.
///
/// Equals OpenCV's `INTER_AREA` on 32-bit floats to within rounding. The weights are whole numbers: in units of
/// 1 / (new side), the old pixel `s` spans `[s·new, (s+1)·new)` and the new pixel `d` spans `[d·old, (d+1)·old)`, both
/// divided by the common factor of the two sides, so that the sums are exact and only the last division rounds.
package struct AreaAverage: Sendable {
    /// The old pixels that one new pixel covers along one side: `first` and `last` in part, those between them whole.
    struct Box: Sendable {
        let first: Int
        let last: Int
        let firstWeight: UInt16
        let lastWeight: UInt16
    }

    let columns: Int
    let rows: Int
    package let width: Int
    package let height: Int
    let across: [Box]
    let down: [Box]
    /// The weight of a whole old pixel, across and down.
    let wholeAcross: UInt16
    let wholeDown: UInt16
    /// One over the summed weights of a box.
    let inverseArea: Float

    /// - Parameters:
    ///   - columns: of the old picture, 1 … 65 535, as `rows`.
    ///   - longSide: the new long side; the short one is `short · longSide / long`, truncated, at least 1. A picture that
    ///     is not larger keeps its size.
    package init(columns: Int, rows: Int, longSide: Int) {
        let long = max(columns, rows)
        let wanted = max(1, min(longSide, long))
        func side(_ old: Int) -> Int { old == long ? wanted : max(1, old * wanted / long) }
        (self.columns, self.rows, width, height) = (columns, rows, side(columns), side(rows))
        let (horizontal, vertical) = (Self.boxes(columns, width), Self.boxes(rows, height))
        (across, wholeAcross) = (horizontal.boxes, horizontal.whole)
        (down, wholeDown) = (vertical.boxes, vertical.whole)
        inverseArea = 1 / (Float(horizontal.area) * Float(vertical.area))
    }

    /// Nothing to shrink: each new pixel is one old one.
    package var isIdentity: Bool { width == columns && height == rows }

    private static func boxes(_ old: Int, _ new: Int) -> (boxes: [Box], whole: UInt16, area: Int) {
        var (a, b) = (old, new)
        while b != 0 { (a, b) = (b, a % b) }
        let (area, whole) = (old / a, new / a)
        let boxes = (0..<new).map { d in
            let (start, end) = (d * area, (d + 1) * area)
            let (first, last) = (start / whole, (end - 1) / whole)
            return Box(
                first: first, last: last,
                firstWeight: UInt16(clamping: min(end, (first + 1) * whole) - start),
                lastWeight: UInt16(clamping: first == last ? 0 : end - last * whole))
        }
        return (boxes, UInt16(clamping: whole), area)
    }
}

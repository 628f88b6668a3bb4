/// One component of a scan: its tables, and its samples in the row of units that is being decoded.
struct ExtendedJPEGPlane: Sendable {
    /// Which component of the frame it is.
    let place: Int
    /// Blocks in a unit.
    let across: Int
    let down: Int
    /// Pixels that one sample stands for.
    let repeats: (across: Int, down: Int)
    /// Units that cover the picture from left to right.
    let units: Int
    /// Samples in a line of a row of units, those that pass the picture's edge included.
    let width: Int
    let dc: JPEGHuffman
    let ac: JPEGHuffman
    /// The lookup of `dc`, then that of `ac`.
    let lookups: [UInt32]
    /// For the coefficients in zigzag order, as `ExtendedJPEGTransform` wants them.
    let scales: [Float]
    let places = Self.zigzag
    let transform: ExtendedJPEGTransform
    /// `8 · down` lines of `width`.
    var samples: [UInt16]

    /// - Parameter isAlone: the scan has no other component, so that its units are single blocks whatever the factors.
    init(
        place: Int, _ component: JPEGStream.Frame.Component, repeats: (across: Int, down: Int), isAlone: Bool,
        columns: Int, precision: Int, dc: JPEGHuffman, ac: JPEGHuffman, divisors: [UInt16]
    ) {
        (self.place, self.repeats, self.dc, self.ac) = (place, repeats, dc, ac)
        (across, down) = isAlone ? (1, 1) : (component.across, component.down)
        let unit = 8 * across * repeats.across
        units = (columns + unit - 1) / unit
        width = units * across * 8
        lookups = dc.lookup(hasRuns: false) + ac.lookup(hasRuns: true)
        scales = ExtendedJPEGTransform.scales(divisors)
        transform = ExtendedJPEGTransform(precision: precision)
        samples = [UInt16](repeating: 0, count: width * 8 * down)
    }
}

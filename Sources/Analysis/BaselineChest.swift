import Imaging

/// Densities of the two lung fields of a frontal chest film, in a fixed geometry.
///
/// 1. The picture is shrunk to a long side of 256 and its uniform edges are left out; W and H are what remains.
/// 2. **Midline**: the column within 35…65 % of W for which the picture is most like its own mirror image, by the mean
///    absolute difference over the rows of 20…70 % H and up to 33 % W to both sides.
/// 3. **Lung fields**: from 16 to 42 % W beside the midline, cut at the film's edge; upper zone 15…35 % H, middle 35…55 %,
///    lower 55…75 %. The inner 16 % hold the mediastinum and most of the heart, so the heart does not count as asymmetry.
/// 4. **Density** of a zone: its median grey on the scale from the 5th (0) to the 95th percentile (1) of the film; bright
///    is dense. **Midline density**: the same within 6 % W of the midline, 15…75 % H.
///
/// The patient's right is on the left of the picture.
package struct BaselineChest: Equatable {
    package enum Zone: String, CaseIterable {
        case upper, middle, lower

        var rows: (from: Double, to: Double) {
            switch self {
            case .upper: (0.15, 0.35)
            case .middle: (0.35, 0.55)
            case .lower: (0.55, 0.75)
            }
        }
    }

    package struct Pair: Equatable {
        package let zone: Zone
        /// Of the patient.
        package let right: Double
        package let left: Double
        /// Positive: the patient's right is denser.
        package var difference: Double { right - left }
    }

    package let pairs: [Pair]
    package let midline: Double
    /// Mean absolute difference from the mirror image, on the density scale. A large one means an asymmetric film or a
    /// midline in the wrong place; the two cannot be told apart here.
    package let residual: Double

    /// `nil` when the picture is too small or holds one grey only.
    package init?(_ film: GreyPicture) {
        guard let grid = BaselineGrid(film) else { return nil }
        let greys = grid.rows.flatMap { y in grid.columns.map { grid.grey($0, y) } }
        let low = Double(BaselineGrid.percentile(greys, 5))
        let span = Double(BaselineGrid.percentile(greys, 95)) - low
        guard span > 0 else { return nil }
        let (axis, difference) = Self.axis(of: grid)
        let width = Double(grid.columns.count)
        func density(_ columns: [Int], _ rows: Range<Int>) -> Double? {
            let greys = rows.flatMap { y in columns.map { grid.grey($0, y) } }
            guard !greys.isEmpty else { return nil }
            return min(max((Double(BaselineGrid.percentile(greys, 50)) - low) / span, 0), 1)
        }
        // Columns are mirrored exactly: what lies at x on one side lies at axis - x on the other.
        let outer = (Int(0.16 * width)...Int(0.42 * width)).map { axis / 2 - $0 }
        let onRight = outer.filter(grid.columns.contains)
        let onLeft = outer.map { axis - $0 }.filter(grid.columns.contains)
        var pairs: [Pair] = []
        for zone in Zone.allCases {
            let rows = grid.rows(zone.rows.from, zone.rows.to)
            guard let right = density(onRight, rows), let left = density(onLeft, rows) else { return nil }
            pairs.append(Pair(zone: zone, right: right, left: left))
        }
        let reach = Int(0.06 * width)
        let middle = (axis / 2 - reach...axis - axis / 2 + reach).filter(grid.columns.contains)
        guard let midline = density(middle, grid.rows(0.15, 0.75)) else { return nil }
        (self.pairs, self.midline, residual) = (pairs, midline, difference / span)
    }

    /// Twice the column of the midline, so that it may lie between two columns, and the mean difference there.
    private static func axis(of grid: BaselineGrid) -> (axis: Int, difference: Double) {
        let (width, first) = (grid.columns.count, grid.columns.lowerBound)
        let reach = Int(0.33 * Double(width))
        let rows = grid.rows(0.20, 0.70)
        let centre = 2 * first + width - 1
        // From the centre outwards: of equal ones the most central wins, on a mirrored film too.
        let axes = (centre - Int(0.3 * Double(width))...centre + Int(0.3 * Double(width)))
            .sorted { abs($0 - centre) < abs($1 - centre) }
        var best = (axis: centre, difference: Double.infinity)
        for axis in axes {
            var (sum, count) = (0, 0)
            for y in rows {
                for offset in 1...max(1, reach) {
                    let (a, b) = (axis / 2 - offset + 1, axis - axis / 2 + offset - 1)
                    guard grid.columns.contains(a), grid.columns.contains(b) else { continue }
                    sum += abs(Int(grid.grey(a, y)) - Int(grid.grey(b, y)))
                    count += 1
                }
            }
            let difference = count == 0 ? .infinity : Double(sum) / Double(count)
            if difference < best.difference { best = (axis, difference) }
        }
        return best
    }
}

import Imaging

/// A small copy of the film's picture, with the part that holds anything.
struct BaselineGrid {
    let picture: GreyPicture
    /// The picture without uniform rows and columns at its edges (collimation, open air).
    let columns: Range<Int>
    let rows: Range<Int>

    /// Long side of the copy in pixels: enough for fields that are a tenth of the picture wide.
    private static let longSide = 256
    /// Grey values between the 5th and the 95th percentile of a row or column that holds something.
    private static let leastSpread = 10

    /// `nil` when less than 40 × 40 pixels hold anything.
    init?(_ film: GreyPicture) {
        let picture = film.scaled(toFit: Self.longSide)
        self.picture = picture
        let rows = Self.filled(picture.height) { y in
            (0..<picture.width).map { picture.pixels[y * picture.width + $0] }
        }
        let columns = Self.filled(picture.width) { x in
            (0..<picture.height).map { picture.pixels[$0 * picture.width + x] }
        }
        guard let rows, let columns, rows.count >= 40, columns.count >= 40 else { return nil }
        (self.rows, self.columns) = (rows, columns)
    }

    func grey(_ x: Int, _ y: Int) -> UInt8 { picture.pixels[y * picture.width + x] }

    /// Rows between two shares of the filled height.
    func rows(_ from: Double, _ to: Double) -> Range<Int> {
        let lower = rows.lowerBound + Int(from * Double(rows.count))
        return lower..<max(lower + 1, rows.lowerBound + Int(to * Double(rows.count)))
    }

    private static func filled(_ count: Int, line: (Int) -> [UInt8]) -> Range<Int>? {
        let holds: (Int) -> Bool = { index in
            let line = line(index)
            return percentile(line, 95) - percentile(line, 5) > leastSpread
        }
        guard let first = (0..<count).first(where: holds), let last = (0..<count).last(where: holds) else { return nil }
        return first..<last + 1
    }

    /// Nearest-rank percentile of grey values; 0 of none.
    static func percentile(_ greys: [UInt8], _ percent: Int) -> Int {
        var counts = [Int](repeating: 0, count: 256)
        for grey in greys { counts[Int(grey)] += 1 }
        let rank = max(1, (greys.count * percent + 99) / 100)
        var below = 0
        for (grey, count) in counts.enumerated() {
            below += count
            if below >= rank { return grey }
        }
        return 0
    }
}

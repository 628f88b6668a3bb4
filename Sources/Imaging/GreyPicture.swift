/// A picture of 8-bit grey: row-major, `width × height` bytes, 0 black … 255 white.
public struct GreyPicture: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public let pixels: [UInt8]

    /// `nil` when a side is not within 1 … 65 535 or the number of bytes is not `width × height`.
    public init?(width: Int, height: Int, pixels: [UInt8]) {
        let sides = 1...65_535
        guard sides.contains(width), sides.contains(height), pixels.count == width * height else { return nil }
        self.init(checkedWidth: width, height: height, pixels: pixels)
    }

    /// For callers in this room whose sizes agree by construction.
    init(checkedWidth width: Int, height: Int, pixels: [UInt8]) {
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    /// A smaller copy by area average, its long side at most `longSide`. Never enlarges; the aspect ratio stays 1:1.
    public func scaled(toFit longSide: Int) -> GreyPicture {
        let average = AreaAverage(columns: width, rows: height, longSide: longSide)
        if average.isIdentity { return self }
        var smaller = [UInt8]()
        smaller.reserveCapacity(average.width * average.height)
        average.forEachRow(from: copyRow, leavingOut: nil) { _, row in
            for x in row.indices { smaller.append(UInt8(row[x] + 0.5)) }
        }
        return GreyPicture(checkedWidth: average.width, height: average.height, pixels: smaller)
    }

    private func copyRow(_ row: Int, into line: inout [UInt16]) {
        for x in 0..<width { line[x] = UInt16(pixels[row * width + x]) }
    }
}

/// A picture of 16-bit grey: row-major, `width × height` samples, 0 black … 65 535 white.
public struct DeepPicture: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public let pixels: [UInt16]

    /// `nil` when a side is not within 1 … 65 535 or the number of samples is not `width × height`.
    public init?(width: Int, height: Int, pixels: [UInt16]) {
        let sides = 1...65_535
        guard sides.contains(width), sides.contains(height), pixels.count == width * height else { return nil }
        self.init(checkedWidth: width, height: height, pixels: pixels)
    }

    /// For callers in this room whose sizes agree by construction.
    init(checkedWidth width: Int, height: Int, pixels: [UInt16]) {
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }
}

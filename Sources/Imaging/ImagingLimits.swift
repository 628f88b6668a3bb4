/// How much a stranger's header may make this room allocate.
public struct ImagingLimits: Sendable, Hashable {
    /// Largest `columns × rows`. Every buffer is a small multiple of it, in bytes.
    public var maxPixels: Int
    /// Most tiles in a JPEG 2000 codestream: OpenJPEG allocates several kilobytes for each before it decodes.
    public var maxTiles: Int

    public init(maxPixels: Int, maxTiles: Int) {
        (self.maxPixels, self.maxTiles) = (maxPixels, maxTiles)
    }

    /// 100 million pixels, five times the largest detectors in use (a stitched spine is about 30 million).
    public static let standard = ImagingLimits(maxPixels: 100_000_000, maxTiles: 4096)

    /// The number of pixels, or why there may not be so many.
    func pixels(columns: Int, rows: Int) throws(ImagingError) -> Int {
        let (count, overflow) = columns.multipliedReportingOverflow(by: rows)
        guard !overflow, count <= maxPixels else {
            throw .tooLarge(columns: columns, rows: rows, limit: maxPixels)
        }
        return count
    }
}

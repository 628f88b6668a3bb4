/// What the header promises about one frame. A decoder refuses a stream that says otherwise before it allocates.
package struct FrameShape: Sendable, Equatable {
    package let columns: Int
    package let rows: Int
    /// Samples per Pixel: 1 or 3.
    package let components: Int
    /// Bits Allocated: 1, 8, 16 or 32.
    package let bitsAllocated: Int

    package init(columns: Int, rows: Int, components: Int, bitsAllocated: Int) {
        (self.columns, self.rows, self.components) = (columns, rows, components)
        self.bitsAllocated = bitsAllocated
    }

    /// Samples in the frame; the header's sides have passed the limit on pixels, so that this cannot overflow.
    package var sampleCount: Int { columns * rows * components }

    /// Compares a stream's own header with what was promised.
    ///
    /// - Parameter encoding: how the stream's kind is called in the error, such as `JPEG picture`.
    /// - Throws: `.tooLarge` when the stream's sides pass the limit, `.unsupportedPixels` when they differ.
    package func require(
        columns: Int, rows: Int, components: Int, in encoding: String, limits: ImagingLimits
    ) throws(ImagingError) {
        _ = try limits.pixels(columns: columns, rows: rows)
        guard columns == self.columns, rows == self.rows else {
            throw .unsupportedPixels(
                "The header says \(self.columns) × \(self.rows) pixels, the \(encoding) \(columns) × \(rows)")
        }
        guard components == self.components else {
            throw .unsupportedPixels(
                "The header says \(self.components) samples a pixel, the \(encoding) \(components)")
        }
    }
}

extension GreyPicture {
    /// An 8-bit grey baseline JPEG with a JFIF header: for viewers that ask for it, never for what is kept.
    ///
    /// - Parameter quality: 1 … 100, in the scale of the Independent JPEG Group.
    /// - Throws: `ImagingError.codec` when the picture is larger than the format allows (65 500 pixels a side).
    public func jpeg(quality: Int = 92) throws(ImagingError) -> [UInt8] {
        try BaselineJPEG.encode(pixels, columns: width, rows: height, quality: min(max(quality, 1), 100))
    }
}

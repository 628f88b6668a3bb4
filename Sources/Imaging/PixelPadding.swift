import DICOM

/// Pixels that were added to make the picture rectangular.
///
/// Standard: PS3.3 §C.7.5.1.1.2: one stored value, or a range of them with Pixel Padding Range Limit.
enum PixelPadding {
    /// The padding as samples of a `StoredFrame`, or `nil` when there is none or it lies outside of them.
    ///
    /// - Parameter isSigned: the attribute's VR follows Pixel Representation, but not every writer does.
    static func samples(_ dataSet: DataSet, isSigned: Bool, base: Int) -> ClosedRange<UInt16>? {
        func stored(_ tag: Tag) -> Int? {
            dataSet.integer(tag).map {
                isSigned ? Int(Int16(truncatingIfNeeded: $0)) : Int(UInt16(truncatingIfNeeded: $0))
            }
        }
        guard let value = stored(.pixelPaddingValue) else { return nil }
        let limit = stored(.pixelPaddingRangeLimit) ?? value
        let (low, high) = (min(value, limit) - base, max(value, limit) - base)
        guard high >= 0, low <= 65_535 else { return nil }
        return UInt16(clamping: low)...UInt16(clamping: high)
    }
}

import DICOM

/// Pixels that were added to make the picture rectangular.
///
/// Standard: PS3.3 §C.7.5.1.1.2: one stored value, or a range of them with Pixel Padding Range Limit.
enum PixelPadding {
    /// The stored values that are padding.
    ///
    /// - Parameter isSigned: the attribute's VR follows Pixel Representation, but not every writer does. Values that only
    ///   32 bits can hold are taken as they are.
    static func values(_ dataSet: DataSet, isSigned: Bool) -> ClosedRange<Int>? {
        func stored(_ tag: Tag) -> Int? {
            guard let value = dataSet.integer(tag), (-32_768...65_535).contains(value) else {
                return dataSet.integer(tag)
            }
            return isSigned ? Int(Int16(truncatingIfNeeded: value)) : Int(UInt16(truncatingIfNeeded: value))
        }
        guard let value = stored(.pixelPaddingValue) else { return nil }
        let limit = stored(.pixelPaddingRangeLimit) ?? value
        return min(value, limit)...max(value, limit)
    }

    /// The padding as samples of a `StoredFrame`, or `nil` when there is none or it lies outside of them.
    ///
    /// - Parameter base: the stored value of sample 0.
    static func samples(_ dataSet: DataSet, isSigned: Bool, base: Int) -> ClosedRange<UInt16>? {
        guard let values = values(dataSet, isSigned: isSigned) else { return nil }
        let (low, high) = (
            values.lowerBound.subtractingReportingOverflow(base), values.upperBound.subtractingReportingOverflow(base)
        )
        guard !low.overflow, !high.overflow, high.partialValue >= 0, low.partialValue <= 65_535 else { return nil }
        return UInt16(clamping: low.partialValue)...UInt16(clamping: high.partialValue)
    }
}

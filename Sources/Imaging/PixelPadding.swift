import DICOM

/// Pixels that were added to make the picture rectangular.
///
/// Standard: PS3.3 §C.7.5.1.1.2: one stored value, or a range of them with Pixel Padding Range Limit.
enum PixelPadding {
    /// The padding as samples of a `StoredFrame`, or `nil` when there is none or it lies outside of them.
    ///
    /// - Parameters:
    ///   - isSigned: the attribute's VR follows Pixel Representation, but not every writer does.
    ///   - base, step: the stored value of a sample is `base + step · sample`, or up to `step - 1` more.
    static func samples(_ dataSet: DataSet, isSigned: Bool, base: Int, step: Int) -> ClosedRange<UInt16>? {
        func stored(_ tag: Tag) -> Int? {
            dataSet.integer(tag).map {
                isSigned ? Int(Int16(truncatingIfNeeded: $0)) : Int(UInt16(truncatingIfNeeded: $0))
            }
        }
        guard let value = stored(.pixelPaddingValue) else { return nil }
        let limit = stored(.pixelPaddingRangeLimit) ?? value
        // Where a sample stands for several values, all of them count as padding if one is.
        let low = Self.floor(min(value, limit) - base, max(step, 1))
        let high = Self.floor(max(value, limit) - base, max(step, 1))
        guard high >= 0, low <= 65_535 else { return nil }
        return UInt16(clamping: low)...UInt16(clamping: high)
    }

    private static func floor(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }
}

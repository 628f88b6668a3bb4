/// The pile-ups at the two ends of a film's values: collimation or shutter at one end, fully exposed air at the other.
///
/// An end is a spike when the lowest (highest) 1/128 of the range that occurs holds 2 % of the film or more. The band is
/// wider than one value because lossy compression smears a flat area over a few values.
struct EndSpikes {
    /// Samples of the spike at the low (high) end, or `nil` when there is none.
    let low: ClosedRange<Int>?
    let high: ClosedRange<Int>?

    private static let band = 128
    private static let leastShare = 0.02

    init(_ histogram: SampleHistogram) {
        guard let ends = histogram.ends, ends.count > 1 else {
            (low, high) = (nil, nil)
            return
        }
        let band = (ends.upperBound - ends.lowerBound) / Self.band
        func spike(_ values: ClosedRange<Int>) -> ClosedRange<Int>? {
            Double(histogram.count(of: values)) >= Self.leastShare * Double(histogram.total) ? values : nil
        }
        low = spike(ends.lowerBound...ends.lowerBound + band)
        high = spike(ends.upperBound - band...ends.upperBound)
    }

    func contains(_ sample: UInt16) -> Bool {
        low?.contains(Int(sample)) ?? false || high?.contains(Int(sample)) ?? false
    }
}

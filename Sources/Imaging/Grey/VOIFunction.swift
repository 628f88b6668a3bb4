import Foundation

/// One way of choosing the values of interest: a window or a table of the header, or a window made by us.
///
/// Its input are modality values, its output is the whole range from black to white, before any inversion.
/// Standard: PS3.3 §C.11.2.
public struct VOIFunction: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// §C.11.2.1.2.1: rises over `width - 1`; a width of 1 is a threshold.
        case linear(center: Double, width: Double)
        /// §C.11.2.1.3.2: rises over `width`.
        case linearExact(center: Double, width: Double)
        /// §C.11.2.1.3.1: never quite black or white.
        case sigmoid(center: Double, width: Double)
        /// §C.11.2.1.1: `first` is the input of the first value, `2^bits - 1` is white.
        case table(first: Int, bits: Int, values: [UInt16])
    }

    /// The header's explanation, or `Window 1`, `VOI LUT 1`.
    public let name: String
    public let kind: Kind

    public init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

    /// The output for a modality value on a scale from `low` to `high`, either of which may be the larger one.
    ///
    /// A window's output is a fraction, as the standard demands; a table's is rounded to the nearest whole number.
    package func output(_ value: Double, low: Double, high: Double) -> Double {
        switch kind {
        case .linear(let center, let width):
            return Self.linear(value, center - 0.5, width - 1, low, high)
        case .linearExact(let center, let width):
            return Self.linear(value, center, width, low, high)
        case .sigmoid(let center, let width):
            return (high - low) / (1 + exp(-4 * (value - center) / width)) + low
        case .table(let first, let bits, let values):
            guard !values.isEmpty else { return low }
            let place = (value.rounded() - Double(first)).clamped(to: 0...Double(values.count - 1))
            let share = Double(values[Int(place)]) / Double(1 << bits - 1)
            return (low + share * (high - low)).rounded()
        }
    }

    /// The standard's `((x - middle) / span + 0.5) · (high - low) + low`, multiplied out.
    ///
    /// The order of the operations is DCMTK's: where the exact result is a whole number, rounding errors decide which
    /// grey is left after truncation, and two viewers should not differ by them.
    private static func linear(
        _ value: Double, _ middle: Double, _ span: Double, _ low: Double, _ high: Double
    ) -> Double {
        if value <= middle - span / 2 { return low }
        if value > middle + span / 2 { return high }
        let range = high - low
        return high - (middle / span + 0.5) * range + value * (range / span)
    }
}

extension Double {
    /// NaN becomes the lower bound.
    func clamped(to range: ClosedRange<Double>) -> Double {
        self > range.lowerBound ? Swift.min(self, range.upperBound) : range.lowerBound
    }
}

import Foundation

/// Brightens dark pictures and darkens bright ones, so that their mean grey moves towards the middle.
package enum AdaptiveGamma {
    /// Beyond these a picture is not corrected further: noise would be all that is gained.
    package static let range: ClosedRange<Double> = 0.5...2.5

    /// γ = ln(127.5) / ln(mean), the predecessor's rule, for a mean grey of 0 … 255: above 1 for dark pictures, below for bright.
    /// 1 when the mean is 1 or less, where the logarithm says nothing.
    package static func gamma(mean: Double) -> Double {
        guard mean > 1 else { return 1 }
        return clamped(Foundation.log(127.5) / Foundation.log(mean))
    }

    static func clamped(_ gamma: Double) -> Double {
        gamma.isFinite ? min(max(gamma, range.lowerBound), range.upperBound) : 1
    }

    /// 256 greys: `trunc(255 · (in / 255)^(1/γ))`; γ = 1 is exactly the identity.
    package static func table(gamma: Double) -> [UInt8] {
        if gamma == 1 { return Array(0...255) }
        return (0...255).map { UInt8(clamping: Int(255 * Foundation.pow(Double($0) / 255, 1 / gamma))) }
    }
}

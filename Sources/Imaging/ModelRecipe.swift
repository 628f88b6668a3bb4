import Foundation

/// How a film becomes the picture that a model sees.
///
/// Changing anything that moves a grey value means a new `name`: answers keep the name of the recipe they were given with.
public struct ModelRecipe: Sendable, Hashable {
    public enum Gamma: Sendable, Hashable {
        /// From the mean grey of the picture, see `AdaptiveGamma`.
        case adaptive
        /// The same for every film; 1 leaves the picture alone. Sensible between 0.5 and 2.5, and clamped to that.
        case fixed(Double)
    }

    /// Long side in pixels; films that are smaller keep their size.
    public var size: Int
    public var gamma: Gamma

    public init(size: Int = 896, gamma: Gamma = .adaptive) {
        (self.size, self.gamma) = (size, gamma)
    }

    /// 896 pixels, adaptive gamma.
    public static let standard = ModelRecipe()

    /// The recipe's name and edition, such as `model-896/2`.
    public var name: String { "model-\(size)/2" }

    /// Everything that decides the grey values, as one line of text. Equal recipes have equal text; callers hash it.
    public var parameters: String {
        let gammaText =
            switch gamma {
            case .adaptive: "adaptive(\(AdaptiveGamma.range.lowerBound)...\(AdaptiveGamma.range.upperBound))"
            case .fixed(let value): "fixed(\(value))"
            }
        return "\(name) modality=lut-or-rescale resize=area(\(size),truncate,never-enlarge) padding=left-out "
            + "window=percentiles(\(Self.percents[0]),\(Self.percents[1])) depth=8(truncate) "
            + "invert=presentation-lut-shape-else-monochrome1,negative-slope(after-window) gamma=\(gammaText)"
    }

    /// The grey window: lowest and highest percentile, taken after the resize.
    static let percents: [Double] = [1, 99]
}

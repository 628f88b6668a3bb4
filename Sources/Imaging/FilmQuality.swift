import Foundation

/// Technical measurements of one film, taken on a regular grid of its stored values. The same film gives the same numbers.
///
/// Shares are 0 … 1, rounded to six decimals. Dark and bright are as displayed, after polarity. "Film" is the picture
/// without padding and without the blank borders.
public struct FilmQuality: Sendable, Codable, Equatable {
    /// Span from the 0.1st to the 99.9th percentile of the film, as a share of 2^Bits Stored.
    public var usedRangeFraction: Double
    /// Share of the film at exactly its lowest displayed grey: a pile-up there is detail lost in black.
    public var clippedLow: Double
    /// Share of the film at exactly its highest displayed grey: detail lost in white.
    public var clippedHigh: Double
    /// Standard deviation of the pixel noise over the span of the 5th to the 95th percentile (`NoiseEstimate`).
    public var noise: Double
    /// Span of the 5th to the 95th percentile over that of the 0.1st to the 99.9th: near 1 is a flat histogram, a small
    /// value is a grey film with few extremes.
    public var contrast: Double
    /// Share of the whole picture that is padding, or white at one end of the values and reaches the border: collimation.
    public var collimatedFraction: Double
    /// Share of the whole picture that is black at one end of the values and reaches the border: open air, or a shutter.
    public var blackBorderFraction: Double
    /// Mean of the film on the scale from its 0.1st (0) to its 99.9th percentile (1), after polarity.
    public var meanGrey: Double
    /// Whether the corners, where air usually shows, are darker than the middle by a tenth of that scale (`true`), brighter
    /// (`false`: the film may be inverted), or neither. `nil` too when blank borders hide the corners. A hint, no proof.
    public var polarityPlausible: Bool?

    /// The names in stored answers and JSON; they do not change.
    private enum CodingKeys: String, CodingKey {
        case usedRangeFraction, clippedLow, clippedHigh, noise, contrast, collimatedFraction, blackBorderFraction
        case meanGrey, polarityPlausible
    }
}

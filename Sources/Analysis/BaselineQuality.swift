import Imaging

/// What the film's technical measurements are made to mean.
///
/// | measurement of `FilmQuality` | a defect when |
/// |---|---|
/// | used range | below 10 % of what the stored bits can hold: low exposure, or a detector of very wide range |
/// | clipped dark, clipped bright | more than 5 % of the film: detail is lost |
/// | noise | above 5 % of the film's grey span |
/// | contrast | middle 90 % of the film within less than 30 % of its grey span |
/// | collimation | more than 60 % of the picture is masked |
/// | polarity | the border looks bright where air should be dark |
///
/// The limits are round numbers set beforehand, not fitted to any film.
struct BaselineQuality {
    let words: String
    /// One phrase for each limit that is passed.
    let defects: [String]

    init(_ quality: FilmQuality?) {
        guard let quality else {
            (words, defects) = ("Technical measurements of the stored film are not at hand.", [])
            return
        }
        let limits: [(isPassed: Bool, phrase: String)] = [
            (quality.usedRangeFraction < 0.10, "low exposure or a very wide detector range"),
            (quality.clippedLow > 0.05, "detail lost in the dark parts"),
            (quality.clippedHigh > 0.05, "detail lost in the bright parts"),
            (quality.noise > 0.05, "high noise"),
            (quality.contrast < 0.30, "low contrast"),
            (quality.collimatedFraction > 0.60, "most of the picture masked by collimation"),
            (quality.polarityPlausible == false, "brightness possibly inverted"),
        ]
        defects = limits.filter(\.isPassed).map(\.phrase)
        words =
            "Technical quality: \(Self.percent(quality.usedRangeFraction)) of the stored range is used, "
            + "\(Self.percent(quality.clippedLow)) of the film is clipped dark and "
            + "\(Self.percent(quality.clippedHigh)) bright, noise is \(Self.percent(quality.noise)) of the grey span, "
            + "contrast \(Self.percent(quality.contrast)), \(Self.percent(quality.collimatedFraction)) is collimated, "
            + "polarity \(Self.polarity(quality.polarityPlausible)). "
            + (defects.isEmpty
                ? "No technical defect by the rule." : "By the rule: \(defects.joined(separator: ", ")).")
    }

    private static func polarity(_ isPlausible: Bool?) -> String {
        isPlausible.map { $0 ? "plausible" : "implausible" } ?? "not decidable"
    }

    /// One decimal, with a point, whatever the locale; 0…100.
    static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "an unknown part" }
        let tenths = Int((min(max(share, 0), 1) * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

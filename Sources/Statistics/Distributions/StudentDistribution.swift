/// Student's t distribution with `degrees` > 0 of freedom.
public enum StudentDistribution {
    /// P(|T| > |t|) = I_{ν/(ν+t²)}(ν/2, ½), DLMF 8.17 with A&S 26.7.1; `nil` without degrees of freedom.
    public static func twoSided(_ t: Double, degrees: Double) -> Double? {
        guard degrees > 0, degrees.isFinite, !t.isNaN else { return nil }
        guard t.isFinite else { return 0 }
        let square = t * t
        return IncompleteBeta.of(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5).lower
    }

    /// t with P(|T| ≤ t) = `level`; `nil` unless 0 < level < 1.
    public static func critical(_ level: Double, degrees: Double) -> Double? {
        guard level > 0, level < 1, degrees > 0, degrees.isFinite else { return nil }
        let half = degrees / 2
        // F = t² / ν is a ratio of gamma variables; its share x = t²/(ν + t²) is Beta(½, ν/2).
        guard let share = BetaDistribution.quantile(1 - level, level, half, 0.5) else { return nil }
        return (degrees * (1 - share) / share).squareRoot()
    }
}

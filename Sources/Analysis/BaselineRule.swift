import Radiology

/// What the measurements of the baseline reader are made to mean: the rule, `baseline/1`.
///
/// **Severity** of a frontal chest film, the highest of:
///
/// | what | severity |
/// |---|---|
/// | asymmetry (largest difference of density between the sides in one zone) below 0.10 | 0 |
/// | 0.10 to below 0.20 | 2 |
/// | 0.20 to below 0.30 | 4 |
/// | 0.30 to below 0.40 | 5 |
/// | 0.40 and more | 6 |
/// | both lung fields hardly darker than the midline (mean of all zones within 0.15 of the midline's density) | 4 |
/// | one technical defect (`BaselineQuality`) | 1 |
/// | two or more technical defects | 2 |
///
/// So a technical defect alone never makes a film positive, and nothing makes it urgent (7 and more): a ruler does not
/// raise an alarm. Films of other regions and projections, films that are too small or too
/// uniform are not assessed.
///
/// **Confidence** is low and fixed: 25 %, less 10 with a technical defect, less 5 when the projection is not known.
package enum BaselineRule {
    struct Verdict: Equatable {
        var severity: Severity?
        var confidence: Confidence?
        var summary: String
        var findings: String
        var impression: String
    }

    static let asymmetrySteps: [(from: Double, severity: Int)] = [(0.40, 6), (0.30, 5), (0.20, 4), (0.10, 2)]
    static let leastContrastToMidline = 0.15

    package static func severity(asymmetry: Double, isDense: Bool, defects: Int) -> Int {
        let byAsymmetry = asymmetrySteps.first { asymmetry >= $0.from }?.severity ?? 0
        return max(byAsymmetry, isDense ? 4 : 0, min(max(defects, 0), 2))
    }

    package static func confidence(defects: Int, projectionIsKnown: Bool) -> Int {
        25 - (defects > 0 ? 10 : 0) - (projectionIsKnown ? 0 : 5)
    }

    /// - Parameters:
    ///   - chest: `nil` when it could not be measured.
    ///   - hasRule: the film is a frontal chest film.
    static func verdict(
        chest: BaselineChest?, hasRule: Bool, defects: Int, projectionIsKnown: Bool
    ) -> Verdict {
        guard hasRule else { return notAssessed("The baseline has no rule for this region and projection.") }
        guard let chest else { return notAssessed("The picture is too small or too uniform to be measured.") }
        let worst = chest.pairs.max { abs($0.difference) < abs($1.difference) }
        let asymmetry = hundredths(abs(worst?.difference ?? 0))
        let mean = chest.pairs.reduce(0) { $0 + $1.right + $1.left } / Double(max(1, 2 * chest.pairs.count))
        let isDense = chest.midline - mean < leastContrastToMidline
        let score = severity(asymmetry: asymmetry, isDense: isDense, defects: defects)
        let side = (worst?.difference ?? 0) > 0 ? "right" : "left"
        var impression: [String] = []
        if asymmetry >= 0.10 {
            impression.append(
                "The \(side) lung field is denser than the other, most in the \(worst?.zone.rawValue ?? "") zone.")
        }
        if isDense { impression.append("Both lung fields are hardly darker than the midline.") }
        if impression.isEmpty { impression.append("No asymmetry of the lung fields by the rule.") }
        if defects > 0 { impression.append("Technical quality is limited.") }
        return Verdict(
            severity: Severity(score),
            confidence: Confidence(confidence(defects: defects, projectionIsKnown: projectionIsKnown)),
            summary: asymmetry >= 0.10
                ? "\(side) lung asymmetry"
                : isDense ? "dense lung fields" : defects > 0 ? "technical quality" : "no asymmetry",
            findings: words(chest, asymmetry, projectionIsKnown),
            impression: (impression + ["Severity \(score) of 10 follows from the rule, not from a diagnosis."])
                .joined(separator: " "))
    }

    private static func notAssessed(_ reason: String) -> Verdict {
        Verdict(
            severity: nil, confidence: nil, summary: "not assessed", findings: reason,
            impression: "Not assessed: only the technical quality was measured.")
    }

    private static func words(_ chest: BaselineChest, _ asymmetry: Double, _ projectionIsKnown: Bool) -> String {
        let zones = chest.pairs.map {
            "\($0.zone.rawValue) zone right \(text($0.right)), left \(text($0.left))"
        }
        return (projectionIsKnown ? "" : "The projection is not named; a frontal film is assumed. ")
            + "Density of the lung fields on a scale from 0 (dark) to 1 (bright), the left of the picture taken for the patient's right: "
            + zones.joined(separator: "; ") + "; midline \(text(chest.midline)). "
            + "Largest difference between the sides \(text(asymmetry)), "
            + "mean difference from the mirror image \(text(chest.residual))."
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    /// Two decimals with a point, whatever the locale.
    private static func text(_ value: Double) -> String {
        let hundredths = Int((min(max(value, 0), 1) * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}

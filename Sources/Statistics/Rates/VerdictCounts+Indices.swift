/// One number for the whole 2 × 2 table. `nil` (not assessed) wherever a denominator is 0; intervals by `Bootstrap`.
extension VerdictCounts {
    private var tp: Double { Double(truePositives) }
    private var tn: Double { Double(trueNegatives) }
    private var fp: Double { Double(falsePositives) }
    private var fn: Double { Double(falseNegatives) }

    /// (sensitivity + specificity) / 2, 0…1; ½ is chance.
    public var balancedAccuracy: Double? {
        guard let sensitivity = sensitivity.value, let specificity = specificity.value else { return nil }
        return (sensitivity + specificity) / 2
    }

    /// 2 TP / (2 TP + FP + FN), 0…1: harmonic mean of sensitivity and PPV.
    /// Source: C. J. van Rijsbergen, Information Retrieval (1979), ch. 7.
    public var f1: Double? {
        let denominator = 2 * tp + fp + fn
        return denominator == 0 ? nil : 2 * tp / denominator
    }

    /// Matthews' correlation, (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)), −1…1; 0 is chance.
    /// `nil` when a margin is empty (old clients get 0.0 there).
    /// Source: B. W. Matthews, Biochim. Biophys. Acta 405 (1975) 442–451.
    public var matthewsCorrelation: Double? {
        let (a, b) = ((tp + fp) * (tn + fn), (tp + fn) * (tn + fp))
        guard a > 0, b > 0 else { return nil }
        return min(1, max(-1, (tp * tn - fp * fn) / (a.squareRoot() * b.squareRoot())))
    }

    /// sensitivity + specificity − 1, −1…1; 0 is chance. Source: W. J. Youden, Cancer 3 (1950) 32–35.
    public var youden: Double? {
        guard let sensitivity = sensitivity.value, let specificity = specificity.value else { return nil }
        return sensitivity + specificity - 1
    }

    /// Cohen's kappa of the two verdicts, −1…1; `nil` when chance alone would agree always.
    public var kappa: CohenKappa? {
        CohenKappa(table: [[trueNegatives, falsePositives], [falseNegatives, truePositives]])
    }

    /// `kappa?.value` without its standard error, for thousands of resamples: the same operations, so the same bits.
    var kappaValue: Double? {
        guard compared > 0 else { return nil }
        let all = Double(compared)
        let observed = tn / all + tp / all
        let negative = (tn + fp) / all * ((tn + fn) / all)
        let positive = (fn + tp) / all * ((fp + tp) / all)
        return CohenKappa.value(observed: observed, expected: negative + positive)
    }

    /// sensitivity / (1 − specificity): how much a positive raises the odds.
    public var positiveLikelihoodRatio: Double? {
        guard let sensitivity = sensitivity.value, let rest = specificity.complement.value, rest > 0 else { return nil }
        return sensitivity / rest
    }

    /// (1 − sensitivity) / specificity: how much a negative lowers the odds.
    public var negativeLikelihoodRatio: Double? {
        guard let rest = sensitivity.complement.value, let specificity = specificity.value, specificity > 0
        else { return nil }
        return rest / specificity
    }
}

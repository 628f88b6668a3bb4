/// The rates of a diagnostic test, each as "n of N". Their intervals: `Proportion.wilson` and `.clopperPearson`.
/// Source: D. G. Altman, J. M. Bland, BMJ 308:1552 and 309:102 (1994).
extension VerdictCounts {
    /// TP / (TP + FN): of the exams that the reference calls positive, those the reader found.
    public var sensitivity: Proportion {
        Proportion(counted: truePositives, of: truePositives + falseNegatives)
    }

    /// TN / (TN + FP): of the exams that the reference calls negative, those the reader let pass.
    public var specificity: Proportion {
        Proportion(counted: trueNegatives, of: trueNegatives + falsePositives)
    }

    /// TP / (TP + FP), precision: of the reader's positives, those that are. It changes with the prevalence.
    public var positivePredictiveValue: Proportion {
        Proportion(counted: truePositives, of: truePositives + falsePositives)
    }

    /// TN / (TN + FN): of the reader's negatives, those that are. It changes with the prevalence.
    public var negativePredictiveValue: Proportion {
        Proportion(counted: trueNegatives, of: trueNegatives + falseNegatives)
    }

    /// (TP + TN) / all compared.
    public var accuracy: Proportion { Proportion(counted: agreements, of: compared) }

    /// (FP + FN) / all compared.
    public var disagreement: Proportion { Proportion(counted: disagreements, of: compared) }

    /// (TP + FN) / all compared: how often the reference is positive.
    public var prevalence: Proportion { Proportion(counted: truePositives + falseNegatives, of: compared) }

    /// (TP + FP) / all compared: how often the reader is positive.
    public var readerPositiveRate: Proportion {
        Proportion(counted: truePositives + falsePositives, of: compared)
    }
}

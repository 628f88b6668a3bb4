extension Definition {
    private static let altman = "D. G. Altman, J. M. Bland, BMJ 308:1552 and 309:102 (1994)"

    static let sizes: [Row] = [
        row(
            "exams", "Exams",
            "Exams that are done. Those that wait, failed or are ignored are in none of the figures."),
        row(
            "reviewed", "Reviewed",
            "Exams with a compared severity: a review by a person, or else a radiologist's report whose "
                + "severity is known."),
        row("compared", "Compared", "Exams with a severity on both sides; only these can agree or disagree."),
        row("notAssessed", "Not assessed", "Exams to which the AI gave no severity. They never count as negative."),
        row(
            "positive", "AI positive",
            "Of the exams that the AI assessed, those whose severity reaches the threshold."),
        row("meanSeverity", "Mean severity", "Mean of the AI's severities, 0 to 10; interval of Student's t."),
    ]

    static let cells: [Row] = [
        row("tp", "TP", "True positives: AI and compared severity both reach the threshold."),
        row("tn", "TN", "True negatives: both are assessed and below the threshold."),
        row("fp", "FP", "False positives: only the AI's severity reaches the threshold."),
        row("fn", "FN", "False negatives: only the compared severity reaches the threshold."),
    ]

    static let rates: [Row] = [
        row(
            "sensitivity", "Sensitivity",
            "Of the exams that people call positive, those that the AI found: TP / (TP + FN).", altman),
        row(
            "specificity", "Specificity",
            "Of the exams that people call negative, those that the AI let pass: TN / (TN + FP).", altman),
        row(
            "ppv", "PPV",
            "Of the AI's positives, those that people call positive: TP / (TP + FP). It changes with the prevalence.",
            altman),
        row(
            "npv", "NPV",
            "Of the AI's negatives, those that people call negative: TN / (TN + FN). It changes with the prevalence.",
            altman),
        row(
            "accuracy", "Accuracy",
            "Of the compared exams, those with both severities on one side: (TP + TN) / compared."),
        row("disagreement", "Disagreement", "Of the compared exams, those on different sides: (FP + FN) / compared."),
        row(
            "prevalence", "Prevalence",
            "Of the compared exams, those that people call positive: (TP + FN) / compared."),
    ]

    static let indices: [Row] = [
        row(
            "balancedAccuracy", "Balanced accuracy",
            "Mean of sensitivity and specificity; 0.5 is chance, however rare positives are."),
        row(
            "f1", "F1", "Harmonic mean of sensitivity and PPV: 2 TP / (2 TP + FP + FN).",
            "C. J. van Rijsbergen, Information Retrieval (1979), ch. 7"),
        row(
            "mcc", "MCC",
            "Matthews' correlation of the two verdicts, −1 to 1; 0 is chance: (TP·TN − FP·FN) / "
                + "√((TP+FP)(TP+FN)(TN+FP)(TN+FN)).",
            "B. W. Matthews, Biochim. Biophys. Acta 405 (1975) 442–451"),
        row(
            "youden", "Youden's J", "Sensitivity + specificity − 1, −1 to 1; 0 is chance.",
            "W. J. Youden, Cancer 3 (1950) 32–35"),
        row(
            "kappa", "Kappa",
            "Agreement of the two verdicts beyond chance, −1 to 1: (observed − expected) / (1 − expected).",
            "J. Cohen, Educ. Psychol. Meas. 20 (1960) 37–46"),
        row(
            "kappaLinear", "Kappa, linear",
            "Kappa over the eleven severities; a difference of d counts as 1 − d/10 of an agreement.",
            "J. Cohen, Psychol. Bull. 70 (1968) 213–220"),
        row(
            "kappaQuadratic", "Kappa, quadratic",
            "Kappa over the eleven severities; a difference of d counts as 1 − d²/100 of an agreement.",
            "J. Cohen, Psychol. Bull. 70 (1968) 213–220"),
        row(
            "mcnemar", "McNemar's p",
            "Exact p value that false positives and false negatives are equally frequent: does the AI "
                + "err in one direction?",
            "Q. McNemar, Psychometrika 12 (1947) 153–157"),
    ]

    static let curves: [Row] = [
        row(
            "auc", "AUC",
            "Probability that an exam that people call positive has a higher AI severity than one they "
                + "call negative, ties counting half. Interval of DeLong.",
            "E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988) 837–845"),
        row(
            "averagePrecision", "Average precision",
            "Mean of the PPV over all thresholds of the AI's severity, each weighted by the sensitivity "
                + "that it adds; chance is the prevalence.",
            "J. Davis, M. Goadrich, ICML 2006"),
        row(
            "brier", "Brier score",
            "Mean squared difference between the stated confidence and whether the AI was on the "
                + "people's side; 0 is perfect, 0.25 is always saying 50 %.",
            "G. W. Brier, Mon. Weather Rev. 78 (1950) 1–3"),
        row(
            "ece", "ECE",
            "Expected calibration error: mean gap between stated confidence and how often it came true, "
                + "over ten bins. Without an interval, since resampling biases it.",
            "C. Guo et al., ICML 2017"),
        row(
            "mce", "MCE",
            "Largest of the gaps between stated confidence and how often it came true.", "C. Guo et al., ICML 2017"),
    ]
}

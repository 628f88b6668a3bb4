extension FigureList {
    /// How reader and reference agree over all exams.
    mutating func agreement(_ table: SeverityTable) {
        let verdicts = table.verdicts(threshold: threshold)
        sizes("overall.", table)
        cells("overall.", verdicts)
        verdictRates("overall.", verdicts)
        rate("overall.prevalence", verdicts.prevalence)
        indices("overall.", verdicts)
        let weighted = intervals(.weightedKappas(table.confusion)) { level in
            let both = table.weightedKappaIntervals(by: Self.bootstrap, level: level)
            return [both.linear, both.quadratic]
        }
        for (measure, weights, interval) in [
            ("kappaLinear", CohenKappa.Weights.linear, weighted[0]), ("kappaQuadratic", .quadratic, weighted[1]),
        ] {
            let kappa = table.kappa(weights)
            index("overall.\(measure)", kappa?.value, of: table.compared, interval, by: .bootstrapBCa)
        }
        let errors = verdicts.directionOfErrors
        index("overall.mcnemar", errors?.pValue, of: verdicts.disagreements, nil, by: .none, .pValue)
        points("overall.meanSeverity", table.readerSeverities)
    }

    /// How many exams there are, and how many of them say something.
    mutating func sizes(_ prefix: String, _ table: SeverityTable) {
        let total = table.total
        let assessed = table.readerDistribution.reduce(0, +)
        count(prefix + "exams", total)
        rate(prefix + "reviewed", Proportion(counted: table.reviewed, of: total))
        rate(prefix + "compared", Proportion(counted: table.compared, of: total))
        rate(prefix + "notAssessed", Proportion(counted: total - assessed, of: total))
        rate(
            prefix + "positive",
            Proportion(counted: table.readerPositives(threshold: threshold), of: assessed))
    }

    mutating func cells(_ prefix: String, _ verdicts: VerdictCounts) {
        count(prefix + "tp", verdicts.truePositives, of: verdicts.compared)
        count(prefix + "tn", verdicts.trueNegatives, of: verdicts.compared)
        count(prefix + "fp", verdicts.falsePositives, of: verdicts.compared)
        count(prefix + "fn", verdicts.falseNegatives, of: verdicts.compared)
    }

    mutating func verdictRates(_ prefix: String, _ verdicts: VerdictCounts) {
        rate(prefix + "sensitivity", verdicts.sensitivity)
        rate(prefix + "specificity", verdicts.specificity)
        rate(prefix + "ppv", verdicts.positivePredictiveValue)
        rate(prefix + "npv", verdicts.negativePredictiveValue)
        rate(prefix + "accuracy", verdicts.accuracy)
        rate(prefix + "disagreement", verdicts.disagreement)
    }

    /// The figures without a formula for their interval: all of the same resamples.
    mutating func indices(_ prefix: String, _ verdicts: VerdictCounts) {
        let figures: [(measure: String, of: (VerdictCounts) -> Double?)] = [
            ("balancedAccuracy", { $0.balancedAccuracy }), ("f1", { $0.f1 }), ("mcc", { $0.matthewsCorrelation }),
            ("youden", { $0.youden }), ("kappa", { $0.kappaValue }),
        ]
        let ends = intervals(.indices(verdicts.cells)) { level in
            verdicts.replicates(of: figures.map(\.of), by: Self.bootstrap).map { $0.interval(level: level) }
        }
        for (figure, interval) in zip(figures, ends) {
            index(
                prefix + figure.measure, figure.of(verdicts), of: verdicts.compared, interval, by: .bootstrapBCa)
        }
    }

    /// How well the severity tells positive exams from negative ones, whatever the threshold.
    mutating func discrimination(_ table: SeverityTable) {
        let scores = table.scores(referenceThreshold: threshold)
        let area = AreaUnderCurve(scores)
        index("overall.auc", area?.value, of: table.compared, area?.interval(level: level), by: .deLong)
        let precision = PrecisionRecallCurve(scores)
        let ends = intervals(.averagePrecision(scores.rows.map { [$0.positives, $0.negatives] })) { level in
            [scores.averagePrecisionInterval(by: Self.bootstrap, level: level)]
        }
        index(
            "overall.averagePrecision", precision?.averagePrecision, of: table.compared, ends[0], by: .bootstrapBCa)
    }

    /// Whether the stated confidence is what comes true.
    mutating func calibration(_ counts: CalibrationCounts) {
        let total = counts.overall.total
        let (brier, curve) = (BrierScore(counts), ReliabilityCurve(counts))
        let ends = intervals(.brier(counts)) { level in [counts.brierInterval(by: Self.bootstrap, level: level)] }
        index("overall.brier", brier?.value, of: total, ends[0], by: .bootstrapBCa)
        index("overall.ece", curve?.expectedCalibrationError, of: total)
        index("overall.mce", curve?.maximumCalibrationError, of: total)
    }

    private mutating func points(_ id: String, _ severities: ValueCounts) {
        index(id, severities.mean, of: severities.count, severities.meanInterval(level: level), by: .student, .points)
    }
}

extension SeverityTable {
    /// The reader's severities, whether compared or not.
    var readerSeverities: ValueCounts {
        var values = ValueCounts()
        for (severity, exams) in readerDistribution.enumerated() { values.add(severity, times: exams) }
        return values
    }
}

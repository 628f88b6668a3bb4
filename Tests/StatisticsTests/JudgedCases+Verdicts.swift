import Statistics

extension JudgedCases {
    static func verdicts() -> [JudgedCase] { proportions() + tables() + kappas() + curves() + comparisons() }

    private static func proportions() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 11)
        var pairs = [
            (0, 1), (1, 1), (0, 40), (40, 40), (12, 15), (1, 1_000_000), (999_999, 1_000_000), (31_415, 1_000_000),
        ]
        for _ in 0..<150 {
            let total = 1 + generator.below(3000)
            pairs.append((generator.below(total + 1), total))
        }
        return pairs.enumerated().compactMap { index, pair in
            let level = [0.95, 0.9, 0.99][index % 3]
            guard let rate = Proportion(pair.0, of: pair.1) else { return nil }
            return JudgedCase(
                "proportion", ["count": .whole(pair.0), "total": .whole(pair.1), "level": .of(level)],
                found: ["wilson": .of(rate.wilson(level: level)), "exact": .of(rate.clopperPearson(level: level))])
        }
    }

    private static func tables() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 12)
        return (0..<80).compactMap { _ in
            let cells = (0..<4).map { _ in 1 + generator.below(80) }
            let counts = VerdictCounts(
                truePositives: cells[0], trueNegatives: cells[1], falsePositives: cells[2], falseNegatives: cells[3])
            guard let counts else { return nil }
            return JudgedCase(
                "verdicts",
                ["tp": .whole(cells[0]), "tn": .whole(cells[1]), "fp": .whole(cells[2]), "fn": .whole(cells[3])],
                found: [
                    "sensitivity": .of(counts.sensitivity.value), "specificity": .of(counts.specificity.value),
                    "ppv": .of(counts.positivePredictiveValue.value), "npv": .of(counts.negativePredictiveValue.value),
                    "accuracy": .of(counts.accuracy.value), "balanced": .of(counts.balancedAccuracy),
                    "youden": .of(counts.youden), "f1": .of(counts.f1), "mcc": .of(counts.matthewsCorrelation),
                    "kappa": .of(counts.kappa?.value), "kappaError": .of(counts.kappa?.standardError),
                    "likelihood": .of([counts.positiveLikelihoodRatio, counts.negativeLikelihoodRatio]),
                    "mcnemar": .of(counts.directionOfErrors?.pValue),
                ])
        }
    }

    private static func kappas() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 13)
        return (0..<40).map { round in
            let categories = 2 + round % 10
            let table = (0..<categories).map { i in
                (0..<categories).map { j in generator.below(1 + 30 / (1 + abs(i - j))) + (i == j ? 1 : 0) }
            }
            let found = Dictionary(
                uniqueKeysWithValues: CohenKappa.Weights.allCases.map { weights in
                    let kappa = CohenKappa(table: table, weights: weights)
                    return (weights.rawValue, Fact.of([kappa?.value, kappa?.standardError]))
                })
            return JudgedCase("kappa", ["table": .of(table)], found: found)
        }
    }

    /// Severities of a reader that sees something: higher for positives.
    private static func severity(_ positive: Bool, _ generator: inout SeededGenerator) -> Int {
        generator.binomial(10, positive ? 0.6 : 0.4)
    }

    private static func curves() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 14)
        return (0..<60).map { round in
            let labels = (0..<(10 + 7 * round)).map { $0 < 2 ? 1 : $0 < 4 ? 0 : generator.below(2) }
            let scores = labels.map { severity($0 == 1, &generator) }
            var counts = ScoreCounts()
            for (score, label) in zip(scores, labels) { counts.add(score, isPositive: label == 1) }
            let (curve, recalls) = (ROCCurve(counts), PrecisionRecallCurve(counts))
            let (points, steps) = (curve?.points ?? [], recalls?.points ?? [])
            // scikit-learn ends its curve where the last positive is found; the rest has recall 1 for both.
            return JudgedCase(
                "curve", ["scores": .of(scores), "labels": .of(labels)],
                found: [
                    "tpr": .of(points.map(\.truePositiveRate.value)), "fpr": .of(points.map(\.falsePositiveRate.value)),
                    "thresholds": .of(points.compactMap(\.threshold)), "area": .of(curve?.area.value),
                    "variance": .of(curve?.area.variance), "plain": .of(curve?.area.interval()),
                    "logit": .of(curve?.area.interval(scale: .logit)), "precision": .of(steps.map(\.precision.value)),
                    "recall": .of(steps.map(\.recall.value)), "levels": .of(steps.map(\.threshold)),
                    "averagePrecision": .of(recalls?.averagePrecision),
                ])
        }
    }

    private static func comparisons() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 15)
        return (0..<60).map { round in
            let labels = (0..<(12 + 6 * round)).map { $0 < 2 ? 1 : $0 < 4 ? 0 : generator.below(2) }
            let first = labels.map { severity($0 == 1, &generator) }
            let second = zip(labels, first).map { generator.below(2) == 0 ? $1 : severity($0 == 1, &generator) }
            let pairs = labels.indices.map {
                AreaComparison.Pair(first: first[$0], second: second[$0], isPositive: labels[$0] == 1)
            }
            let found = AreaComparison(pairs)
            return JudgedCase(
                "comparison", ["first": .of(first), "second": .of(second), "labels": .of(labels)],
                found: [
                    "difference": .of(found?.difference), "variance": .of(found?.variance), "z": .of(found?.z),
                    "p": .of(found?.pValue),
                ])
        }
    }
}

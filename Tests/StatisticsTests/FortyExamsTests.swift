import Statistics
import Testing

/// The arithmetic is written out beside each figure, so that it can be followed with a pencil.
@Suite("Forty exams counted by hand")
struct FortyExamsTests {
    let table = FortyExams.table
    let verdicts = FortyExams.verdicts

    @Test("Forty exams are 12 true and 4 false positives, 16 true and 3 false negatives, and 5 that say nothing")
    func counts() {
        let expected = VerdictCounts(
            truePositives: 12, trueNegatives: 16, falsePositives: 4, falseNegatives: 3, unassessed: 5)
        #expect(verdicts == expected)
        // 37 have a reference; the reader calls 16 of the compared and one of the others positive.
        #expect(
            [table.total, table.compared, table.reviewed, table.readerPositives(threshold: 5)] == [40, 35, 37, 17])
        #expect([verdicts.agreements, verdicts.disagreements] == [28, 7])
    }

    @Test("Each rate is its n of N")
    func rates() {
        let rates = [
            verdicts.sensitivity, verdicts.specificity, verdicts.positivePredictiveValue,
            verdicts.negativePredictiveValue, verdicts.accuracy, verdicts.disagreement, verdicts.prevalence,
            verdicts.readerPositiveRate,
        ]
        #expect(rates.map(\.count) == [12, 16, 12, 16, 28, 7, 15, 16])
        #expect(rates.map(\.total) == [15, 20, 16, 19, 35, 35, 35, 35])
    }

    @Test("Whole percents are cut off as old clients expect: 16 of 19 is 84, not 84.2 and not 85")
    func percents() {
        let rates = [verdicts.sensitivity, verdicts.negativePredictiveValue, VerdictCounts().sensitivity]
        #expect(rates.map(\.wholePercent) == [80, 84, nil])
    }

    @Test("Indices of the whole table")
    func indices() {
        #expect(near(verdicts.balancedAccuracy, 0.8))  // (12/15 + 16/20) / 2
        #expect(near(verdicts.f1, 24.0 / 31))  // 2·12 / (2·12 + 4 + 3)
        // (12·16 − 4·3) / √((12+4)(12+3)(16+4)(16+3)) = 180 / √91200
        #expect(near(verdicts.matthewsCorrelation, 180 / 91200.0.squareRoot()))
        #expect(near(verdicts.youden, 0.6))  // 12/15 + 16/20 − 1
        // observed 28/35, by chance (16·15 + 19·20)/35² = 620/1225: (980 − 620) / (1225 − 620)
        #expect(near(verdicts.kappa?.value, 360.0 / 605))
        #expect(near(verdicts.positiveLikelihoodRatio, 4))  // (12/15) / (4/20)
        #expect(near(verdicts.negativeLikelihoodRatio, 0.25))  // (3/15) / (16/20)
        // 4 against 3 errors: never more even than this
        #expect(verdicts.directionOfErrors?.pValue == 1)
    }

    @Test("Wilson's interval of 12 of 15")
    func wilson() throws {
        let interval = try #require(verdicts.sensitivity.wilson())
        // z = 1.959963984540054, z² = 3.841458820694124: (12 + z²/2 ± z √(12·3/15 + z²/4)) / (15 + z²)
        let centre = 13.920729410347062 / 18.841458820694124
        let half = 1.959963984540054 * 3.360364705173531.squareRoot() / 18.841458820694124
        #expect(near(interval.lower, centre - half) && near(interval.upper, centre + half))
    }

    @Test("Severities differ by −6, −2 twice, +2 twice, +3 and +6, else not at all")
    func differences() {
        var expected = [Int](repeating: 0, count: 21)
        for (difference, exams) in [(-6, 1), (-2, 2), (0, 28), (2, 2), (3, 1), (6, 1)] {
            expected[difference + 10] = exams
        }
        #expect(table.differences == expected)
        #expect(table.readerDistribution == [5, 3, 4, 4, 4, 4, 3, 4, 4, 2, 0])  // 37 = 40 − 3
        #expect(table.referenceDistribution == [5, 4, 5, 3, 4, 3, 3, 4, 4, 2, 0])  // 37 = 40 − 3
    }

    @Test("Quadratic kappa forgives near misses")
    func weightedKappa() {
        // Σd² = 36 + 4 + 4 + 4 + 4 + 9 + 36 = 97. Reader: Σ 144, Σ² 868; reference: Σ 141, Σ² 859.
        // By chance 868 + 859 − 2·144·141/35 = (60445 − 40608)/35 = 19837/35: κ = 1 − 97·35/19837.
        #expect(near(table.kappa(.quadratic)?.value, 1 - 3395.0 / 19837))
    }

    @Test("The area under the ROC curve counts the pairs that are in order")
    func area() throws {
        let area = try #require(AreaUnderCurve(table.scores(referenceThreshold: 5)))
        // Negatives below (equal: half) each of the 15 positives: 2 → 9½, 3 → 12, 4 → 14½, 5 → 17 twice, 6 → 18½ twice,
        // 7 → 19½ three times, 8 and 9 → 20 five times: 265½ of 15·20 pairs.
        #expect(near(area.value, 265.5 / 300))
        // S₁₀ = (4847.75 − 265.5²/15) / 14 / 20² = 0.0265, S₀₁ = (3629.25 − 265.5²/20) / 19 / 15² = 0.0245
        #expect(near(area.variance, 0.0265 / 15 + 0.0245 / 20))
        // 0.885 ± 1.959963984540054 √0.00299166…
        let half = 1.959963984540054 * (0.0265 / 15 + 0.0245 / 20).squareRoot()
        #expect(near(area.interval()?.lower, 0.885 - half) && near(area.interval()?.upper, 0.885 + half))
    }

    @Test("The curve climbs by falling threshold and is best at 5")
    func curve() throws {
        let curve = try #require(ROCCurve(table.scores(referenceThreshold: 5)))
        #expect(curve.points.map(\.threshold) == [nil, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
        #expect(curve.points.map(\.truePositiveRate.count) == [0, 2, 5, 8, 10, 12, 13, 14, 15, 15, 15])
        #expect(curve.points.map(\.falsePositiveRate.count) == [0, 0, 0, 1, 2, 4, 7, 9, 12, 15, 20])
        #expect(curve.bestByYouden?.threshold == 5)  // 12/15 − 4/20 = 0.6; at 6 10/15 − 2/20 = 0.567
    }

    @Test("Average precision adds each step of recall times its precision")
    func precision() throws {
        let curve = try #require(PrecisionRecallCurve(table.scores(referenceThreshold: 5)))
        // by threshold 9 … 2 new positives 2, 3, 3, 2, 2, 1, 1, 1 of 15 at 2/2, 5/5, 8/9, 10/12, 12/16, 13/20, 14/23, 15/27
        let steps = [2.0, 3, 3 * 8.0 / 9, 2 * 10.0 / 12, 2 * 12.0 / 16, 13.0 / 20, 14.0 / 23, 15.0 / 27]
        #expect(near(curve.averagePrecision, steps.reduce(0, +) / 15))
        #expect(curve.prevalence == Proportion(15, of: 35))
    }

    @Test("What if the threshold were 6? Both sides move, or only the reader")
    func thresholds() {
        let both = ThresholdTable(table).rows
        let reader = ThresholdTable(table, moving: .reader(referenceThreshold: 5)).rows
        #expect(both.map(\.threshold) == [3, 4, 5, 6, 7, 8])
        // Both at 6: ten of the twelve stay; (6, 4) and (7, 1) are false, (4, 6) and (2, 8) are missed.
        #expect(both[3].verdicts == counts(10, 21, 2, 2))
        // Only the reader at 6: 10 of the 15 positives are found, 2 of the 20 negatives are called.
        #expect(reader[3].verdicts == counts(10, 18, 2, 5))
        #expect(both[2].verdicts == verdicts)
    }

    private func counts(_ tp: Int, _ tn: Int, _ fp: Int, _ fn: Int) -> VerdictCounts? {
        VerdictCounts(truePositives: tp, trueNegatives: tn, falsePositives: fp, falseNegatives: fn, unassessed: 5)
    }
}

/// Equal but for the last digits of a hand calculation.
func near(_ value: Double?, _ expected: Double) -> Bool {
    value.map { ($0 - expected).magnitude <= 1e-14 * max(1, expected.magnitude) } ?? false
}

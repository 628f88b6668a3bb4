import Statistics
import Testing

@Suite("Nothing to judge by")
struct NothingAssessedTests {
    @Test("Without exams every figure is “not assessed”: none is 0 and none is NaN")
    func empty() {
        let (table, verdicts, values) = (SeverityTable(), VerdictCounts(), ValueCounts())
        let figures: [Double?] = [
            verdicts.sensitivity.value, verdicts.accuracy.value, verdicts.balancedAccuracy, verdicts.f1,
            verdicts.matthewsCorrelation, verdicts.youden, verdicts.kappa?.value, verdicts.positiveLikelihoodRatio,
            verdicts.negativeLikelihoodRatio, verdicts.sensitivity.wilson()?.lower,
            verdicts.sensitivity.clopperPearson()?.lower, table.kappa(.linear)?.value,
            ROCCurve(table.scores(referenceThreshold: 5))?.area.value,
            PrecisionRecallCurve(ScoreCounts())?.averagePrecision, BrierScore(CalibrationCounts())?.value,
            ReliabilityCurve(CalibrationCounts())?.expectedCalibrationError, values.mean, values.median,
            values.variance, values.meanInterval()?.lower, values.quantileInterval(0.5)?.lower,
            AreaComparison([])?.difference, KolmogorovSmirnovTest(values, values)?.pValue,
            StabilityIndex(reference: [0, 0], current: [1, 1])?.value, ChiSquaredTest([])?.pValue,
            ChiSquaredTest([[0, 3], [0, 4]])?.pValue, McNemarTest(onlyFirst: 0, onlySecond: 0)?.pValue,
            Throughput.examsAnHour(latencies: values), ConfidenceSequence.interval(verdicts.accuracy)?.lower,
            KaplanMeier(events: values, censored: values).map { $0.reported(by: 1) },
        ]
        #expect(figures.allSatisfy { $0 == nil })
        #expect(ControlChart.rates([]).points.isEmpty && ControlChart.individuals([nil, nil]).points.isEmpty)
    }

    @Test(
        "An exam without a severity on one side, or with the old −1, is no negative", arguments: [nil, -1, 11, Int.min])
    func unassessed(severity: Int?) {
        var verdicts = VerdictCounts()
        verdicts.add(reader: severity, reference: 7, threshold: 5)
        verdicts.add(reader: 2, reference: severity, threshold: 5)
        var table = SeverityTable()
        table.add(reader: severity, reference: 7)
        table.add(reader: 2, reference: severity)
        #expect(verdicts.compared == 0 && verdicts.unassessed == 2 && verdicts.sensitivity.total == 0)
        #expect(table.verdicts(threshold: 5) == verdicts)
        #expect(table.count(reader: nil, reference: 7) == 1 && table.reviewed == 1)
    }

    @Test("Where all exams are alike, chance-corrected figures are not assessed and nothing varies")
    func degenerate() throws {
        var table = SeverityTable()
        table.add(reader: 0, reference: 0, times: 30)
        let verdicts = table.verdicts(threshold: 5)
        #expect(verdicts.kappa == nil && verdicts.matthewsCorrelation == nil && table.kappa(.quadratic) == nil)
        #expect(verdicts.specificity.wilson()?.upper == 1 && verdicts.specificity.clopperPearson()?.upper == 1)
        let bootstrap = Bootstrap(replicates: 200, seed: 1)
        #expect(verdicts.interval(of: { $0.specificity.value }, by: bootstrap) == nil)
        #expect(verdicts.interval(of: \.matthewsCorrelation, by: bootstrap) == nil)
    }

    @Test("Classes that do not overlap have an area of 1 and no interval that pretends to know its error")
    func separated() throws {
        var scores = ScoreCounts()
        scores.add(9, isPositive: true, times: 10)
        scores.add(1, isPositive: false, times: 10)
        let area = try #require(AreaUnderCurve(scores))
        #expect(area.value == 1 && area.interval() == nil && area.interval(scale: .logit) == nil)
    }

    @Test("A level or a probability out of range gives nothing", arguments: [0, 1, -1, 2, .nan, .infinity] as [Double])
    func levels(level: Double) {
        let rate = FortyExams.verdicts.sensitivity
        let ends: [Double?] = [
            rate.wilson(level: level)?.lower, rate.clopperPearson(level: level)?.lower,
            FortyExams.verdicts.kappa?.interval(level: level)?.lower, NormalDistribution.quantile(level),
            NormalDistribution.critical(level), ConfidenceSequence.interval(rate, level: level)?.lower,
            ValueCounts([1, 2, 3]).meanInterval(level: level)?.lower, StudentDistribution.critical(level, degrees: 3),
            ChiSquaredDistribution.quantile(level, degrees: 2), ValueCounts(1...99).quantileInterval(level)?.lower,
            Bootstrap(replicates: 100, seed: 1).interval(of: [[3, 4]], level: level) { Double($0[0][0]) }?.lower,
        ]
        #expect(ends.allSatisfy { $0 == nil })
        #expect(ChangeMonitor(categories: 2, alpha: level) == nil && TargetMonitor(target: level) == nil)
    }

    @Test("Numbers that cannot be counts are refused")
    func absurd() {
        #expect(Proportion(-1, of: 3) == nil && Proportion(4, of: 3) == nil && Proportion(0, of: .max) == nil)
        #expect(
            VerdictCounts(truePositives: .max, trueNegatives: 0, falsePositives: 0, falseNegatives: 0) == nil)
        #expect(ChiSquaredTest([[1, 2], [3]]) == nil && ChiSquaredTest([[-1, 2], [3, 4]]) == nil)
        #expect(CohenKappa(table: [[1, 2], [3]]) == nil && CohenKappa(table: [[.max, 1], [1, .max]]) == nil)
        #expect([LogGamma.value(0), LogGamma.value(-1), LogGamma.value(.nan)].allSatisfy { $0 == nil })
        #expect(IncompleteBeta.value(1.5, 1, 1) == nil && BetaDistribution.quantile(.nan, 1, 1) == nil)
        var sum = ExactSum()
        let taken = [sum.add(.nan), sum.add(.infinity)]
        #expect(taken == [false, false] && sum.value == 0)
        var monitor = ChangeMonitor(categories: 2)
        let appended = [monitor?.append([1, 2, 3]), monitor?.append([-1, 2])]
        #expect(appended == [false, false] && monitor?.nights == 0)
    }
}

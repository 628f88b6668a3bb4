import Statistics
import Testing

@Suite("Times and confidences by hand")
struct TimesAndCalibrationTests {
    @Test("Exams that still wait for a report are not left out")
    func waiting() throws {
        // Reports after 1, 3 and 3 days; two exams have waited 2 and 5 days.
        let curve = try #require(KaplanMeier(events: ValueCounts([1, 3, 3]), censored: ValueCounts([2, 5])))
        // S = 4/5 from day 1; at day 3 three are left and two are reported: 4/5 · 1/3.
        #expect(curve.steps.map(\.atRisk) == [5, 3])
        #expect(near(curve.steps[0].survival, 0.8) && near(curve.steps[1].survival, 0.8 / 3))
        // Greenwood at day 3: S √(1/(5·4) + 2/(3·1))
        #expect(near(curve.steps[1].standardError, 0.8 / 3 * (1.0 / 20 + 2.0 / 3).squareRoot()))
        #expect(curve.quantile(0.5) == 3 && near(curve.reported(by: 2), 0.2) && curve.reported(by: 0) == 0)
        #expect(curve.quantile(0.9) == nil)
    }

    @Test("Once every exam has its report there is no error left to state")
    func allReported() throws {
        let curve = try #require(KaplanMeier(events: ValueCounts([1, 2, -4]), censored: ValueCounts()))
        #expect(curve.steps.map(\.time) == [0, 1, 2] && curve.steps[2].survival == 0)
        #expect(curve.steps[2].standardError == nil && curve.steps[2].interval() == nil)
    }

    @Test("Median, spread and throughput of four latencies")
    func latency() {
        let values = ValueCounts([1000, 2000, 4000, 9000])
        #expect(values.median == 3000 && values.mean == 4000 && values.quantile(0.25) == 1750)
        // (9 + 4 + 0 + 25) 10⁶ / 3
        #expect(near(values.variance, 38e6 / 3))
        // 3600 · 4 / (16 s + 1)
        #expect(near(Throughput.examsAnHour(latencies: values), 14_400.0 / 17))
        #expect(values.proportion(atLeast: 4000) == Proportion(2, of: 4))
        #expect(values.quantileInterval(0.5) == nil)  // four values cannot promise 95 %: 1 − 2/16
    }

    @Test("Values of any size are counted without harm")
    func extreme() {
        let values = ValueCounts([Int.min, .max, 0])
        #expect(values.mean == 0 && values.minimum == -(1 << 32) && values.variance != nil)
    }

    @Test("Ten verdicts stated at 90 % of which six are right are off by 30 points")
    func overconfident() throws {
        var counts = CalibrationCounts()
        counts.add(percent: 90, happened: true, times: 6)
        counts.add(percent: 90, happened: false, times: 4)
        counts.add(percent: nil, happened: false)
        counts.add(percent: 101, happened: true)
        let (curve, brier) = (try #require(ReliabilityCurve(counts)), try #require(BrierScore(counts)))
        #expect(near(curve.expectedCalibrationError, 0.3) && near(curve.maximumCalibrationError, 0.3))
        #expect(curve.bins[8].frequency == Proportion(6, of: 10) && near(curve.bins[8].meanConfidence, 0.9))
        // (6 · 0.1² + 4 · 0.9²) / 10 = 0.33; reliability 0.3², resolution 0, uncertainty 0.6 · 0.4
        #expect(near(brier.value, 0.33) && near(brier.reliability, 0.09) && near(brier.uncertainty, 0.24))
        #expect(brier.resolution == 0 && near(brier.skill, 1 - 0.33 / 0.24))
    }

    @Test("Two windows of latencies without a value in common differ wholly")
    func smirnov() throws {
        let test = try #require(KolmogorovSmirnovTest(ValueCounts([1, 2, 3]), ValueCounts([4, 5, 6])))
        // 2 of the C(6, 3) = 20 orders are so extreme
        #expect(test.statistic == 1 && near(test.pValue, 0.1) && test.isExact)
    }
}

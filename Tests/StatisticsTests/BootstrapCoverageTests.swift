import Statistics
import Testing

/// Two thousand studies of a reader whose true figures are known: how many of the 95 % intervals hold them?
@Suite("Bootstrap intervals")
struct BootstrapCoverageTests {
    /// Shares of TP, FN, TN, FP: sensitivity 0.8 and specificity 0.85 at a prevalence of 0.4.
    static let shares = [0.32, 0.08, 0.51, 0.09]
    static let figures: [(name: String, truth: Double, of: @Sendable (VerdictCounts) -> Double?)] = [
        // 2·0.32 / (2·0.32 + 0.08 + 0.09)
        ("F1", 0.64 / 0.81, { $0.f1 }),
        // (0.32·0.51 − 0.09·0.08) / √(0.41·0.4·0.6·0.59)
        ("MCC", 0.156 / (0.41 * 0.4 * 0.6 * 0.59).squareRoot(), { $0.matthewsCorrelation }),
        // observed 0.83, by chance 0.41·0.4 + 0.59·0.6 = 0.518
        ("kappa", 0.312 / 0.482, { $0.kappa?.value }),
        ("Youden", 0.65, { $0.youden }),
    ]

    static let methods = [Bootstrap.Method.percentile, .biasCorrectedAccelerated]

    /// Each study is resampled once for all figures and both methods.
    @Test("Of 2000 intervals of 95 % between 93 and 97 % hold the truth", arguments: [false, true])
    func coverage(stratified: Bool) throws {
        var generator = SeededGenerator(seed: stratified ? 103 : 100)
        var (held, made) = ([String: Int](), [String: Int]())
        for study in 0..<2000 {
            let counts = try #require(Self.draw(&generator, stratified: stratified))
            let replicates = counts.replicates(
                of: Self.figures.map(\.of), by: Bootstrap(replicates: 999, seed: UInt64(study)), stratified: stratified)
            for (figure, drawn) in zip(Self.figures, replicates) {
                for method in Self.methods {
                    guard let interval = drawn.interval(method: method) else { continue }
                    made["\(figure.name), \(method)", default: 0] += 1
                    let holds = interval.lower <= figure.truth && figure.truth <= interval.upper
                    held["\(figure.name), \(method)", default: 0] += holds ? 1 : 0
                }
            }
        }
        #expect(made.count == 8 && made.values.allSatisfy { $0 > 1990 }, "\(made)")
        for (name, count) in made {
            #expect(
                (0.93...0.97).contains(Double(held[name] ?? 0) / Double(count)),
                "\(name): \(held[name] ?? 0) of \(count)")
        }
    }

    /// 200 exams; stratified: 80 positives and 120 negatives by design.
    private static func draw(_ generator: inout SeededGenerator, stratified: Bool) -> VerdictCounts? {
        let positives = stratified ? 80 : generator.binomial(200, 0.4)
        let found = generator.binomial(positives, 0.8)
        let passed = generator.binomial(200 - positives, 0.85)
        return VerdictCounts(
            truePositives: found, trueNegatives: passed, falsePositives: 200 - positives - passed,
            falseNegatives: positives - found)
    }

    @Test("The same seed gives the same interval, another seed another")
    func repeatable() {
        let table = FortyExams.table
        let first = table.kappaInterval(.quadratic, by: Bootstrap(replicates: 500, seed: 3))
        #expect(first == table.kappaInterval(.quadratic, by: Bootstrap(replicates: 500, seed: 3)))
        #expect(first != table.kappaInterval(.quadratic, by: Bootstrap(replicates: 500, seed: 4)))
        #expect(first.map { $0.lower < 0.83 && 0.83 < $0.upper } == true)
    }

    @Test("A million exams are resampled as fast as forty, and give a narrow interval")
    func large() throws {
        let counts = try #require(
            VerdictCounts(
                truePositives: 320_000, trueNegatives: 510_000, falsePositives: 90_000, falseNegatives: 80_000))
        let interval = try #require(
            counts.interval(of: \.matthewsCorrelation, by: Bootstrap(replicates: 1000, seed: 1)))
        #expect(interval.upper - interval.lower < 0.005)
        #expect(interval.lower < Self.figures[1].truth && Self.figures[1].truth < interval.upper)
    }

    @Test("The generator gives the numbers of its authors' reference, and draws each of five alike")
    func generator() {
        var generator = SeededGenerator(seed: 0)
        // xoshiro256** after SplitMix64 from 0.
        #expect((0..<2).map { _ in generator.next() } == [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A])
        var counts = [0, 0, 0, 0, 0]
        for _ in 0..<50_000 { counts[generator.below(5)] += 1 }
        let even = ChiSquaredTest([counts, [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000]])
        #expect(even.map { $0.pValue > 0.001 } == true)
    }

    @Test(
        "Binomial draws have the distribution of coin tosses",
        arguments: [(10, 0.3), (1, 0.5), (400, 0.02), (60, 0.95), (3000, 0.3), (4400, 0.9)])
    func binomial(trials: Int, p: Double) {
        var generator = SeededGenerator(seed: 77)
        var (drawn, tossed) = (ValueCounts(), ValueCounts())
        for _ in 0..<20_000 {
            drawn.add(generator.binomial(trials, p))
            tossed.add((0..<trials).count { _ in generator.uniform() < p })
        }
        let values = Set(drawn.sorted.map(\.value) + tossed.sorted.map(\.value)).sorted()
        let rows = [drawn, tossed].map { counts in
            values.map { value in counts.sorted.first { $0.value == value }?.times ?? 0 }
        }
        #expect(ChiSquaredTest(rows).map { $0.pValue > 0.001 } == true)
    }
}

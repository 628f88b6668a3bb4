import Testing

@Suite("Figures judged by SciPy, statsmodels, scikit-learn and 50-digit arithmetic")
struct StatisticsJudgeTests {
    /// What the judge is asked about; each kind is a row of the report, and none may be missing.
    static let kinds = [
        "elementary", "logGamma", "normal", "normalQuantile", "beta", "betaQuantile", "chiSquared",
        "chiSquaredQuantile", "student", "kolmogorov", "exactSum", "proportion", "verdicts", "kappa", "curve",
        "comparison", "calibration", "values", "survival", "contingency", "corrections", "bootstrap", "smirnov",
        "stability", "charts", "change", "target", "sequence",
    ]

    /// One process judges all: its start alone takes seconds.
    static let verdicts = Result { try Judge.python.verdicts(on: JudgedCases.all) }
    static let isHere = Judge.python.isHere

    static let absent: Comment =
        "SKIPPED: python with scipy, statsmodels, scikit-learn and mpmath is not installed; run scripts/setup --peers"

    @Test(
        "Every figure equals the foreign one to 10⁻⁹, and distributions to 10⁻¹²",
        .enabled(if: isHere, absent), arguments: kinds)
    func equal(kind: String) throws {
        let verdict = try #require(try Self.verdicts.get()[kind], "no figure of this kind was judged")
        #expect(verdict.comparisons > 0 && verdict.faults.isEmpty, "\(verdict)")
    }

    @Test("No kind of figure was judged that is not asked about", .enabled(if: isHere, absent))
    func whole() throws {
        #expect(try Self.verdicts.get().keys.sorted() == Self.kinds.sorted())
    }
}

import Testing

/// R shares no code with the first judge: another language, other authors, other algorithms.
@Suite("Figures judged by R and pROC")
struct SecondJudgeTests {
    /// What only the first judge knows; `StatisticsJudge.R` says why. Every other kind is judged twice.
    static let unknown: Set = ["exactSum", "calibration", "bootstrap", "charts", "change", "target", "sequence"]
    static let kinds = StatisticsJudgeTests.kinds.filter { !unknown.contains($0) }

    /// How many numbers R cannot say to enough digits; the verdicts name the reasons.
    static let leftOut = ["logGamma": 4, "kolmogorov": 39, "smirnov": 18]

    static let verdicts = Result { try Judge.r.verdicts(on: JudgedCases.all.filter { !unknown.contains($0.kind) }) }
    static let isHere = Judge.r.isHere

    static let absent: Comment =
        "SKIPPED: R with jsonlite, pROC, survival and vcd is not installed; run scripts/setup --peers"

    @Test("Every figure equals that of R to 10⁻⁹", .enabled(if: isHere, absent), arguments: kinds)
    func equal(kind: String) throws {
        let verdict = try #require(try Self.verdicts.get()[kind], "no figure of this kind was judged")
        #expect(verdict.comparisons > 0 && verdict.faults.isEmpty, "\(verdict)")
    }

    @Test("No kind of figure was judged that is not asked about", .enabled(if: isHere, absent))
    func whole() throws {
        #expect(try Self.verdicts.get().keys.sorted() == Self.kinds.sorted())
    }

    @Test("R leaves out what it cannot say to enough digits, and nothing else", .enabled(if: isHere, absent))
    func nothingElseLeftOut() throws {
        let leftOut = try Self.verdicts.get().compactMapValues { $0.leftOut?.values.reduce(0, +) }
        #expect(leftOut == Self.leftOut)
    }
}

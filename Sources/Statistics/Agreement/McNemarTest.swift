/// Do two readers err equally often on the same exams? Only the exams on which exactly one is right say anything.
///
/// Source: Q. McNemar, Psychometrika 12 (1947) 153–157; exact form: the sign test on the discordant pairs.
public struct McNemarTest: Equatable, Sendable {
    /// Exams that only the first gets right.
    public let onlyFirst: Int
    /// Exams that only the second gets right.
    public let onlySecond: Int
    /// Exact, two-sided, 0…1.
    public let pValue: Double

    /// `nil` when no exam tells them apart or a number is negative or above 2³⁸.
    public init?(onlyFirst: Int, onlySecond: Int) {
        guard onlyFirst >= 0, onlySecond >= 0, onlyFirst <= 1 << 38, onlySecond <= 1 << 38, onlyFirst + onlySecond > 0
        else { return nil }
        (self.onlyFirst, self.onlySecond) = (onlyFirst, onlySecond)
        pValue = BinomialDistribution.twoSidedHalf(onlyFirst, of: onlyFirst + onlySecond)
    }
}

extension VerdictCounts {
    /// Does the reader err more in one direction, missing more than it adds or the other way round?
    public var directionOfErrors: McNemarTest? { McNemarTest(onlyFirst: falsePositives, onlySecond: falseNegatives) }
}

import Radiology

/// How many exams have which pair of severities, and everything that follows from it by adding up.
public struct VerdictTally: Sendable, Equatable {
    /// By `VerdictCode`.
    private let counts: [Int]
    private let threshold: Int

    init(_ counts: [Int], threshold: Int) {
        self.counts = counts
        self.threshold = threshold
    }

    init(sumOf tallies: some Collection<VerdictTally>, threshold: Int) {
        var counts = [Int](repeating: 0, count: VerdictCode.count)
        for tally in tallies { for code in counts.indices { counts[code] += tally.counts[code] } }
        self.init(counts, threshold: threshold)
    }

    /// - Parameter pairs: severities of the AI (-1: not assessed, `nil`: no answer) and compared ones (`nil`: none), and
    ///   how many exams have both.
    public init(pairs: [(ai: Int?, compared: Int?, exams: Int)], threshold: Int) {
        var counts = [Int](repeating: 0, count: VerdictCode.count)
        for pair in pairs {
            counts[Int(VerdictCode(ai: pair.ai, compared: pair.compared.flatMap(Severity.init)).code)] += pair.exams
        }
        self.init(counts, threshold: threshold)
    }

    /// The exams for which the AI says a severity, also "not assessed".
    var answered: VerdictTally {
        VerdictTally(
            counts.indices.map { VerdictCode(code: UInt8($0)).hasAnswer ? counts[$0] : 0 }, threshold: threshold)
    }

    public var total: Int { sum { _ in true } }
    /// With a compared severity.
    public var reviewed: Int { sum { $0.compared != nil } }
    /// The AI's severity reaches the threshold.
    public var positive: Int { sum { isPositive($0.ai) == true } }
    /// With a severity of the AI.
    public var assessed: Int { sum { $0.ai != nil } }
    /// Without a row of the AI at all; regions' rows leave these out.
    public var unanswered: Int { sum { !$0.hasAnswer } }
    public var unansweredReviewed: Int { sum { !$0.hasAnswer && $0.compared != nil } }

    public var truePositive: Int { sum { isPositive($0.ai) == true && isPositive($0.compared) == true } }
    public var trueNegative: Int { sum { isPositive($0.ai) == false && isPositive($0.compared) == false } }
    public var falsePositive: Int { sum { isPositive($0.ai) == true && isPositive($0.compared) == false } }
    public var falseNegative: Int { sum { isPositive($0.ai) == false && isPositive($0.compared) == true } }
    public var correct: Int { truePositive + trueNegative }
    public var wrong: Int { falsePositive + falseNegative }
    /// With both severities: only these can be right or wrong.
    public var compared: Int { correct + wrong }
    /// Of the `reviewed` ones: what their mean is made of.
    public var comparedSum: Int { comparedSeverities.enumerated().reduce(0) { $0 + $1.offset * $1.element } }

    /// By severity 0…10.
    public var aiSeverities: [Int] { (0...10).map { score in sum { $0.ai?.score == score } } }
    public var comparedSeverities: [Int] { (0...10).map { score in sum { $0.compared?.score == score } } }
    /// AI minus compared severity, -10…10.
    public var differences: [Int] { (-10...10).map { difference in sum { $0.difference == difference } } }

    private func isPositive(_ severity: Severity?) -> Bool? { severity.map { $0.score >= threshold } }

    private func sum(_ isMeant: (VerdictCode) -> Bool) -> Int {
        var sum = 0
        for code in counts.indices where counts[code] != 0 && isMeant(VerdictCode(code: UInt8(code))) {
            sum += counts[code]
        }
        return sum
    }
}

/// The exams of one region, radiologist or diagnosis.
public struct GroupTally: Sendable, Equatable {
    /// Empty: none is known.
    public let name: String
    public let tally: VerdictTally

    public init(name: String, tally: VerdictTally) { (self.name, self.tally) = (name, tally) }
}

/// What figures are broken down by.
public enum ExamGroup: Sendable { case region, radiologist, diagnosis }

/// Exams of a region in one day or month.
public struct TrendPoint: Sendable, Equatable {
    /// Empty: unknown.
    public let region: String
    /// `YYYY-MM-DD` or `YYYY-MM`.
    public let period: String
    public let total: Int
    /// The AI's severity reaches the threshold.
    public let positive: Int

    public init(region: String, period: String, total: Int, positive: Int) {
        (self.region, self.period, self.total, self.positive) = (region, period, total, positive)
    }
}

/// What the AI's report calls took.
public struct LatencyTally: Sendable, Equatable {
    public let exams: Int
    /// Seconds of all of them.
    public let seconds: Int

    public init(exams: Int, seconds: Int) { (self.exams, self.seconds) = (exams, seconds) }
}

/// What a state frame says of the queue.
public struct StateCounts: Sendable, Equatable {
    /// `queued` and `requeue`.
    public let waiting: Int
    /// Radiologists' texts that wait for their check.
    public let checks: Int
    public let processing: Int
    public let failed: Int
    public let ignored: Int
    public let done: Int
    /// `done` with an AI report of the last seven days.
    public let doneThisWeek: Int
}

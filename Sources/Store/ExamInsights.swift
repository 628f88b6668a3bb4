/// What else can be learned from the exams that are `done`.
public struct ExamInsights: Sendable, Equatable {
    /// Both distributions of severities and their differences follow from it.
    public let overall: VerdictTally
    /// The AI's report calls by region and name; `unknown` for none.
    public let processing: [GroupLatency]
    /// The youngest first; those without exams are absent.
    public let ages: [AgeCount]
    /// By hour of the modality's clock, 0…23; exams without a complete time are left out.
    public let hours: [Int]
    public let requeues: RequeueCounts
    /// Those with more than five reports, by name. A report is about one exam.
    public let radiologists: [GroupTally]

    public init(
        overall: VerdictTally, processing: [GroupLatency], ages: [AgeCount], hours: [Int], requeues: RequeueCounts,
        radiologists: [GroupTally]
    ) {
        (self.overall, self.processing, self.ages) = (overall, processing, ages)
        (self.hours, self.requeues, self.radiologists) = (hours, requeues, radiologists)
    }
}

/// What calls took in one group of exams.
public struct GroupLatency: Sendable, Equatable {
    public let name: String
    public let latency: LatencyTally

    public init(name: String, latency: LatencyTally) { (self.name, self.latency) = (name, latency) }
}

/// Exams of patients of one age.
public struct AgeCount: Sendable, Equatable {
    /// In years, as old clients know it: `0-2`, `2-4` … `16-18`, `> 18`.
    public let bucket: String
    public let exams: Int
    /// With a compared severity that reaches the threshold.
    public let positive: Int

    public init(bucket: String, exams: Int, positive: Int) {
        (self.bucket, self.exams, self.positive) = (bucket, exams, positive)
    }
}

/// Exams that were read more than once.
public struct RequeueCounts: Sendable, Equatable {
    /// With more than one good answer.
    public let requeued: Int
    /// Of them: those whose first and last answer were both asked for, not taken over from a kept one.
    public let compared: Int
    /// By how much the last call was faster than the first, of all compared ones together; negative when slower.
    public let savedMilliseconds: Int

    public init(requeued: Int, compared: Int, savedMilliseconds: Int) {
        (self.requeued, self.compared, self.savedMilliseconds) = (requeued, compared, savedMilliseconds)
    }
}

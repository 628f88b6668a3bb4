/// A rate inside a curve or a trend: n of N with its interval.
public struct Share: Codable, Hashable, Sendable {
    public let count: Int
    public let total: Int
    /// 0…1; `nil` without exams, as are the ends.
    public let value: Double?
    public let lower: Double?
    public let upper: Double?
}

/// One verdict "severity ≥ threshold is positive".
public struct ROCPoint: Codable, Hashable, Sendable {
    /// `nil` for the corner where nothing is called positive.
    public let threshold: Int?
    public let sensitivity: Share
    public let falsePositiveRate: Share
}

public struct RecallPoint: Codable, Hashable, Sendable {
    public let threshold: Int
    public let precision: Share
    public let recall: Share
}

/// One bin of stated confidences, in percent: above `from`, through `through`.
public struct ReliabilityPoint: Codable, Hashable, Sendable {
    public let from: Double
    public let through: Double
    /// 0…1; `nil` in an empty bin.
    public let meanConfidence: Double?
    public let frequency: Share
}

/// The 2 × 2 table if the threshold were another.
public struct ThresholdPoint: Codable, Hashable, Sendable {
    public let threshold: Int
    public let truePositives: Int
    public let trueNegatives: Int
    public let falsePositives: Int
    public let falseNegatives: Int
}

/// The share of exams with a report by then, those that still wait counted for as long as they have waited.
public struct ReportedPoint: Codable, Hashable, Sendable {
    public let minutes: Int
    public let share: Double
    public let lower: Double?
    public let upper: Double?
}

/// A day or a month. `nil` where it is hidden: "few".
public struct TrendPoint: Codable, Hashable, Sendable {
    /// YYYY-MM-DD or YYYY-MM.
    public let label: String
    public internal(set) var exams: Int?
    /// The reader's positives of the exams that it assessed.
    public internal(set) var positive: Share?
    /// Of the compared exams.
    public internal(set) var disagreement: Share?
    /// The reader's; also `nil` when it assessed none.
    public internal(set) var meanSeverity: Double?
}

public struct RegionTrend: Codable, Hashable, Sendable {
    public let region: String
    public internal(set) var months: [TrendPoint]
}

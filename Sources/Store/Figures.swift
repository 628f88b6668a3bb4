import Radiology

/// How many exams stand where.
public struct QueueCounts: Sendable, Equatable {
    /// `queued` and `requeue`.
    public var waiting = 0
    /// Radiologists' texts that wait for their check.
    public var checks = 0
    public var reading = 0
    public var done = 0
    public var failed = 0
    public var ignored = 0
    /// Exams answered since the moment asked for.
    public var readToday = 0
    /// `done` without a severity of a radiologist.
    public var toReview = 0
    public var rejected = 0

    public init() {}
}

/// The exams of one day. `day` is `nil` for those whose time is no date.
public struct DayCount: Sendable, Equatable {
    public let day: CalendarDay?
    public let exams: Int
    public let done: Int
    public let failed: Int
    public let ignored: Int
    public let waiting: Int
}

/// Exams that are `done`, of one day and region.
public struct DayRegionCount: Sendable, Equatable {
    public let day: CalendarDay
    /// `nil` when unknown.
    public let region: BodyRegion?
    public let done: Int
    /// With a severity of the AI.
    public let assessed: Int
    /// With a severity of at least the threshold.
    public let positive: Int
}

/// The AI severities of the exams that are `done`.
public struct SeverityDistribution: Sendable, Equatable {
    /// Counts of the severities 0…10.
    public let counts: [Int]
    public let notAssessed: Int
}

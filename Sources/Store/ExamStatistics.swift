/// The figures of the exams that are `done`: counts only, from which rates are made elsewhere.
public struct ExamStatistics: Sendable, Equatable {
    public let overall: VerdictTally
    /// By name; `unknown` for none. Only exams with a row of the AI that says a severity, also "not assessed".
    public let regions: [GroupTally]
    /// The AI's report calls of the exams made within 24 hours.
    public let lastDay: LatencyTally
    /// All exams that failed or are ignored; no filter narrows them.
    public let failed: Int
    public let ignored: Int
    /// Thirty days that end today, by region and day; days without exams are absent.
    public let days: [TrendPoint]
    /// Twelve months that end with this one.
    public let months: [TrendPoint]

    public init(
        overall: VerdictTally, regions: [GroupTally], lastDay: LatencyTally, failed: Int, ignored: Int,
        days: [TrendPoint], months: [TrendPoint]
    ) {
        (self.overall, self.regions, self.lastDay) = (overall, regions, lastDay)
        (self.failed, self.ignored, self.days, self.months) = (failed, ignored, days, months)
    }
}

/// The exams of one radiologist.
public struct RadiologistStatistics: Sendable, Equatable {
    /// As in the reports.
    public let name: String
    public let tally: VerdictTally
    /// At most five summaries in small letters, the most frequent first, then by name.
    public let topDiagnoses: [NameCount]
    /// What the AI's report calls on these exams took.
    public let reading: LatencyRange
    /// What the check calls on the radiologist's texts took.
    public let checking: LatencyRange

    public init(
        name: String, tally: VerdictTally, topDiagnoses: [NameCount], reading: LatencyRange, checking: LatencyRange
    ) {
        (self.name, self.tally, self.topDiagnoses) = (name, tally, topDiagnoses)
        (self.reading, self.checking) = (reading, checking)
    }
}

/// The exams with one diagnosis of radiologists.
public struct DiagnosisStatistics: Sendable, Equatable {
    /// The summary in small letters.
    public let name: String
    public let tally: VerdictTally
    /// At most five, the most frequent first, then by name; `unknown` for none.
    public let topRegions: [NameCount]
    /// `YYYY-MM-DD HH:MM:SS` by the modality's clock, the day alone where the time is not complete; `nil` when no exam
    /// has one.
    public let firstSeen: String?
    public let lastSeen: String?

    public init(
        name: String, tally: VerdictTally, topRegions: [NameCount], firstSeen: String?, lastSeen: String?
    ) {
        (self.name, self.tally, self.topRegions) = (name, tally, topRegions)
        (self.firstSeen, self.lastSeen) = (firstSeen, lastSeen)
    }
}

/// Whose or what exams there were in a month.
public struct MonthCounts: Sendable, Equatable {
    /// `YYYY-MM`
    public let month: String
    /// The most frequent first, then by name.
    public let counts: [NameCount]

    public init(month: String, counts: [NameCount]) { (self.month, self.counts) = (month, counts) }
}

/// Seconds that calls took, of the exams where that is known.
public struct LatencyRange: Sendable, Equatable {
    public private(set) var exams = 0
    /// Of all of them together.
    public private(set) var seconds = 0
    /// 0 when there is no exam.
    public private(set) var least = 0
    public private(set) var most = 0

    public init(_ seconds: [Int] = []) { for latency in seconds { add(latency) } }

    mutating func add(_ latency: Int) {
        least = exams == 0 ? latency : min(least, latency)
        most = max(most, latency)
        exams += 1
        seconds += latency
    }
}

/// Watches the days one after another: is the last one like those before it, and has anything changed for good?
///
/// Everything is computed anew from counts, so a report that was lost can be made again and says the same. Three looks,
/// from the widest to the strictest:
/// - `chart`: each figure by day between limits that the first days of a stretch without known changes have set;
/// - `drifts`: the last week of each region against the four weeks before it;
/// - `alarms`: evidence since the first day of the quarter (or the last known change) that may be read every morning: over
///   all of a quarter's mornings and all that is watched together, the probability of a false alarm is at most `alpha`.
public struct NightWatch: Sendable, Equatable {
    /// What is watched.
    public enum Measure: String, Sendable, Codable, CaseIterable {
        /// The share of assessed exams at or above the threshold.
        case positive
        /// The mean severity.
        case severity
        /// The median of the reader's seconds.
        case latency
        /// The share of answers that could not be used.
        case unreadable
        /// The share of compared exams on two sides of the threshold.
        case disagreement
    }

    /// One day of the calendar, with exams or without.
    public struct Night: Sendable, Equatable {
        /// Days since 1970-01-01, by the modality's clock.
        public let day: Int
        public var all = Tally()
        public var regions: [String: Tally] = [:]
        /// How many of the day's answers are of each model, report prompt and recipe. Empty names are left out.
        public var models: [String: Int] = [:]
        public var prompts: [String: Int] = [:]
        public var recipes: [String: Int] = [:]

        public init(day: Int) { self.day = day }
    }

    /// What was agreed with the department.
    public struct Targets: Sendable, Equatable, Codable {
        /// Of the answers, at most so many may be unusable.
        public var unreadable = 0.05
        /// Of the compared exams, at most so many may be on two sides of the threshold.
        public var disagreement = 0.20

        public init() {}
    }

    /// Every day up to the one that is reported, without gaps; a day without exams is there and empty.
    public let nights: [Night]
    public let threshold: Int
    public let targets: Targets
    public let alpha: Double
    /// Known changes of what most of a day's answers carry.
    public let marks: [ChangeMark]

    /// - Parameter nights: in order of their days; days that are missing between them are put in, what is not in order is
    ///   left out.
    public init(_ nights: [Night], threshold: Int, targets: Targets = Targets(), alpha: Double = 0.05) {
        self.nights = Self.withoutGaps(nights)
        (self.threshold, self.targets, self.alpha) = (threshold, targets, alpha)
        marks = Self.marks(of: self.nights)
    }

    /// The day that is reported.
    public var last: Night? { nights.last }

    /// Days that set the limits of a chart, and the length of the window that a day is compared with.
    public static let reference = 28
    /// Of a chart, so that its days can be told apart on paper.
    public static let shown = 60
    /// Of the newer window of a drift: whole weeks have the same weekdays.
    public static let week = 7

    /// The first day that a watch over `day` needs: of the charts, of the windows, or of the quarter.
    public static func firstDay(for day: Int) -> Int {
        min(quarterStart(of: day), day - shown + 1, day - reference - week + 1)
    }

    /// The first day of the quarter of the year that holds `day`.
    public static func quarterStart(of day: Int) -> Int {
        let civil = CivilDay(day)
        let months = (civil.month - 1) % 3
        var start = day - civil.day + 1
        for _ in 0..<months { start -= CivilDay(start - 1).day }
        return start
    }

    /// The figures of a stretch of nights together.
    public func tally(_ range: Range<Int>, region: String? = nil) -> Tally {
        Tally.merged(nights[range.clamped(to: nights.indices)].map { tally($0, region) })
    }

    func tally(_ night: Night, _ region: String?) -> Tally {
        region.map { night.regions[$0] ?? Tally() } ?? night.all
    }

    private static func withoutGaps(_ nights: [Night]) -> [Night] {
        var whole: [Night] = []
        for night in nights {
            if let last = whole.last {
                // A jump of more than ten years is a mistake of a clock.
                guard night.day > last.day, night.day - last.day < 3660 else { continue }
                for day in last.day + 1..<night.day { whole.append(Night(day: day)) }
            }
            whole.append(night)
        }
        return whole
    }
}

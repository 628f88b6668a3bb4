/// What the watch over the days says, in words and pictures.
public struct NightlyWatch: Sendable {
    public struct Chart: Sendable {
        public let picture: ControlChartPicture
        /// PNG at twice its size; empty when it cannot be drawn.
        public let png: [UInt8]
        /// Whether the reported day lies outside of the limits, or ends a run.
        public let signal: ControlChartPicture.Signal?

        public init(_ picture: ControlChartPicture, png: [UInt8], signal: ControlChartPicture.Signal?) {
            (self.picture, self.png, self.signal) = (picture, png, signal)
        }
    }

    public struct Drift: Sendable, Equatable {
        /// `nil` is all regions together.
        public let region: String?
        public let reference: Int
        public let current: Int
        /// PSI of the severities, and what it exceeds by chance in 1 of 100.
        public let severity: Double
        public let critical: Double?
        public let severityMoved: Bool
        /// Corrected p value of the latencies.
        public let latency: Double?
        public let latencyMoved: Bool

        public init(
            region: String?, reference: Int, current: Int, severity: Double, critical: Double?, severityMoved: Bool,
            latency: Double?, latencyMoved: Bool
        ) {
            (self.region, self.reference, self.current) = (region, reference, current)
            (self.severity, self.critical, self.severityMoved) = (severity, critical, severityMoved)
            (self.latency, self.latencyMoved) = (latency, latencyMoved)
        }
    }

    public struct Alarm: Sendable, Equatable, Codable {
        /// `severities`, `disagreement`, `unreadable answers`.
        public let measure: String
        /// `nil` is all regions together.
        public let region: String?
        /// The agreed limit that is exceeded, 0…1; `nil` for a change.
        public let target: Double?
        /// `YYYY-MM-DD` of the day on which it sounded first.
        public let since: String
        /// `YYYY-MM-DD` of the first day after the most probable change.
        public let changed: String?

        public init(measure: String, region: String?, target: Double?, since: String, changed: String?) {
            (self.measure, self.region, self.target) = (measure, region, target)
            (self.since, self.changed) = (since, changed)
        }

        /// A sentence without its full stop, and without commas: the letter puts several into one.
        var words: String {
            let what = "the \(measure) of \(region ?? "all exams")"
            let alarm = "an alarm stands on \(what) since \(TimeWords.dayAndMonth(since))"
            if let target {
                return "\(alarm): the share was found above the agreed target of \(NumberWords.percent(target))"
            }
            guard let changed else { return "\(alarm): the level has changed" }
            return "\(alarm): the level most probably changed on \(TimeWords.dayAndMonth(changed))"
        }
    }

    /// A known change: on which day what came into force.
    public struct Mark: Sendable, Equatable, Codable {
        public let day: String
        public let words: String

        public init(day: String, words: String) { (self.day, self.words) = (day, words) }
    }

    public var charts: [Chart] = []
    public var drifts: [Drift] = []
    public var alarms: [Alarm] = []
    public var marks: [Mark] = []
    /// `YYYY-MM-DD`: the alarms' evidence is counted from this day.
    public var since = ""
    /// How many figures are watched for alarms together.
    public var monitored = 0

    public init() {}
}

/// A figure night by night between limits: what lies inside is the noise of an unchanged process.
///
/// Source: D. C. Montgomery, Introduction to Statistical Quality Control (2013), ch. 6, 7 and 9.
public struct ControlChart: Equatable, Sendable {
    public enum Signal: String, Sendable, Codable {
        /// Outside of the limits.
        case beyondLimits
        /// The eighth or a later night in a row on one side of the centre (Western Electric rule 4).
        case run
    }

    public struct Point: Equatable, Sendable {
        /// Index of the night.
        public let night: Int
        /// `nil` on a night without exams.
        public let value: Double?
        public let center: Double
        public let lower: Double
        public let upper: Double
        public internal(set) var signal: Signal?
    }

    /// One for each night of a phase that has limits.
    public let points: [Point]

    /// Marks the signals: beyond the limits, or a run that a new phase breaks.
    init(phases: [[Point]], runs: Bool) {
        points = phases.flatMap { phase in
            var (side, length) = (0, 0)
            return phase.map { point in
                guard let value = point.value else { return point }
                let now = value > point.center ? 1 : value < point.center ? -1 : 0
                (side, length) = (now, now != 0 && now == side ? length + 1 : 1)
                var marked = point
                if value < point.lower || value > point.upper {
                    marked.signal = .beyondLimits
                } else if runs, now != 0, length >= 8 {
                    marked.signal = .run
                }
                return marked
            }
        }
    }

    /// The nights with a signal.
    public var signals: [Point] { points.filter { $0.signal != nil } }
}

/// Time until a report, with the exams that still wait counted for as long as they have waited.
///
/// S(t) = Π (1 − dᵢ/nᵢ) over the event times up to t: the share without a report at t.
/// Source: E. L. Kaplan, P. Meier, JASA 53 (1958) 457–481; variance: M. Greenwood (1926).
public struct KaplanMeier: Equatable, Sendable {
    public struct Step: Equatable, Sendable {
        /// In the unit of the times given.
        public let time: Int
        /// Still without an event just before.
        public let atRisk: Int
        public let events: Int
        /// S(t), 0…1.
        public let survival: Double
        /// Σ dᵢ / (nᵢ (nᵢ − dᵢ)) up to here; `nil` once S is 0.
        let spread: Double?

        /// Greenwood's, S √Σ; `nil` once S is 0.
        public var standardError: Double? { spread.map { survival * $0.squareRoot() } }

        /// On ln(−ln S), so inside 0…1 (J. D. Kalbfleisch, R. L. Prentice 1980); `nil` where S is 0 or 1.
        public func interval(level: Double = 0.95) -> Interval? {
            guard let spread, survival > 0, survival < 1, let z = NormalDistribution.critical(level) else { return nil }
            let hazard = -Elementary.log(survival)
            let half = z * spread.squareRoot() / hazard
            return Interval(
                Elementary.exp(-hazard * Elementary.exp(half)), Elementary.exp(-hazard * Elementary.exp(-half)),
                level: level)
        }
    }

    /// One for each distinct time of an event.
    public let steps: [Step]
    public let events: Int
    public let censored: Int
    /// The longest time that anybody was watched: beyond it nothing is known.
    public let lastTime: Int

    /// - Parameters:
    ///   - events: times to the event; below 0 they count as 0.
    ///   - censored: how long the others have been watched. One that ends at an event's time was still at risk then.
    /// - Returns: `nil` without any exam.
    public init?(events: ValueCounts, censored: ValueCounts) {
        guard events.count + censored.count > 0 else { return nil }
        (self.events, self.censored) = (events.count, censored.count)
        lastTime = max(events.sorted.last?.value ?? 0, censored.sorted.last?.value ?? 0)
        var atRisk = events.count + censored.count
        var waiting = censored.sorted[...]
        var (survival, spread): (Double, Double?) = (1, 0)
        steps = Self.fromZero(events).map { time, came in
            while let next = waiting.first, next.value < time {
                atRisk -= next.times
                waiting.removeFirst()
            }
            defer { atRisk -= came }
            let (n, d) = (Double(atRisk), Double(came))
            survival *= (n - d) / n
            spread = came < atRisk ? spread.map { $0 + d / (n * (n - d)) } : nil
            return Step(time: time, atRisk: atRisk, events: came, survival: survival, spread: spread)
        }
    }

    private static func fromZero(_ counts: ValueCounts) -> [(Int, Int)] {
        let early = counts.sorted.filter { $0.value <= 0 }.reduce(0) { $0 + $1.times }
        return (early > 0 ? [(0, early)] : []) + counts.sorted.filter { $0.value > 0 }.map { ($0.value, $0.times) }
    }

    /// The step in force at `time`; `nil` before the first event.
    public func step(at time: Int) -> Step? { steps.last { $0.time <= time } }

    /// Share with a report by `time`, 1 − S.
    public func reported(by time: Int) -> Double { 1 - (step(at: time)?.survival ?? 1) }

    /// The first time by which a share p has a report; `nil` while too few have one.
    public func quantile(_ p: Double) -> Int? {
        guard p > 0, p <= 1 else { return nil }
        return steps.first { $0.survival <= 1 - p }?.time
    }

    /// The times at which the interval of S still covers 1 − p; an upper end of `nil` is not reached yet.
    /// Source: R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29–41, on ln(−ln S).
    public func quantileInterval(_ p: Double, level: Double = 0.95) -> (lower: Int, upper: Int?)? {
        guard p > 0, p < 1, NormalDistribution.critical(level) != nil else { return nil }
        let lower = steps.first { step in
            step.interval(level: level).map { $0.lower <= 1 - p } ?? (step.survival <= 1 - p)
        }
        let upper = steps.first { step in
            step.interval(level: level).map { $0.upper <= 1 - p } ?? (step.survival == 0)
        }
        return lower.map { ($0.time, upper?.time) }
    }
}

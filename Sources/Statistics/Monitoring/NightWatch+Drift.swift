extension NightWatch {
    /// How one region's last week differs from the four weeks before it.
    public struct Drift: Sendable, Equatable {
        /// `nil` is all regions together.
        public let region: String?
        /// Exams of the four weeks, and of the last one.
        public let reference: Int
        public let current: Int
        /// PSI of the severities, 0 when they are spread alike.
        public let severity: Double
        /// What the index exceeds by chance in 1 of 100 windows of these sizes.
        public let critical: Double?
        /// Kolmogorov and Smirnov's p for the latencies, corrected for how many regions are shown (Holm).
        public internal(set) var latency: Double?

        /// More than chance gives, and enough to matter (0.1 by custom).
        public var severityMoved: Bool { severity > max(0.1, critical ?? .infinity) }
        public var latencyMoved: Bool { latency.map { $0 < 0.01 } ?? false }
    }

    /// Smaller windows say nothing about eleven severities.
    static let smallestReference = 50
    static let smallestCurrent = 20
    /// Regions beyond the largest ones are not looked at one by one.
    static let mostRegions = 12

    /// All exams first, then the largest regions; those with too few exams are left out.
    public var drifts: [Drift] {
        let newest = nights.count - Self.week..<nights.count
        let older = newest.lowerBound - Self.reference..<newest.lowerBound
        guard older.lowerBound >= 0 else { return [] }
        var latencies: [Double?] = []
        var drifts = ([nil] + largestRegions(in: older.lowerBound..<newest.upperBound)).compactMap { region -> Drift? in
            let (before, now) = (tally(older, region: region), tally(newest, region: region))
            guard before.exams >= Self.smallestReference, now.exams >= Self.smallestCurrent else { return nil }
            let index = StabilityIndex(reference: before.severities, current: now.severities)
            latencies.append(KolmogorovSmirnovTest(before.latency, now.latency)?.pValue)
            return Drift(
                region: region, reference: before.exams, current: now.exams, severity: index?.value ?? 0,
                critical: index?.critical(alpha: 0.01), latency: nil)
        }
        for (index, p) in MultipleComparisons.holm(latencies).enumerated() { drifts[index].latency = p }
        return drifts
    }

    /// By falling number of exams, then by name.
    func largestRegions(in range: Range<Int>) -> [String] {
        var exams: [String: Int] = [:]
        for night in nights[range.clamped(to: nights.indices)] {
            for (region, tally) in night.regions { exams[region, default: 0] += tally.exams }
        }
        return exams.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(Self.mostRegions).map(\.key)
    }
}

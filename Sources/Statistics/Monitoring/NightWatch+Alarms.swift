extension NightWatch {
    /// Something has changed for good, or is no longer as agreed; it stays until the quarter ends or a known change begins
    /// a new stretch.
    public struct Alarm: Sendable, Equatable {
        public enum Kind: String, Sendable, Codable {
            /// The shares are not those from before.
            case changed
            /// The rate is above its target.
            case aboveTarget
        }

        public let measure: Measure
        /// `nil` is all regions together.
        public let region: String?
        public let kind: Kind
        /// Index of the night that it sounded first.
        public let night: Int
        /// The first night after the most probable change, as far as the exams tell it.
        public let changed: Int?
        /// ln of the evidence on the last night: an honest bettor against "nothing changed" would have eᵡ times the stake.
        public let logEvidence: Double
    }

    /// The first night that the monitors look at.
    public var watchedSince: Int {
        guard let day = last?.day, let first = nights.first?.day else { return 0 }
        let quarter = max(0, Self.quarterStart(of: day) - first)
        return max(quarter, marks.last?.night ?? 0)
    }

    /// Those that have sounded since `watchedSince`, in the order of what is watched.
    ///
    /// The monitors' evidence is judged together (Wang & Ramdas 2022) on every night, as on each of those mornings.
    public var alarms: [Alarm] {
        let range = watchedSince..<nights.count
        let monitors = monitors(over: range)
        guard !monitors.isEmpty else { return [] }
        var sounded = [Int?](repeating: nil, count: monitors.count)
        for night in 0..<range.count {
            let sounding = MultipleComparisons.alarms(
                logEvidence: monitors.map { $0.evidence[night] }, alpha: alpha)
            for (index, sounds) in sounding.enumerated() where sounds && sounded[index] == nil {
                sounded[index] = night
            }
        }
        return zip(monitors, sounded).compactMap { monitor, night in
            night.map { night in
                Alarm(
                    measure: monitor.measure, region: monitor.region, kind: monitor.kind,
                    night: range.lowerBound + night, changed: monitor.changed.map { range.lowerBound + $0 },
                    logEvidence: monitor.evidence.last ?? 0)
            }
        }
    }

    /// How many figures are watched for alarms.
    public var monitored: Int { monitors(over: nights.count..<nights.count).count }

    private struct Monitor {
        let measure: Measure
        let region: String?
        let kind: Alarm.Kind
        let evidence: [Double]
        let changed: Int?
    }

    /// The largest regions that get monitors of their own; a fixed number, so that it does not follow the results.
    private static let watchedRegions = 6

    private func monitors(over range: Range<Int>) -> [Monitor] {
        let window = max(0, nights.count - Self.reference)..<nights.count
        let regions = largestRegions(in: window).prefix(Self.watchedRegions).map(Optional.some)
        let ofAll = [
            changes(.severity, nil, range), changes(.unreadable, nil, range), changes(.disagreement, nil, range),
        ]
        let ofRegions = regions.flatMap { [changes(.severity, $0, range), changes(.disagreement, $0, range)] }
        let targets = [
            target(.unreadable, targets.unreadable, range), target(.disagreement, targets.disagreement, range),
        ]
        return (ofAll + targets + ofRegions).compactMap(\.self)
    }

    private func changes(_ measure: Measure, _ region: String?, _ range: Range<Int>) -> Monitor? {
        let exams = nights[range].map { counts(measure, tally($0, region)) }
        guard var monitor = ChangeMonitor(categories: exams.first?.count ?? 2, alpha: alpha) else { return nil }
        for night in exams { monitor.append(night) }
        return Monitor(
            measure: measure, region: region, kind: .changed, evidence: monitor.logEvidence,
            changed: monitor.changePoint?.night)
    }

    private func target(_ measure: Measure, _ target: Double, _ range: Range<Int>) -> Monitor? {
        guard var monitor = TargetMonitor(target: target, side: .above, alpha: alpha) else { return nil }
        for night in nights[range] {
            monitor.append(measure == .unreadable ? night.all.unreadableAnswers : night.all.disagreement)
        }
        return Monitor(measure: measure, region: nil, kind: .aboveTarget, evidence: monitor.logEvidence, changed: nil)
    }

    /// The exams of a night by category.
    private func counts(_ measure: Measure, _ tally: Tally) -> [Int] {
        switch measure {
        case .unreadable: [tally.unreadable, tally.answers - tally.unreadable]
        case .disagreement: [tally.disagreements, tally.compared - tally.disagreements]
        case .severity, .positive, .latency: tally.severities
        }
    }
}

import Statistics

/// What the statistics pages are made of: the list of figures that API and command line print as well, and what stands
/// beside them.
public struct StatisticsFigures: Sendable, Equatable {
    public let performance: Performance
    public private(set) var details: GroupDetails
    /// Whether something may be missing because it is of few exams.
    private(set) var hidesFew = false
    private let byID: [String: Figure]

    public init(_ performance: Performance, _ details: GroupDetails = GroupDetails()) {
        (self.performance, self.details) = (performance, details)
        byID = Dictionary(performance.figures.map { ($0.id, $0) }) { first, _ in first }
    }

    /// For readers who must not recognise a patient in a small group.
    /// - Parameter tellsWhole: whether all exams are told as they are, and only groups are hidden.
    public func hidingFew(below minimum: Int = 5, tellsWhole: Bool = false) -> StatisticsFigures {
        let shown = performance.suppressed(below: minimum, tellsWhole: tellsWhole)
        var figures = StatisticsFigures(shown, details.hidingFew(SmallCells(minimum: minimum), beside: shown))
        figures.hidesFew = true
        return figures
    }

    /// - Parameter hidingFew: for readers who see no small groups.
    public mutating func add(_ requeues: GroupDetails.Requeues, hidingFew: Bool) {
        let isFew = min(requeues.requeued, requeues.compared) < SmallCells().minimum
        details.requeues = hidingFew && isFew ? nil : requeues
    }

    subscript(id: String) -> Figure? { byID[id] }

    /// Of all exams.
    func overall(_ measure: String) -> Figure? { byID["overall.\(measure)"] }

    func figure(_ kind: GroupKind, _ name: String, _ measure: String) -> Figure? {
        byID[Figure.id(kind, name, measure)]
    }

    func names(of kind: GroupKind) -> [String] { performance.figures(of: kind).map(\.name) }
}

/// What radiologists, diagnoses and days have in common with the figures, but no interval: counts, means, first and last.
public struct GroupDetails: Sendable, Equatable {
    /// A radiologist or a diagnosis.
    public struct Group: Sendable, Equatable {
        /// Exams with a compared severity, and the sum of those severities.
        public var severities = 0
        public var severitySum = 0
        /// What it most often occurs with, the most frequent first: diagnoses of a radiologist, regions of a diagnosis.
        public var most: [NamedCount] = []
        /// `YYYY-MM-DD`
        public var first: String?
        public var last: String?

        public init() {}
    }

    public struct NamedCount: Sendable, Equatable {
        public let name: String
        /// `nil`: not to be shown.
        public var exams: Int?

        public init(_ name: String, _ exams: Int?) { (self.name, self.exams) = (name, exams) }
    }

    /// Second readings.
    public struct Requeues: Sendable, Equatable {
        let requeued: Int
        let compared: Int
        let savedMilliseconds: Int

        public init(requeued: Int, compared: Int, savedMilliseconds: Int) {
            (self.requeued, self.compared, self.savedMilliseconds) = (requeued, compared, savedMilliseconds)
        }
    }

    public static let mostMonths = 12
    public static let mostDays = 31

    public var groups: [GroupKind: [String: Group]] = [:]
    /// Exams by month and radiologist, by month and diagnosis: the last `mostMonths`.
    public var months: [GroupKind: CrossCounts] = [:]
    /// Exams by day and region: the last `mostDays`.
    public var days = CrossCounts()
    /// `nil` where nobody has counted them.
    public var requeues: Requeues?

    public init() {}
}

/// Exams by time and group.
public struct CrossCounts: Sendable, Equatable {
    /// Days or months, oldest first.
    public let times: [String]
    /// The most frequent first.
    public let groups: [String]
    /// `counts[time][group]`; `nil`: few.
    public internal(set) var counts: [[Int?]]

    /// Whether there are counts and none of them may be told.
    var isHidden: Bool { counts.contains { !$0.isEmpty } && counts.allSatisfy { $0.allSatisfy { $0 == nil } } }

    public init(times: [String] = [], groups: [String] = [], counts: [[Int]] = []) {
        (self.times, self.groups, self.counts) = (times, groups, counts)
    }
}

/// How often the reader was right at each stated confidence, 0…100 percent.
///
/// The event may be any that the percent is meant for: "the verdict agrees with the reference", or "the exam is positive".
public struct CalibrationCounts: Mergeable, Hashable {
    static let percents = 0...100
    private var said = [Int](repeating: 0, count: 101)
    private var came = [Int](repeating: 0, count: 101)

    public init() {}

    /// One exam, or `times` alike; a percent outside of 0…100 is not assessed and not counted.
    public mutating func add(percent: Int?, happened: Bool, times: Int = 1) {
        guard let percent, Self.percents.contains(percent), (0...1 << 32).contains(times) else { return }
        said[percent] += times
        if happened { came[percent] += times }
    }

    /// Exams with this confidence, and how often the event came.
    public func frequency(percent: Int) -> Proportion {
        guard Self.percents.contains(percent) else { return Proportion(counted: 0, of: 0) }
        return Proportion(counted: came[percent], of: said[percent])
    }

    /// All exams, and how often the event came.
    public var overall: Proportion { Proportion(counted: came.reduce(0, +), of: said.reduce(0, +)) }

    public mutating func merge(_ other: CalibrationCounts) {
        for percent in Self.percents {
            said[percent] += other.said[percent]
            came[percent] += other.came[percent]
        }
    }

    @discardableResult
    public mutating func subtract(_ other: CalibrationCounts) -> Bool {
        let (said, came) = (zip(said, other.said).map(-), zip(came, other.came).map(-))
        guard zip(said, came).allSatisfy({ $0 >= $1 && $1 >= 0 }) else { return false }
        (self.said, self.came) = (said, came)
        return true
    }
}

extension CalibrationCounts: Codable {
    private enum CodingKeys: String, CodingKey { case said, came }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.container(keyedBy: CodingKeys.self)
        let (said, came) = (
            try stored.decode([Int].self, forKey: .said), try stored.decode([Int].self, forKey: .came)
        )
        guard said.count == 101, came.count == 101,
            zip(said, came).allSatisfy({ $0 <= 1 << 32 && $0 >= $1 && $1 >= 0 })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .said, in: stored, debugDescription: "not the counts of 0…100 percent")
        }
        (self.said, self.came) = (said, came)
    }
}

/// Whole numbers and how often each came: milliseconds of latency, seconds to a report, ages, severities.
///
/// Every figure is exact and independent of order, and the counts of two nights merge. Values beyond ±2³² (49 days in
/// milliseconds) are kept as ±2³².
public struct ValueCounts: Mergeable {
    static let range = -(1 << 32)...(1 << 32)
    private(set) var times: [Int: Int] = [:]
    /// How many values there are.
    public private(set) var count = 0

    public init() {}

    public init(_ values: some Sequence<Int>) {
        for value in values { add(value) }
    }

    private static func kept(_ value: Int) -> Int { min(max(value, range.lowerBound), range.upperBound) }

    /// One value, or `times` alike.
    public mutating func add(_ value: Int, times more: Int = 1) {
        guard (1...1 << 31).contains(more) else { return }
        times[Self.kept(value), default: 0] += more
        count += more
    }

    /// Takes one value back.
    /// - Returns: false, and nothing is changed, when it is not in here.
    @discardableResult
    public mutating func remove(_ value: Int) -> Bool {
        guard let present = times[Self.kept(value)] else { return false }
        times[Self.kept(value)] = present > 1 ? present - 1 : nil
        count -= 1
        return true
    }

    /// By rising value; no value comes 0 times.
    public var sorted: [(value: Int, times: Int)] {
        times.sorted { $0.key < $1.key }.map { (value: $0.key, times: $0.value) }
    }

    public mutating func merge(_ other: ValueCounts) {
        times.merge(other.times, uniquingKeysWith: +)
        count += other.count
    }

    @discardableResult
    public mutating func subtract(_ other: ValueCounts) -> Bool {
        guard other.times.allSatisfy({ (times[$0.key] ?? 0) >= $0.value }) else { return false }
        for (value, less) in other.times {
            let rest = (times[value] ?? 0) - less
            times[value] = rest > 0 ? rest : nil
        }
        count -= other.count
        return true
    }

    /// How often a value at or above `limit` came.
    public func proportion(atLeast limit: Int) -> Proportion {
        Proportion(counted: times.reduce(0) { $0 + ($1.key >= limit ? $1.value : 0) }, of: count)
    }
}

extension ValueCounts: Codable {
    /// Pairs value, times, by rising value: equal counts are equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(sorted.flatMap { [$0.value, $0.times] })
    }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode([Int].self)
        let times = stored.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        guard stored.count.isMultiple(of: 2), times.allSatisfy({ (1...1 << 31).contains($0) }) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not values, each with its count"))
        }
        for at in stride(from: 0, to: stored.count, by: 2) { add(stored[at], times: stored[at + 1]) }
    }
}

/// Figures that grow: those of two parts, merged, equal those of the whole, whatever the parts and their order.
///
/// So a night needs only the exams that are new or have changed: the earlier ones stay counted. Everything that conforms
/// keeps integers (or exact sums), never rounded intermediate results.
public protocol Mergeable: Equatable, Sendable, Codable {
    /// Nothing counted yet.
    init()
    /// Adds what another part has counted.
    mutating func merge(_ other: Self)
    /// Takes away what was counted in a part.
    /// - Returns: false, and nothing is changed, when that part was not in here.
    @discardableResult mutating func subtract(_ other: Self) -> Bool
}

extension Mergeable {
    /// The figures of all the parts together.
    public static func merged(_ parts: some Sequence<Self>) -> Self {
        var all = Self()
        for part in parts { all.merge(part) }
        return all
    }
}

/// One set of figures a group: by region, by device, by day.
///
/// Groups are listed in the order of their keys, never of their arrival.
public struct Grouped<Key: Hashable & Comparable & Codable & Sendable, Value: Mergeable>: Mergeable {
    private var byKey: [Key: Value] = [:]

    public init() {}

    /// The figures of one group; a group that was never met has empty ones.
    public subscript(key: Key) -> Value {
        get { byKey[key] ?? Value() }
        set { byKey[key] = newValue == Value() ? nil : newValue }
    }

    /// Adds to one group where it stands, without a copy. `body` must leave something counted.
    mutating func change(_ key: Key, _ body: (inout Value) -> Void) { body(&byKey[key, default: Value()]) }

    /// Every group with something in it, by key.
    public var groups: [(key: Key, value: Value)] {
        byKey.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
    }

    /// All groups together.
    public var total: Value { Value.merged(groups.map(\.value)) }

    public mutating func merge(_ other: Self) {
        for (key, value) in other.byKey { self[key].merge(value) }
    }

    @discardableResult
    public mutating func subtract(_ other: Self) -> Bool {
        var rest = self
        for (key, value) in other.byKey {
            guard rest[key].subtract(value) else { return false }
        }
        self = rest
        return true
    }

    private struct Entry: Codable {
        let key: Key
        let value: Value
    }

    /// A list ordered by key: equal figures are equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(groups.map { Entry(key: $0.key, value: $0.value) })
    }

    public init(from decoder: any Decoder) throws {
        for entry in try decoder.singleValueContainer().decode([Entry].self) { self[entry.key].merge(entry.value) }
    }
}
